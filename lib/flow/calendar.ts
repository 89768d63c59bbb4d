import { countOf, formatCount } from '@/lib/format/count'
import type { FlowDay } from '@/lib/model/flow-page'
import { percentWords, successRatio } from './figures'

const DAY_MS = 86_400_000

/** `none`: nothing ran; `quiet`: nothing that ran ended well or badly; else by the share that went well. */
export type DayTone = 'none' | 'quiet' | 'good' | 'mixed' | 'poor' | 'bad'

export type CalendarDay = {
  day: string
  fromMs: number
  toMs: number
  tone: DayTone
  executions: number
  broken: number
  /** `Saturday 21 November: 24 executions, 2 broken, 91.7 % success`. */
  label: string
}

/** A column of seven from Monday; null before the first day and after today. */
export type CalendarWeek = { month: string | null; days: (CalendarDay | null)[] }

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** The last days up to today, of UTC, in weeks. A day of which nothing is known is there and empty. */
export function prepareCalendar(days: readonly FlowDay[], nowMs: number, length: number): CalendarWeek[] {
  const byDay = new Map(days.map((day) => [day.day, day]))
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS
  const firstMs = todayMs - (length - 1) * DAY_MS
  const mondayMs = firstMs - weekdayFromMonday(firstMs) * DAY_MS
  const weeks: CalendarWeek[] = []
  for (let weekMs = mondayMs; weekMs <= todayMs; weekMs += 7 * DAY_MS) {
    const cells = Array.from({ length: 7 }, (_, index) => {
      const fromMs = weekMs + index * DAY_MS
      return fromMs < firstMs || fromMs > todayMs ? null : dayOf(fromMs, byDay)
    })
    weeks.push({ month: monthOf(cells, weeks.length === 0), days: cells })
  }
  return withRoomForMonths(weeks)
}

/** The first month is named only where the next one leaves it room. */
function withRoomForMonths(weeks: CalendarWeek[]): CalendarWeek[] {
  const next = weeks.findIndex((week, index) => index > 0 && week.month !== null)
  const [first, ...rest] = weeks
  return first && next > 0 && next < 2 ? [{ ...first, month: null }, ...rest] : weeks
}

const weekdayFromMonday = (ms: number): number => (new Date(ms).getUTCDay() + 6) % 7

function monthOf(cells: (CalendarDay | null)[], isFirst: boolean): string | null {
  const beginning = cells.find(
    (cell) => cell !== null && (isFirst || new Date(cell.fromMs).getUTCDate() === 1),
  )
  return beginning ? (MONTHS[new Date(beginning.fromMs).getUTCMonth()] ?? null) : null
}

function dayOf(fromMs: number, byDay: Map<string, FlowDay>): CalendarDay {
  const date = new Date(fromMs)
  const day = date.toISOString().slice(0, 10)
  const found = byDay.get(day)
  const name = `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
  const of = { day, fromMs, toMs: fromMs + DAY_MS }
  if (!found || found.executions === 0) {
    return { ...of, tone: 'none', executions: 0, broken: 0, label: `${name}: no execution` }
  }
  const ratio = successRatio({ good: found.succeeded + found.warned, broken: found.broken })
  const words = [
    countOf(found.executions, 'execution'),
    ...(found.broken > 0 ? [`${formatCount(found.broken)} broken`] : []),
    ...(ratio === null ? [] : [`${percentWords(ratio)} success`]),
  ]
  return {
    ...of,
    tone: toneOf(ratio),
    executions: found.executions,
    broken: found.broken,
    label: `${name}: ${words.join(', ')}`,
  }
}

function toneOf(ratio: number | null): DayTone {
  if (ratio === null) return 'quiet'
  if (ratio === 1) return 'good'
  if (ratio >= 0.9) return 'mixed'
  return ratio >= 0.5 ? 'poor' : 'bad'
}
