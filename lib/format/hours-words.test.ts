import { expect, test } from 'vitest'
import { USUAL_HOURS } from '@/lib/model/working-hours'
import { hoursWords, placeWords } from './hours-words'

const HOURS = { ...USUAL_HOURS, zone: 'Europe/Paris' }

test('hours are told in a line', () => {
  expect(hoursWords(USUAL_HOURS)).toBe('Mon to Fri, 08:00 to 19:00, UTC')
  const holidays = [{ date: '2026-12-25', name: 'Christmas' }]
  expect(hoursWords({ ...HOURS, days: [7, 1, 3], holidays })).toBe(
    'Mon, Wed, Sun, 08:00 to 19:00, Europe/Paris, 1 holiday',
  )
  expect(hoursWords({ ...HOURS, days: [1, 2, 3, 4, 5, 6, 7] })).toMatch(/^Every day,/)
  expect(hoursWords({ ...HOURS, days: [6, 7] })).toMatch(/^Sat, Sun,/)
})

test('when something was is told by the clocks of the team, and that it was outside its hours', () => {
  const place = { zone: 'Europe/Paris', local: '2026-11-15T02:10', day: 7 }
  expect(placeWords({ ...place, why: { kind: 'day' } }, 'Data')).toBe(
    'Sunday 02:10 in Europe/Paris, outside Data’s hours',
  )
  expect(placeWords({ ...place, why: { kind: 'holiday', name: 'Fête' } }, 'Data')).toBe(
    'Sunday 02:10 in Europe/Paris, a holiday (Fête)',
  )
  expect(placeWords({ ...place, why: null }, 'Data')).toBe('Sunday 02:10 in Europe/Paris')
})
