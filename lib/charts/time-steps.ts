const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Lengths that a clock or a calendar knows; from a quarter of an hour on, what executions have been counted by divides them. */
const STEPS_MS = [
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
] as const

const BARS_MAX = 72

/** The shortest step that cuts the window into few enough bars to see each. */
export function stepFor(lengthMs: number): number {
  return STEPS_MS.find((stepMs) => lengthMs / stepMs <= BARS_MAX) ?? 7 * DAY_MS
}
