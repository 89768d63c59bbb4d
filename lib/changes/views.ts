import type { Change } from '@/lib/model/flow-change'
import { HOUR, microsOf } from './instant'

/** The views of the list of changes, in the order in which they are shown. */
export const CHANGE_VIEWS = [
  { id: 'unexplained', name: 'Unexplained' },
  { id: 'edited-in-tool', name: 'Edited in the tool, not in Git' },
  { id: 'before-failure', name: 'Before a failure' },
  { id: 'outside-hours', name: 'Outside hours' },
  { id: 'by-non-owners', name: 'By non-owners' },
  { id: 'schedules', name: 'Schedules' },
  { id: 'secrets-and-connections', name: 'Secrets and connections' },
] as const

export type ChangeView = (typeof CHANGE_VIEWS)[number]['id']

/** When a team works: minutes of the day in its zone, days from 1 (Monday) to 7. */
export type TeamHours = { timeZone: string; days: readonly number[]; from: number; until: number }

/** Where nobody set hours: Monday to Friday, from 08:00 to 19:00 UTC. */
export const USUAL_HOURS: TeamHours = { timeZone: 'UTC', days: [1, 2, 3, 4, 5], from: 8 * 60, until: 19 * 60 }

/** An execution by how it ended; null while it has not. */
export type Outcome = { id: string; startedAt: string; isGood: boolean | null }

/** What is known around a change. */
export type ViewedAround = {
  hours: TeamHours
  /** Executions of the flow around the change. */
  outcomes: readonly Outcome[]
  /** Persons by the keys of actors, and members of the team that owns the flow. */
  persons: ReadonlyMap<string, string>
  members: ReadonlySet<string>
}

/** The views that a change is in. */
export function viewsOf(change: Change, around: ViewedAround): ChangeView[] {
  const isIn: Record<ChangeView, boolean> = {
    unexplained: change.isUnexplained,
    'edited-in-tool': isEditedInTool(change),
    'before-failure': failureAfter(change, around.outcomes) !== null,
    'outside-hours': isOutsideHours(change.at, around.hours),
    'by-non-owners': isByNonOwner(change, around.persons, around.members),
    schedules: change.classes.includes('schedule'),
    'secrets-and-connections': change.classes.some((each) => each === 'secrets' || each === 'connection'),
  }
  return CHANGE_VIEWS.map(({ id }) => id).filter((id) => isIn[id])
}

/** Done in the tool by hand, by its API or by nobody knows whom, and not brought there from Git. */
export const isEditedInTool = ({ way, isWitnessedBy: { git, tool } }: Change): boolean =>
  tool && !git && way !== 'sync' && way !== 'git'

/** When a change began to count: its deployment, else when it was made. */
export const effectiveAt = ({ at, reached }: Change): string => reached.deployedAt ?? at

/** A failure much later has other reasons. */
const WITHIN = 7 * 24 * HOUR

/** The first execution after the change, where it went wrong and the last one before had gone well; null else. */
export function failureAfter(change: Change, outcomes: readonly Outcome[]): Outcome | null {
  const since = microsOf(effectiveAt(change))
  const over = outcomes
    .filter(({ isGood }) => isGood !== null)
    .toSorted((a, b) => microsOf(a.startedAt) - microsOf(b.startedAt) || (a.id < b.id ? -1 : 1))
  const before = over.findLast(({ startedAt }) => microsOf(startedAt) < since)
  const after = over.find(({ startedAt }) => microsOf(startedAt) >= since)
  if (before?.isGood !== true || after === undefined || after.isGood !== false) return null
  return microsOf(after.startedAt) - since <= WITHIN ? after : null
}

/** True where the team was not at work; a zone that nobody knows is UTC. */
export function isOutsideHours(at: string, { timeZone, days, from, until }: TeamHours): boolean {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  )
  const day = WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  return !days.includes(day) || minute < from || minute >= until
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const of = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  let clock: Intl.DateTimeFormat
  try {
    clock = new Intl.DateTimeFormat('en-GB', { ...of, timeZone })
  } catch {
    // The name of a zone comes from a setting that an older runtime may not know.
    clock = new Intl.DateTimeFormat('en-GB', { ...of, timeZone: 'UTC' })
  }
  clocks.set(timeZone, clock)
  return clock
}

/** True where who did it is no member of the owning team; for a program, where its author is none. Nobody is not somebody else. */
export function isByNonOwner(
  { actorKey, author, isByBot }: Change,
  persons: ReadonlyMap<string, string>,
  members: ReadonlySet<string>,
): boolean {
  const key = isByBot && author !== null ? author : actorKey
  if (key === null || (isByBot && author === null)) return false
  const person = persons.get(key)
  return person === undefined || !members.has(person)
}
