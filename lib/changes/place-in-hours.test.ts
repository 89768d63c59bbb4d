import { describe, expect, test } from 'vitest'
import { USUAL_HOURS, type WorkingHours } from '@/lib/model/working-hours'
import { placeInHours } from './place-in-hours'

const PARIS: WorkingHours = {
  zone: 'Europe/Paris',
  days: [1, 2, 3, 4, 5],
  from: '08:30',
  until: '18:00',
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
}
const at = (iso: string, hours = PARIS) => placeInHours(new Date(iso), hours)

describe('a moment and the hours of a team', () => {
  test('is told by the clocks of its zone, with winter and summer time', () => {
    expect(at('2026-11-15T01:10:00Z')).toEqual({
      ...{ zone: 'Europe/Paris', local: '2026-11-15T02:10', day: 7, why: { kind: 'day' } },
    })
    expect(at('2026-11-20T07:29:59Z').why).toEqual({ kind: 'before' })
    expect(at('2026-11-20T07:30:00Z').why).toBeNull()
    expect(at('2026-07-17T06:30:00Z')).toMatchObject({ local: '2026-07-17T08:30', why: null })
    expect(at('2026-11-20T16:59:59Z').why).toBeNull()
    expect(at('2026-11-20T17:00:00Z').why).toEqual({ kind: 'after' })
  })

  test('is outside on a holiday, and the day is that of the zone', () => {
    expect(at('2026-12-25T10:00:00Z').why).toEqual({ kind: 'holiday', name: 'Christmas' })
    expect(at('2026-12-24T23:30:00Z')).toMatchObject({
      local: '2026-12-25T00:30',
      why: { kind: 'holiday', name: 'Christmas' },
    })
    expect(at('2026-12-25T10:00:00Z', USUAL_HOURS).why).toBeNull()
  })

  test('is never outside for those who are there always', () => {
    const always = { ...USUAL_HOURS, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00' }
    expect(at('2026-11-15T23:59:59.999Z', always).why).toBeNull()
  })
})
