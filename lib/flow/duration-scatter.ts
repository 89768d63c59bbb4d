import { countOf } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { formatShort } from '@/lib/format/time'
import type { DurationDot, VersionMark } from '@/lib/model/flow-page'
import { type PlacedVersion, versionsOverTime } from './version-lines'

/** The durations that are usual: half of the executions take no longer than `p50Ms`, nineteen of twenty than `p95Ms`. */
export type UsualBand = { p50Ms: number; p95Ms: number }

/** Places are shares of the drawing, from the left and from the bottom. */
export type ScatterDot = DurationDot & { x: number; y: number }
export type ScatterTick = { at: number; words: string }

export type DurationScatter =
  | { state: 'empty'; why: string }
  | {
      state: 'ready'
      dots: ScatterDot[]
      band: { from: number; to: number; words: string } | null
      xTicks: ScatterTick[]
      yTicks: ScatterTick[]
      /** Where the version changed. */
      versions: PlacedVersion[]
      summary: string
    }

const LOG_STEPS_MS = [
  1, 10, 100, 1000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 86_400_000, 864_000_000,
]

/** Every decision of the chart of durations: a dot for each execution, the usual band behind them, and the axes. */
export function prepareScatter(
  dots: readonly DurationDot[],
  usual: UsualBand | null,
  of: { isLog: boolean; zone: string; marks?: readonly VersionMark[] },
): DurationScatter {
  if (dots.length === 0) return { state: 'empty', why: 'No execution of the last 90 days has a duration.' }
  const times = dots.map((dot) => dot.atMs)
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)]
  const most = Math.max(...dots.map((dot) => dot.durationMs), usual?.p95Ms ?? 0, 1)
  const least = Math.max(1, Math.min(...dots.map((dot) => dot.durationMs), usual?.p50Ms ?? most))
  const y = of.isLog ? logScale(least, most) : (ms: number) => ms / (most * 1.05)
  const x = (ms: number) => (toMs === fromMs ? 0.5 : (ms - fromMs) / (toMs - fromMs))
  const outside = usual ? dots.filter((dot) => dot.durationMs > usual.p95Ms).length : 0
  return {
    state: 'ready',
    dots: dots.map((dot) => ({ ...dot, x: x(dot.atMs), y: y(Math.max(of.isLog ? 1 : 0, dot.durationMs)) })),
    band: usual && {
      from: y(usual.p50Ms),
      to: y(usual.p95Ms),
      words: `usual: ${formatDuration(usual.p50Ms)} to ${formatDuration(usual.p95Ms)}`,
    },
    xTicks: xTicks(fromMs, toMs, of.zone),
    versions: versionsOverTime(of.marks ?? [], { fromMs, toMs }),
    yTicks: of.isLog ? logTicks(least, most, y) : linearTicks(most, y),
    summary: [
      `Durations of ${countOf(dots.length, 'execution')}, at most ${formatDuration(Math.max(...dots.map((dot) => dot.durationMs)))}`,
      ...(usual ? [`${outside} above the usual`] : []),
    ].join(', '),
  }
}

function logScale(least: number, most: number): (ms: number) => number {
  const [low, high] = [Math.log(least * 0.8), Math.log(most * 1.2)]
  return (ms) => Math.max(0, (Math.log(Math.max(ms, least * 0.8)) - low) / (high - low))
}

function logTicks(least: number, most: number, y: (ms: number) => number): ScatterTick[] {
  const between = LOG_STEPS_MS.filter((ms) => ms >= least * 0.8 && ms <= most * 1.2)
  const shown = between.length >= 2 ? between : [least, most]
  return [...new Set(shown)].map((ms) => ({ at: y(ms), words: formatDuration(ms) }))
}

const NICE_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 15, 30].map((s) => s * 1000))
  .concat([1, 2, 5, 10, 15, 30].map((m) => m * 60_000))
  .concat([1, 2, 3, 6, 12].map((h) => h * 3_600_000))
  .concat([1, 2, 5, 10, 20, 50, 100].map((d) => d * 86_400_000))

function linearTicks(most: number, y: (ms: number) => number): ScatterTick[] {
  const step = NICE_MS.find((nice) => most / nice <= 4) ?? most / 2
  const count = Math.floor(most / step)
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: y(index * step),
    words: index === 0 ? '0' : formatDuration(index * step),
  }))
}

function xTicks(fromMs: number, toMs: number, zone: string): ScatterTick[] {
  if (fromMs === toMs) return [{ at: 0.5, words: formatShort(fromMs, zone) }]
  return [0, 0.5, 1].map((at) => ({ at, words: formatShort(fromMs + at * (toMs - fromMs), zone) }))
}
