import type { PlaceInHours, WorkingHours } from '@/lib/model/working-hours'

/** Days of the week from Monday, as they are written in full. */
export const DAY_NAMES = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

const dayName = (day: number): string => DAY_NAMES[day - 1] ?? ''
const short = (day: number): string => dayName(day).slice(0, 3)

/** `Mon to Fri, 08:00 to 19:00, UTC`, and how many holidays there are. */
export function hoursWords({ zone, days, from, until, holidays }: WorkingHours): string {
  const closed =
    holidays.length === 1 ? ', 1 holiday' : holidays.length > 1 ? `, ${holidays.length} holidays` : ''
  return `${daysWords(days)}, ${from} to ${until}, ${zone}${closed}`
}

/** Days in a row by the first and the last, others one by one. */
function daysWords(days: readonly number[]): string {
  const sorted = days.toSorted((a, b) => a - b)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return 'No day'
  if (sorted.length === 7) return 'Every day'
  const isRow = sorted.length > 2 && last - first === sorted.length - 1
  return isRow ? `${short(first)} to ${short(last)}` : sorted.map(short).join(', ')
}

/** `Sunday 02:10 in Europe/Paris, outside Data’s hours`; within them only when it was. */
export function placeWords({ zone, local, day, why }: PlaceInHours, team: string): string {
  const when = `${dayName(day)} ${local.slice(11)} in ${zone}`
  if (why === null) return when
  const whose = team === '' ? 'the hours of its team' : `${team}’s hours`
  return why.kind === 'holiday' ? `${when}, a holiday (${why.name})` : `${when}, outside ${whose}`
}
