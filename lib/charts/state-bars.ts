import { countOf, formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { formatClock, formatDay, formatShort } from '@/lib/format/time'
import type { State } from '@/lib/model/state'

const DAY_MS = 86_400_000

/** From the axis up: what broke stands on the baseline, where its changes can be seen. */
const STACK: readonly State[] = [
  'failed',
  'timed_out',
  'lost',
  'missing',
  'warning',
  'cancelled',
  'running',
  'retrying',
  'waiting',
  'queued',
  'scheduled',
  'skipped',
  'unknown',
  'success',
]

export type StateBar = {
  startMs: number
  endMs: number
  /** When, in words: `21 Nov, 09:00 to 10:00`. */
  label: string
  total: number
  counts: Partial<Record<State, number>>
}

export type StateBars =
  | { state: 'empty'; why: string }
  | { state: 'ready'; bars: StateBar[]; series: State[]; axis: string[]; scale: string; summary: string }

/** Every decision of the bars above the list: which stretches, which states, in what order, in which words. */
export function prepareStateBars(
  counts: { startMs: number; state: State; count: number }[],
  stretch: { fromMs: number; toMs: number; stepMs: number },
  zone: string,
): StateBars {
  if (counts.length === 0) return { state: 'empty', why: 'No execution in this time.' }
  const { fromMs, toMs, stepMs } = stretch
  const byStart = new Map<number, Partial<Record<State, number>>>()
  for (const { startMs, state, count } of counts) {
    byStart.set(startMs, { ...byStart.get(startMs), [state]: count })
  }
  const first = Math.floor(fromMs / stepMs) * stepMs
  const bars: StateBar[] = []
  // A stretch in which nothing began is a bar of height zero, not a missing one.
  for (let startMs = first; startMs < toMs; startMs += stepMs) {
    const here = byStart.get(startMs) ?? {}
    const total = Object.values(here).reduce((sum, count) => sum + count, 0)
    bars.push({
      startMs,
      endMs: startMs + stepMs,
      label: labelOf(startMs, stepMs, zone),
      total,
      counts: here,
    })
  }
  const series = STACK.filter((state) => counts.some((each) => each.state === state && each.count > 0))
  const peak = Math.max(...bars.map((bar) => bar.total))
  const scale = `at most ${formatCount(peak)} in ${formatDuration(stepMs)}`
  return {
    state: 'ready',
    bars,
    series,
    axis: axisOf(bars, stepMs, zone),
    scale,
    summary: summaryOf(bars, series),
  }
}

/** The states of a bar that are there, as they are stacked, for its tooltip and its row in the table. */
export const partsOf = (bar: StateBar, series: readonly State[]): { state: State; count: number }[] =>
  series.map((state) => ({ state, count: bar.counts[state] ?? 0 })).filter((part) => part.count > 0)

function labelOf(startMs: number, stepMs: number, zone: string): string {
  const endMs = startMs + stepMs
  if (stepMs === DAY_MS && formatClock(startMs, zone) === '00:00') return formatDay(startMs, zone)
  const isOneDay = formatDay(startMs, zone) === formatDay(endMs - 1, zone)
  return `${formatShort(startMs, zone)} to ${isOneDay ? formatClock(endMs, zone) : formatShort(endMs, zone)}`
}

/** First, middle and last: enough to read the bars by, and never in each other's way. */
function axisOf(bars: StateBar[], stepMs: number, zone: string): string[] {
  const [first, middle, last] = [bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)]
  const lengthMs = bars.length * stepMs
  const words = (ms: number) =>
    lengthMs <= DAY_MS
      ? formatClock(ms, zone)
      : lengthMs <= 8 * DAY_MS
        ? formatShort(ms, zone)
        : formatDay(ms, zone)
  return [first?.startMs, middle?.startMs, last?.endMs].filter((ms) => ms !== undefined).map(words)
}

function summaryOf(bars: StateBar[], series: readonly State[]): string {
  const total = bars.reduce((sum, bar) => sum + bar.total, 0)
  const parts = series.map((state) => {
    const count = bars.reduce((sum, bar) => sum + (bar.counts[state] ?? 0), 0)
    return `${count} ${state.replace('_', ' ')}`
  })
  return `${countOf(total, 'execution')}: ${parts.join(', ')}`
}
