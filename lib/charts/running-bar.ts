import { quantileOf } from './duration-buckets'

/** With fewer executions than that nothing is usual yet. */
const COUNTED_MIN = 5
/** Just past the 95th percentile, but hardly longer than the median, is nothing to remark on. */
const TIMES_MIN = 1.1
const HEADROOM = 1.15

export type Usual = { p50Ms: number; p95Ms: number; count: number }

/** Shares of the bar's length, from 0 to 1. */
export type RunningBar = { elapsed: number; p50: number; p95: number; isLonger: boolean }

/** What is usual by these counts; null where too little was counted to say. */
export function usualOf(durations: readonly number[]): Usual | null {
  const count = durations.reduce((sum, each) => sum + each, 0)
  const [p50Ms, p95Ms] = [quantileOf(durations, 0.5), quantileOf(durations, 0.95)]
  return count < COUNTED_MIN || p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms, count }
}

/** True when it has taken longer than 19 of 20 did. */
export const isLongerThan = (elapsedMs: number, { p50Ms, p95Ms }: Usual): boolean =>
  elapsedMs > p95Ms && elapsedMs >= p50Ms * TIMES_MIN

/** Elapsed against usual, on one scale: from nothing to a little past the longer of elapsed and the 95th percentile. */
export function runningBar(elapsedMs: number, usual: Usual): RunningBar {
  const full = Math.max(elapsedMs, usual.p95Ms, 1) * HEADROOM
  return {
    elapsed: Math.max(0, elapsedMs) / full,
    p50: usual.p50Ms / full,
    p95: usual.p95Ms / full,
    isLonger: isLongerThan(elapsedMs, usual),
  }
}
