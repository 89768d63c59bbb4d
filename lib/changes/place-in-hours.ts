import type { PlaceInHours, WorkingHours } from '@/lib/model/working-hours'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, calendar: 'iso8601', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
  formats.set(zone, made)
  return made
}

/** Where a moment lies in working hours. The rule of the view `outside_hours` (`db/queries/outside-hours.ts`). */
export function placeInHours(at: Date, { zone, days, from, until, holidays }: WorkingHours): PlaceInHours {
  const part = Object.fromEntries(
    formatIn(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const date = `${part.year?.padStart(4, '0')}-${part.month}-${part.day}`
  const clock = `${part.hour}:${part.minute}`
  const day = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  const holiday = holidays.find((each) => each.date === date)
  const why: PlaceInHours['why'] =
    holiday !== undefined
      ? { kind: 'holiday', name: holiday.name }
      : !days.includes(day)
        ? { kind: 'day' }
        : clock < from
          ? { kind: 'before' }
          : clock >= until
            ? { kind: 'after' }
            : null
  return { zone, local: `${date}T${clock}`, day, why }
}
