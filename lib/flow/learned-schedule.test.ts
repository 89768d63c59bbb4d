import { describe, expect, test } from 'vitest'
import { learnSchedule, scheduleWords } from './learned-schedule'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A Sunday. */
const MIDNIGHT = Date.UTC(2026, 10, 1)

/** Schedulers are a little late, each time by something else; the same in each run of the tests. */
const late = (index: number, mostMs: number): number => ((index * 7919) % 97) * (mostMs / 97)

const daily = (days: number[], atMs: number, mostLateMs = 20_000): number[] =>
  days.map((day) => MIDNIGHT + day * DAY_MS + atMs + late(day, mostLateMs))

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const words = (starts: number[]): string | null => {
  const learned = learnSchedule(starts)
  return learned && scheduleWords(learned)
}

describe('a rhythm that is kept', () => {
  test('once a day, some seconds late', () => {
    const learned = learnSchedule(daily(upTo(42), 3 * HOUR_MS + 10 * MINUTE_MS))
    expect(learned).toMatchObject({ every: 'days', learnedFrom: 42 })
    expect(learned && scheduleWords(learned)).toBe('every day at 03:10 UTC')
  })

  test('around midnight', () => {
    expect(words(daily(upTo(30), 0))).toBe('every day at 00:00 UTC')
    expect(words(daily(upTo(30), 24 * HOUR_MS - MINUTE_MS, 50_000))).toBe('every day at 23:59 UTC')
  })

  test('on working days', () => {
    const days = upTo(28).filter((day) => day % 7 >= 1 && day % 7 <= 5)
    expect(words(daily(days, 6 * HOUR_MS))).toBe('Monday to Friday at 06:00 UTC')
  })

  test('on chosen weekdays', () => {
    const days = upTo(28).filter((day) => [1, 3, 0].includes(day % 7))
    expect(words(daily(days, 6 * HOUR_MS))).toBe('Monday, Wednesday and Sunday at 06:00 UTC')
  })

  test('once a week', () => {
    expect(
      words(
        daily(
          upTo(7).map((week) => week * 7 + 1),
          6 * HOUR_MS,
        ),
      ),
    ).toBe('every Monday at 06:00 UTC')
  })

  test.for([
    [15, 0, 'every 15 min'],
    [1, 0, 'every minute'],
    [60, 10, 'every hour at :10'],
    [360, 90, 'every 6 h from 01:30 UTC'],
  ] as const)('every %i min from minute %i', ([step, phase, said]) => {
    const starts = upTo(40).map(
      (index) => MIDNIGHT + (phase + index * step) * MINUTE_MS + late(index, step === 1 ? 4000 : 30_000),
    )
    expect(words(starts)).toBe(said)
  })

  test('with one left out', () => {
    expect(
      words(
        daily(
          upTo(30).filter((day) => day !== 12),
          HOUR_MS,
        ),
      ),
    ).toBe('every day at 01:00 UTC')
  })

  test('changed lately: the new one', () => {
    const starts = [
      ...daily(upTo(30), 3 * HOUR_MS),
      ...daily(
        upTo(20).map((day) => day + 30),
        15 * HOUR_MS,
      ),
    ]
    expect(words(starts)).toBe('every day at 15:00 UTC')
  })
})

describe('no rhythm', () => {
  test('too few to tell', () => expect(learnSchedule(daily(upTo(5), HOUR_MS))).toBeNull())
  test('nothing at all', () => expect(learnSchedule([])).toBeNull())
  test('whenever somebody pushes', () => {
    expect(learnSchedule(upTo(40).map((index) => MIDNIGHT + late(index, 20 * DAY_MS)))).toBeNull()
  })
  test('daily, at any time of the day', () => {
    expect(learnSchedule(upTo(40).map((day) => MIDNIGHT + day * DAY_MS + late(day, 20 * HOUR_MS)))).toBeNull()
  })
  test('a burst', () => expect(learnSchedule(upTo(40).map((index) => MIDNIGHT + index * 900))).toBeNull())
  test('at one time of the day, but seldom', () => {
    expect(learnSchedule(daily([0, 1, 4, 5, 11, 18, 20, 33], HOUR_MS))).toBeNull()
  })
})
