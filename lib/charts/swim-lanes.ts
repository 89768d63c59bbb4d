import type { LaneExecution } from '@/lib/model/lane-execution'
import { isBroken, isTerminal, type State } from '@/lib/model/state'

export const LANES_MAX = 40
export const BARS_PER_LANE = 500

export type LaneBar = {
  id: string
  state: State
  startMs: number
  /** Until now, for what still runs. */
  endMs: number
}

export type Lane = {
  id: string
  name: string
  bars: LaneBar[]
  total: number
  broken: number
}

export type SwimLanes = {
  lanes: Lane[]
  /** What the axis spans: the window, or as much of it as could be drawn. */
  fromMs: number
  toMs: number
  /** True where older executions of the window are left out. */
  isCut: boolean
  /** What is left out besides. */
  lanesLeftOut: number
  barsLeftOut: number
}

/**
 * Which lanes and bars are drawn. Lanes with something broken come first, then those with most: where not all fit, those
 * that one would look for stay.
 */
export function prepareSwimLanes(
  found: {
    executions: readonly LaneExecution[]
    names: readonly { id: string; name: string }[]
    isCut: boolean
  },
  window: { fromMs: number; toMs: number },
  nowMs: number,
): SwimLanes {
  const names = new Map(found.names.map(({ id, name }) => [id, name]))
  const all = new Map<string, Lane>()
  for (const [id, laneId, state, atMs, lastedMs, isOpen] of found.executions) {
    const lane = all.get(laneId) ?? {
      id: laneId,
      name: names.get(laneId) ?? laneId,
      bars: [],
      total: 0,
      broken: 0,
    }
    all.set(laneId, lane)
    lane.total += 1
    if (isBroken(state)) lane.broken += 1
    if (lane.bars.length < BARS_PER_LANE)
      lane.bars.push({ id, state, startMs: atMs, endMs: endOf(state, atMs, lastedMs, isOpen, nowMs) })
  }
  const sorted = [...all.values()].sort(
    (a, b) =>
      b.broken - a.broken || b.total - a.total || a.name.localeCompare(b.name, 'en', { numeric: true }),
  )
  const lanes = sorted.slice(0, LANES_MAX)
  const oldestMs = found.executions.at(-1)?.[3] ?? window.fromMs
  const fromMs = found.isCut ? oldestMs : Math.min(window.fromMs, oldestMs)
  return {
    lanes,
    fromMs,
    toMs: Math.max(window.toMs, fromMs + 1),
    isCut: found.isCut,
    lanesLeftOut: sorted.length - lanes.length,
    barsLeftOut: lanes.reduce((sum, lane) => sum + lane.total - lane.bars.length, 0),
  }
}

/** What has not ended goes on until now; what is over without a known end is a moment. */
function endOf(state: State, atMs: number, lastedMs: number | null, isOpen: boolean, nowMs: number): number {
  if (lastedMs !== null) return atMs + lastedMs
  return isOpen && !isTerminal(state) && state !== 'unknown' ? Math.max(atMs, nowMs) : atMs
}

/** Where something stands on the axis, in hundredths; what began before it or goes on after it is cut at the edge. */
export function placeOf(
  bar: { startMs: number; endMs: number },
  axis: { fromMs: number; toMs: number },
): { left: number; width: number } {
  const scale = 100 / (axis.toMs - axis.fromMs)
  const left = Math.min(100, Math.max(0, (bar.startMs - axis.fromMs) * scale))
  const right = Math.min(100, Math.max(left, (bar.endMs - axis.fromMs) * scale))
  return { left: rounded(left), width: rounded(right - left) }
}

/** As a browser writes it back: a page that is brought to life must find what was sent. */
const rounded = (share: number): number => Number(share.toFixed(3))
