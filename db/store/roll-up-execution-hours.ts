import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { isoTime } from './iso-time'

/** A stretch of time in which executions began, or everything that was written since. */
export type HoursRange = { from: Date; to: Date } | { sinceUpdated: Date }

/** However late its beginning became known, an execution was not far from there before. */
const MOVED_HOURS_MAX = 6

/**
 * Counts the executions of hours anew from the executions themselves: of every hour in the range, or in which an execution
 * written since then begins or may have been before. Returns how many hours; doing it again changes nothing.
 */
export async function rollUpExecutionHours(on: Db = database(), range: HoursRange): Promise<number> {
  return on.transaction(async (tx) => {
    const found = await tx.execute<{ org_id: string; hour: string }>(
      'from' in range ? touchedIn(range) : touchedSince(range.sinceUpdated),
    )
    const hours = found.rows
    if (hours.length === 0) return 0
    const touched = sql`unnest(${sql.param(hours.map((each) => each.org_id))}::uuid[],
      ${sql.param(hours.map((each) => each.hour))}::timestamptz[]) t(org_id, hour)`
    // Hour by hour on purpose: joined by its bounds, each hour would be compared with every execution.
    await tx.execute(sql`
      insert into execution_hours
        (org_id, hour, team_id, source_id, environment, trigger, state, executions, updated_at)
      select t.org_id, t.hour, of_hour.*, now() from ${touched} cross join lateral (
        select e.team_id, e.source_id, e.environment, coalesce(e.trigger, ''), e.state, count(*)::int
        from executions e
        where e.org_id = t.org_id and e.occurred_at >= t.hour and e.occurred_at < t.hour + interval '1 hour'
        group by 1, 2, 3, 4, 5) of_hour
      on conflict (org_id, hour, team_id, source_id, environment, trigger, state)
        do update set executions = excluded.executions, updated_at = excluded.updated_at`)
    // What was not written just now is there no longer; `now()` stands still within a transaction.
    await tx.execute(sql`
      delete from execution_hours h using ${touched}
      where h.org_id = t.org_id and h.hour = t.hour and h.updated_at < now()`)
    return hours.length
  })
}

/** Lets go of the hours before that time, up to which executions are kept. */
export async function deleteExecutionHoursBefore(
  orgId: string,
  before: Date,
  on: Db = database(),
): Promise<number> {
  const deleted = await on.execute(
    sql`delete from execution_hours where org_id = ${orgId} and hour < ${isoTime(before)} - interval '1 hour'`,
  )
  return deleted.rowCount ?? 0
}

const HOUR_OF = sql`date_trunc('hour', e.occurred_at, 'UTC')`

/** Hours without an execution as well: what was deleted from them has to be forgotten. */
const touchedIn = ({ from, to }: { from: Date; to: Date }): SQL => sql`
  select o.org_id, hour::text as hour from organizations o, generate_series(
    date_trunc('hour', ${isoTime(from)}, 'UTC'), ${isoTime(to)}, interval '1 hour') hour`

const touchedSince = (since: Date): SQL => sql`
  select distinct e.org_id, hour::text as hour from organizations o
    join executions e on e.org_id = o.org_id and e.updated_at > ${isoTime(since)}
    cross join lateral generate_series(${HOUR_OF}, case when e.revision > 1
      then greatest(e.occurred_at, least(e.received_at, e.occurred_at + interval '${sql.raw(`${MOVED_HOURS_MAX} hours`)}'))
      else e.occurred_at end, interval '1 hour') hour`
