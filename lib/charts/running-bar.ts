import type { Usual } from '@/lib/model/home'
import { quantileOf } from './duration-buckets'

/** What is usual is read from so many days of UTC, today the last of them. */
export const USUAL_DAYS = 14
/** With fewer executions than that nothing is usual yet. */
export const COUNTED_MIN = 5
/** Just past the 95th percentile, but hardly longer than the median, is nothing to remark on. */
const TIMES_MIN = 1.1
const HEADROOM = 1.15

/** Shares of the bar's length, from 0 to 1. */
export type RunningBar = { elapsed: number; p50: number; p95: number; isLonger: boolean }

/** What is usual by these counts; null where too little was counted to say. */
export function usualOf(durations: readonly number[]): Usual | null {
  const count = durations.reduce((sum, each) => sum + each, 0)
  const [p50Ms, p95Ms] = [quantileOf(durations, 0.5), quantileOf(durations, 0.95)]
  return count < COUNTED_MIN || p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms, count }
}

/** From how many ms on it has taken longer than usual: longer than 19 of 20 did. The filter language says `duration:>usual`. */
export const longerFromMs = ({ p50Ms, p95Ms }: Usual): number =>
  Math.max(p95Ms + 1, Math.ceil(p50Ms * TIMES_MIN))

/** True when it has taken longer than 19 of 20 did; durations are whole ms. */
export const isLongerThan = (elapsedMs: number, usual: Usual): boolean =>
  Math.floor(elapsedMs) >= longerFromMs(usual)

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
