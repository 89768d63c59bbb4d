import { expect, test } from 'vitest'
import type { FlowDay } from '@/lib/model/flow-page'
import { prepareCalendar } from './calendar'

/** A Saturday. */
const NOW = Date.UTC(2026, 10, 21, 12)

const day = (of: Partial<FlowDay> & { day: string }): FlowDay => ({
  executions: 0,
  succeeded: 0,
  warned: 0,
  broken: 0,
  cancelled: 0,
  skipped: 0,
  active: 0,
  durations: [],
  ...of,
})

test('ninety days end today, with no month where there is no room for its name, and in weeks from Monday', () => {
  const weeks = prepareCalendar([], NOW, 90)
  const days = weeks.flatMap((week) => week.days)
  expect(days.filter((each) => each !== null)).toHaveLength(90)
  expect(weeks.at(-1)?.days.map((each) => each?.day ?? null)).toEqual([
    '2026-11-16',
    '2026-11-17',
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
    null,
  ])
  expect(weeks.map((week) => week.month).filter((month) => month !== null)).toEqual(['Sep', 'Oct', 'Nov'])
})

test('a day without executions is not a good one, and one where nothing ended is neither', () => {
  const tones = prepareCalendar(
    [
      day({ day: '2026-11-21', executions: 2, active: 2 }),
      day({ day: '2026-11-20', executions: 4, succeeded: 4 }),
      day({ day: '2026-11-19', executions: 20, succeeded: 18, warned: 1, broken: 1 }),
      day({ day: '2026-11-18', executions: 10, succeeded: 7, broken: 3 }),
      day({ day: '2026-11-17', executions: 10, broken: 10 }),
    ],
    NOW,
    6,
  )
    .flatMap((week) => week.days)
    .filter((each) => each !== null)
  expect(tones.map((each) => each.tone)).toEqual(['none', 'bad', 'poor', 'mixed', 'good', 'quiet'])
  expect(tones[3]?.label).toBe('Thursday 19 Nov: 20 executions, 1 broken, 95 % success')
  expect(tones[0]?.label).toBe('Monday 16 Nov: no execution')
  expect((tones[0]?.toMs ?? 0) - (tones[0]?.fromMs ?? 0)).toBe(86_400_000)
})
