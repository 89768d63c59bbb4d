const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Fewer starts than this may be chance. */
const STARTS_MIN = 6
/** Of all starts, so many have to keep the rhythm. */
const SHARE = 0.9

/** Steps that a scheduler knows and that divide a day. */
const STEPS_MS = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720].map(
  (minutes) => minutes * MINUTE_MS,
)

/** A rhythm that was seen; `phaseMs` is when in the step, counted from midnight UTC. */
export type LearnedSchedule =
  | { every: 'step'; stepMs: number; phaseMs: number; learnedFrom: number }
  /** Weekdays from Sunday, 0, to Saturday, 6. */
  | { every: 'days'; weekdays: number[]; phaseMs: number; learnedFrom: number }

/**
 * The rhythm of these starts, or null where they keep none that a clock or a week would show. The newest twenty decide
 * where all together do not: a schedule that was changed is the new one.
 */
export function learnSchedule(startsMs: readonly number[]): LearnedSchedule | null {
  const starts = startsMs.toSorted((a, b) => a - b)
  return learnFrom(starts) ?? (starts.length > 20 ? learnFrom(starts.slice(-20)) : null)
}

function learnFrom(starts: number[]): LearnedSchedule | null {
  if (starts.length < STARTS_MIN) return null
  const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? start))
  const usual = middleOf(gaps)
  return usual >= 0.9 * DAY_MS ? learnDays(starts) : learnStep(starts, gaps, usual)
}

function learnStep(starts: number[], gaps: number[], usual: number): LearnedSchedule | null {
  const stepMs = STEPS_MS.find((step) => Math.abs(usual - step) <= toleranceOf(step))
  if (stepMs === undefined) return null
  const near = gaps.filter((gap) => Math.abs(gap - stepMs) <= 2 * toleranceOf(stepMs))
  // Now and then one is left out or repeated; when that is usual it is no step.
  if (near.length < SHARE * 0.9 * gaps.length) return null
  const phaseMs = phaseOf(starts, stepMs, toleranceOf(stepMs))
  return phaseMs === null ? null : { every: 'step', stepMs, phaseMs, learnedFrom: starts.length }
}

function learnDays(starts: number[]): LearnedSchedule | null {
  const phaseMs = phaseOf(starts, DAY_MS, toleranceOf(DAY_MS))
  const [first, last] = [starts[0], starts.at(-1)]
  if (phaseMs === null || first === undefined || last === undefined) return null
  const dayOf = (start: number) => Math.floor((start - phaseMs + DAY_MS / 2) / DAY_MS)
  const days = new Set(starts.map(dayOf))
  const counts = Array.from({ length: 7 }, () => 0)
  for (const day of days) counts[weekdayOf(day)] = (counts[weekdayOf(day)] ?? 0) + 1
  const weekdays = counts.flatMap((count, weekday) => (count > 0 ? [weekday] : []))
  const due = countDays(dayOf(first), dayOf(last), weekdays)
  // Days of which many were left out are no schedule, and one week alone tells nothing about weekdays.
  if (days.size < SHARE * due) return null
  if (weekdays.length < 7 && dayOf(last) - dayOf(first) < 11) return null
  return { every: 'days', weekdays, phaseMs, learnedFrom: starts.length }
}

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7

function countDays(first: number, last: number, weekdays: number[]): number {
  let count = 0
  for (let day = first; day <= last; day += 1) if (weekdays.includes(weekdayOf(day))) count += 1
  return count
}

/** Schedulers are late by seconds, some by minutes; never by so much that two steps could be taken for one another. */
const toleranceOf = (stepMs: number): number => Math.min(10 * MINUTE_MS, Math.max(10_000, stepMs / 12))

/** Where in the step the starts lie, as the minute that a person would have written; null where they lie anywhere. */
function phaseOf(starts: number[], stepMs: number, tolerance: number): number | null {
  const middle = circularMiddle(starts, stepMs)
  const offsets = starts.map((start) => offsetFrom(start % stepMs, middle, stepMs))
  if (offsets.filter((offset) => Math.abs(offset) <= tolerance).length < SHARE * starts.length) return null
  // Nothing starts before its time: the minute is that of the earliest of the usual ones, not of the middle.
  const usual = offsets.filter((offset) => Math.abs(offset) <= tolerance).toSorted((a, b) => a - b)
  const early = usual[Math.floor(usual.length / 10)] ?? 0
  const minute = Math.floor((middle + early + 2000) / MINUTE_MS) * MINUTE_MS
  return ((minute % stepMs) + stepMs) % stepMs
}

/** The mean on a circle, so that 23:59 and 00:01 have midnight between them and not noon. */
function circularMiddle(starts: number[], stepMs: number): number {
  const turn = (2 * Math.PI) / stepMs
  const sine = starts.reduce((sum, start) => sum + Math.sin((start % stepMs) * turn), 0)
  const cosine = starts.reduce((sum, start) => sum + Math.cos((start % stepMs) * turn), 0)
  return (Math.atan2(sine, cosine) / turn + stepMs) % stepMs
}

function offsetFrom(place: number, middle: number, stepMs: number): number {
  const offset = place - middle
  return offset > stepMs / 2 ? offset - stepMs : offset < -stepMs / 2 ? offset + stepMs : offset
}

function middleOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** `every day at 03:10 UTC`, `every 15 min`, `Monday to Friday at 06:00 UTC`. */
export function scheduleWords(schedule: LearnedSchedule): string {
  if (schedule.every === 'days') {
    return `${dayWords(schedule.weekdays)} at ${clockWords(schedule.phaseMs)} UTC`
  }
  const minutes = schedule.stepMs / MINUTE_MS
  if (minutes < 60) return minutes === 1 ? 'every minute' : `every ${minutes} min`
  const past = `${clockWords(schedule.phaseMs)} UTC`
  if (minutes === 60) return `every hour at :${past.slice(3, 5)}`
  return `every ${minutes / 60} h from ${past}`
}

function dayWords(weekdays: number[]): string {
  const key = weekdays.join('')
  if (key === '0123456') return 'every day'
  if (key === '12345') return 'Monday to Friday'
  if (key === '06') return 'Saturday and Sunday'
  const monday = weekdays.toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
  const names = monday.map((weekday) => WEEKDAYS[weekday] ?? '')
  const [only] = names
  if (names.length === 1) return `every ${only}`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function clockWords(phaseMs: number): string {
  const minutes = Math.floor(phaseMs / MINUTE_MS)
  const two = (count: number) => String(count).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
