/** A day on which nobody is at work: `2026-12-25`, and what it is called. */
export type Holiday = { date: string; name: string }

/** When people are at work. A holiday is no working day, whatever day of the week it is. */
export type WorkingHours = {
  /** IANA name: `Europe/Paris`. */
  zone: string
  /** From 1 (Monday) to 7. */
  days: number[]
  /** `08:00` to `24:00`, of the same day, by the clocks of the zone. */
  from: string
  until: string
  /** In the order of their dates. */
  holidays: Holiday[]
}

/** Where nobody says otherwise: Monday to Friday, from 8:00 to 19:00 UTC. */
export const USUAL_HOURS: WorkingHours = {
  zone: 'UTC',
  days: [1, 2, 3, 4, 5],
  from: '08:00',
  until: '19:00',
  holidays: [],
}

/** When something was by the clocks of a team, and why that was outside its hours; null where it was within them. */
export type PlaceInHours = {
  zone: string
  /** `2026-11-15T02:10`, by the clocks of the zone. */
  local: string
  /** From 1 (Monday) to 7. */
  day: number
  why: { kind: 'holiday'; name: string } | { kind: 'day' | 'before' | 'after' } | null
}

/** The hours of the organization, and those that teams have of their own; null for those of the organization. */
export type ListedHours = { organization: WorkingHours; teams: { id: string; own: WorkingHours | null }[] }
