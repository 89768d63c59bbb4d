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
  const touched = 'from' in range ? touchedIn(range) : touchedSince(range.sinceUpdated)
  const done = await on.execute<{ hours: number }>(sql`
    with touched as materialized (${touched}),
    -- Hour by hour on purpose: joined by its bounds, each hour would be compared with every execution.
    counted as materialized (
      select t.org_id, t.hour, of_hour.* from touched t cross join lateral (
        select e.team_id, e.source_id, e.environment, coalesce(e.trigger, '') as trigger, e.state,
          count(*)::int as executions
        from executions e
        where e.org_id = t.org_id and e.occurred_at >= t.hour and e.occurred_at < t.hour + interval '1 hour'
        group by 1, 2, 3, 4, 5) of_hour),
    emptied as (
      delete from execution_hours h using touched t
      -- Not "not exists": nobody knows beforehand how many were counted, and each would be compared with each.
      where h.org_id = t.org_id and h.hour = t.hour
        and (h.org_id, h.hour, h.team_id, h.source_id, h.environment, h.trigger, h.state) not in (
          select c.org_id, c.hour, c.team_id, c.source_id, c.environment, c.trigger, c.state from counted c)),
    written as (
      insert into execution_hours as h
        (org_id, hour, team_id, source_id, environment, trigger, state, executions, updated_at)
      select org_id, hour, team_id, source_id, environment, trigger, state, executions, now() from counted
      order by 1, 2, 3, 4, 5, 6, 7
      on conflict (org_id, hour, team_id, source_id, environment, trigger, state)
        do update set executions = excluded.executions, updated_at = excluded.updated_at
        where h.executions <> excluded.executions)
    select count(*)::int as hours from touched`)
  return done.rows[0]?.hours ?? 0
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
  select o.org_id, hour from organizations o, generate_series(
    date_trunc('hour', ${isoTime(from)}, 'UTC'), ${isoTime(to)}, interval '1 hour') hour`

const touchedSince = (since: Date): SQL => sql`
  select distinct e.org_id, hour from organizations o
    join executions e on e.org_id = o.org_id and e.updated_at > ${isoTime(since)}
    cross join lateral generate_series(${HOUR_OF}, case when e.revision > 1
      then greatest(e.occurred_at, least(e.received_at, e.occurred_at + interval '${sql.raw(`${MOVED_HOURS_MAX} hours`)}'))
      else e.occurred_at end, interval '1 hour') hour`
