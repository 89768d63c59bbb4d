import { type SQL, sql } from 'drizzle-orm'

/** A time as a parameter of hand-written SQL, whatever the session's time zone. */
export const isoTime = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`
