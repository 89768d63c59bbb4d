import { describe, expect, test } from 'vitest'
import { flattenError } from 'zod'
import { USUAL_HOURS } from '@/lib/model/working-hours'
import { organizationHoursForm, teamHoursForm, workingHoursBody } from './working-hours-form'

const FORM = { zone: 'Europe/Paris', from: '08:00', until: '18:30', day1: 'on', day3: 'on', holidays: '' }
const TEAM = '5b0e2f6c-5d6a-4b3e-9c67-1f5a4f6f9d11'

const errorsOf = (form: Record<string, string>) => {
  const parsed = organizationHoursForm.safeParse({ ...FORM, ...form })
  return parsed.success ? {} : flattenError(parsed.error).fieldErrors
}

describe('hours', () => {
  test('are read from their form: days by their boxes, holidays by their lines', () => {
    const holidays = ' 2026-12-25  Christmas Day \n\n2026-01-01 New Year'
    expect(teamHoursForm.parse({ ...FORM, holidays, teamId: TEAM })).toEqual({
      ...{ teamId: TEAM, zone: 'Europe/Paris', from: '08:00', until: '18:30', days: [1, 3] },
      holidays: [
        { date: '2026-01-01', name: 'New Year' },
        { date: '2026-12-25', name: 'Christmas Day' },
      ],
    })
    expect(workingHoursBody.parse(USUAL_HOURS)).toEqual(USUAL_HOURS)
    expect(workingHoursBody.parse({ ...USUAL_HOURS, until: '24:00' }).until).toBe('24:00')
  })

  test.for([
    ['zone', { zone: 'Middle/Earth' }],
    ['zone', { zone: '+02:00' }],
    ['zone', { zone: "UTC'; select 1" }],
    ['from', { from: '07' }],
    ['until', { until: '24:01' }],
    ['until', { from: '19:00', until: '08:00' }],
    ['holidays', { holidays: 'tomorrow off' }],
    ['holidays', { holidays: '2026-02-30 never' }],
    ['holidays', { holidays: '2026-12-25' }],
    ['holidays', { holidays: '2026-12-25 a\n2026-12-25 b' }],
  ] as const)('are refused by the field that is wrong: %s', ([field, form]) => {
    expect(Object.keys(errorsOf(form))).toEqual([field])
  })

  test('have no day twice and none that there is not', () => {
    expect(workingHoursBody.safeParse({ ...USUAL_HOURS, days: [1, 1] }).success).toBe(false)
    expect(workingHoursBody.safeParse({ ...USUAL_HOURS, days: [0] }).success).toBe(false)
  })
})
