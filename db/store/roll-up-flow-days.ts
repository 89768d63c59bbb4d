import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { BUCKET_STARTS } from '@/lib/charts/duration-buckets'
import { isoTime } from './iso-time'

/** Days as `2026-11-21`, first and last of them, or everything that was written in a stretch of time. */
export type RollUpRange = { sinceUpdated: Date; untilUpdated?: Date } | { days: readonly [string, string] }

/**
 * Computes the figures of flows by day anew from the executions themselves, for every flow and day that is in the range or
 * that an execution written in it may have left, and returns how many. Doing it again changes nothing.
 */
export async function rollUpFlowDays(on: Db = database(), range: RollUpRange): Promise<number> {
  const touched = 'days' in range ? touchedIn(range.days) : touchedSince(range)
  const done = await on.execute<{ touched: number }>(sql`
    with touched as materialized (${touched}),
    cells as (
      select t.org_id, t.flow_id, t.day, width_bucket(e.duration_ms, ${STARTS}) as bucket,
        count(e.id) as executions,
        count(*) filter (where e.state = 'success') as succeeded,
        count(*) filter (where e.state = 'warning') as warned,
        count(*) filter (where e.state in ('failed', 'timed_out', 'lost', 'missing')) as broken,
        count(*) filter (where e.state = 'cancelled') as cancelled,
        count(*) filter (where e.state = 'skipped') as skipped,
        count(*) filter (where e.ended_at_unix_nano is null) as active,
        sum(e.duration_ms) as duration_sum_ms,
        max(e.occurred_at) filter (where e.state in ('failed', 'timed_out', 'lost', 'missing')) as last_broken_at,
        (array_agg(e.team_id order by e.occurred_at desc))[1] as team_id
      from touched t
      left join lateral (
        select x.id, x.duration_ms, x.state, x.ended_at_unix_nano, x.occurred_at, x.team_id from executions x
        where x.org_id = t.org_id and x.flow_id = t.flow_id
          and x.occurred_at >= t.day::timestamp at time zone 'UTC'
          and x.occurred_at < (t.day + 1)::timestamp at time zone 'UTC'
        offset 0) e on true
      group by 1, 2, 3, 4),
    spaced as (
      select *, bucket - 1 - coalesce(lag(bucket) over (partition by org_id, flow_id, day order by bucket), 0) as gap
      from cells),
    computed as (
      select org_id, flow_id, day, sum(executions) as executions, sum(succeeded) as succeeded, sum(warned) as warned,
        sum(broken) as broken, sum(cancelled) as cancelled, sum(skipped) as skipped, sum(active) as active,
        ('{' || coalesce(string_agg(repeat('0,', gap) || executions, ',' order by bucket)
          filter (where bucket is not null), '') || '}')::int[] as durations,
        coalesce(sum(duration_sum_ms), 0) as duration_sum_ms, max(last_broken_at) as last_broken_at,
        (array_agg(team_id))[1] as team_id
      from spaced group by 1, 2, 3),
    emptied as (
      delete from flow_days d using computed c
      where c.executions = 0 and d.org_id = c.org_id and d.flow_id = c.flow_id and d.day = c.day),
    written as (
      insert into flow_days (org_id, flow_id, day, team_id, executions, succeeded, warned, broken, cancelled, skipped,
        active, durations, duration_sum_ms, last_broken_at, updated_at)
      select c.org_id, c.flow_id, c.day, coalesce(f.team_id, c.team_id), c.executions, c.succeeded, c.warned, c.broken,
        c.cancelled, c.skipped, c.active, c.durations, c.duration_sum_ms, c.last_broken_at, now()
      from computed c left join flows f on f.org_id = c.org_id and f.id = c.flow_id
      where c.executions > 0
      order by 1, 2, 3
      on conflict (org_id, flow_id, day) do update set ${OVERWRITE})
    select count(*)::int as touched from touched`)
  return done.rows[0]?.touched ?? 0
}

/** The first and the last day on which any execution occurred; null where there is none. */
export async function daysOfExecutions(on: Db = database()): Promise<{ first: string; last: string } | null> {
  const found = await on.execute<{ first: string | null; last: string | null }>(sql`
    select to_char(min(first) at time zone 'UTC', 'YYYY-MM-DD') as first,
      to_char(max(last) at time zone 'UTC', 'YYYY-MM-DD') as last
    from (select (select min(e.occurred_at) from executions e where e.org_id = o.org_id) as first,
      (select max(e.occurred_at) from executions e where e.org_id = o.org_id) as last from organizations o) each`)
  const { first = null, last = null } = found.rows[0] ?? {}
  return first === null || last === null ? null : { first, last }
}

/** Lets go of the figures of days before that one, up to which executions are kept. */
export async function deleteFlowDaysBefore(orgId: string, day: string, on: Db = database()): Promise<number> {
  const deleted = await on.execute(sql`delete from flow_days where org_id = ${orgId} and day < ${day}::date`)
  return deleted.rowCount ?? 0
}

// A flow and a day of which nothing is left is a group without executions: joining what was computed with what was touched
// once more would compare each with each, since nobody knows beforehand how many there are. For the same reason `offset 0`: it
// keeps each flow and day a look into the index, where the planner might read all executions there are instead.
const STARTS = sql.raw(`'{${BUCKET_STARTS.join(',')}}'::bigint[]`)

const OVERWRITE = sql.raw(
  [
    'team_id',
    'executions',
    'succeeded',
    'warned',
    'broken',
    'cancelled',
    'skipped',
    'active',
    'durations',
    'duration_sum_ms',
    'last_broken_at',
    'updated_at',
  ]
    .map((column) => `${column} = excluded.${column}`)
    .join(', '),
)

const DAY_OF = sql`(e.occurred_at at time zone 'UTC')::date`

function touchedIn([from, to]: readonly [string, string]): SQL {
  return sql`
    select e.org_id, e.flow_id, ${DAY_OF} as day from organizations o
      join executions e on e.org_id = o.org_id and e.occurred_at >= ${from}::date::timestamp at time zone 'UTC'
        and e.occurred_at < (${to}::date + 1)::timestamp at time zone 'UTC'
    union
    select d.org_id, d.flow_id, d.day from organizations o
      join flow_days d on d.org_id = o.org_id and d.day between ${from}::date and ${to}::date`
}

/**
 * Where an execution is now, and every other day of its flow that was computed since it was first heard of: as its beginning
 * becomes known, it may have moved from there, across midnight.
 */
function touchedSince({ sinceUpdated, untilUpdated }: { sinceUpdated: Date; untilUpdated?: Date }): SQL {
  const until = untilUpdated === undefined ? sql`true` : sql`e.updated_at <= ${isoTime(untilUpdated)}`
  const changed = sql`organizations o
    join executions e on e.org_id = o.org_id and e.updated_at > ${isoTime(sinceUpdated)} and ${until}`
  return sql`
    select e.org_id, e.flow_id, ${DAY_OF} as day from ${changed}
    union
    select d.org_id, d.flow_id, d.day from (
        select e.org_id, e.flow_id, min(e.received_at) as known_since from ${changed}
        where e.revision > 1 group by 1, 2) m
      join flow_days d on d.org_id = m.org_id and d.flow_id = m.flow_id
        and d.updated_at >= m.known_since - interval '1 minute'`
}
