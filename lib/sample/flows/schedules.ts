import type { Schedule } from '../company'

export const MINUTE = 60_000

/** Every so many minutes of the day, from the given one on. */
export const every = (minutes: number, at = 0): Schedule => ({ kind: 'every', minutes, at })
/** The same, but not on weekends. */
export const workdaysEvery = (minutes: number, at = 0): Schedule => ({
  kind: 'every',
  minutes,
  at,
  isForWeekdays: true,
})
/** Once a day, or on some days of the week (0 is Sunday). */
export const daily = (hour: number, minute = 0, days?: readonly number[]): Schedule =>
  days === undefined ? { kind: 'daily', hour, minute } : { kind: 'daily', hour, minute, days }
export const WORKDAYS = [1, 2, 3, 4, 5] as const
export const CHILD: Schedule = { kind: 'child' }
