import { z } from 'zod'
import type { Holiday } from '@/lib/model/working-hours'
import { line } from './text'

/** More than a decade of them. */
const MOST_HOLIDAYS = 300
const NAME_LENGTH = 80

const date = z
  .string()
  .refine(isDate, 'Give each date like 2026-12-25.')
  .describe('`2026-12-25`, by the calendar of the zone.')
const holidayName = line(NAME_LENGTH, 'What is the holiday called?')
const clock = (shape: RegExp, wrong: string) => z.string().regex(shape, wrong)

const holidays = z
  .array(z.object({ date, name: holidayName }).strict())
  .max(MOST_HOLIDAYS, `At most ${MOST_HOLIDAYS} holidays.`)
  .refine((all) => new Set(all.map((each) => each.date)).size === all.length, 'A date is there twice.')
  .transform((all) => all.toSorted((a, b) => (a.date < b.date ? -1 : 1)))

/** Hours as the API takes them. */
export const workingHoursBody = z
  .object({
    zone: z.string().max(64).refine(isZone, 'Choose a time zone like Europe/Paris.'),
    days: z
      .array(z.int().min(1).max(7))
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'A day is there twice.')
      .transform((days) => days.toSorted((a, b) => a - b))
      .describe('From 1 (Monday) to 7.'),
    from: clock(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Give a time like 08:00.'),
    until: clock(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Give a time like 19:00, at most 24:00.'),
    holidays,
  })
  .strict()
  .refine(({ from, until }) => from < until, {
    path: ['until'],
    message: 'The day ends after it begins. Whoever works at night says so by two teams.',
  })

const WEEK = [1, 2, 3, 4, 5, 6, 7]

/** Hours as their form sends them: a field for each day of the week, and holidays one a line. */
const hoursFields = z.looseObject({
  ...{ zone: z.string(), from: z.string(), until: z.string(), holidays: z.string().max(40_000).default('') },
})

function hoursFrom({ zone, from, until, holidays, ...form }: z.infer<typeof hoursFields>) {
  const days = WEEK.filter((day) => form[`day${day}`] === 'on')
  return { zone, from, until, days, holidays: holidayLines(holidays) }
}

export const organizationHoursForm = hoursFields.transform(hoursFrom).pipe(workingHoursBody)

export const teamHoursForm = hoursFields
  .transform((form) => ({ ...hoursFrom(form), teamId: form.teamId }))
  .pipe(workingHoursBody.safeExtend({ teamId: z.guid() }))

/** A team that is to have the hours of the organization again. */
export const inheritedHoursForm = z.object({ teamId: z.guid() })

/** `2026-12-25 Christmas`, one a line; what is no date is left to be refused. */
function holidayLines(text: string): Holiday[] {
  return text
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const [, day = each, name = ''] = /^(\S+)\s*(.*)$/.exec(each) ?? []
      return { date: day, name }
    })
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** A name, not an offset: databases read the sign of those the other way round. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z][\w/+-]*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
