import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { COUNTED_WIDTHS, type CountedWidth } from '@/lib/charts/counted-parts'
import { isoTime } from './iso-time'

/** A stretch of time in which executions began, or everything that was written since. */
export type CountedRange = { from: Date; to: Date } | { sinceUpdated: Date }

/** However late its beginning became known, an execution was not far from there before. */
const MOVED_HOURS_MAX = 6

const [SHORTEST, ...LONGER] = COUNTED_WIDTHS.toReversed() as [CountedWidth, ...CountedWidth[]]

/**
 * Counts the executions of short stretches anew from the executions themselves, of every stretch in the range or in which an
 * execution written since then begins or may have been before; then the longer stretches around them from the shorter ones.
 * Returns how many short ones; doing it again changes nothing.
 */
export async function rollUpExecutionCounts(on: Db = database(), range: CountedRange): Promise<number> {
  return on.transaction(async (tx) => {
    const found = await tx.execute<Stretch>(
      'from' in range ? touchedIn(range) : touchedSince(range.sinceUpdated),
    )
    if (found.rows.length === 0) return 0
    let touched = found.rows
    // Stretch by stretch on purpose: joined by its bounds, each would be compared with every execution.
    await tx.execute(
      countAnew(
        SHORTEST,
        touched,
        sql`
      select e.team_id, e.source_id, e.environment, e.trigger, e.state, count(*)::int as executions from executions e
      where e.org_id = t.org_id and e.occurred_at >= t.start and e.occurred_at < t.start + ${lengthOf(SHORTEST)}
      group by 1, 2, 3, 4, 5`,
      ),
    )
    let shorter = SHORTEST
    for (const width of LONGER) {
      touched = stretchesAround(touched, width)
      await tx.execute(
        countAnew(
          width,
          touched,
          sql`
        select c.team_id, c.source_id, c.environment, c.trigger, c.state, sum(c.executions)::int as executions
        from execution_counts c
        where c.org_id = t.org_id and c.width = ${sql.raw(`${shorter}`)} and c.start >= t.start
          and c.start < t.start + ${lengthOf(width)}
        group by 1, 2, 3, 4, 5`,
        ),
      )
      shorter = width
    }
    return found.rows.length
  })
}

type Stretch = { org_id: string; start_ms: number }

/** What `counted` says of each stretch takes the place of what was there; rows that stay as they were are not written. */
function countAnew(width: CountedWidth, touched: Stretch[], counted: SQL): SQL {
  const ofWidth = sql.raw(`${width}`)
  return sql`
    with touched as (
      select o as org_id, to_timestamp(ms / 1000) as start
      from unnest(${sql.param(touched.map((each) => each.org_id))}::uuid[],
        ${sql.param(touched.map((each) => each.start_ms))}::float8[]) t(o, ms)),
    fresh as materialized (
      select t.org_id, t.start, md5(jsonb_build_array(c.team_id, c.source_id, c.environment, c.trigger, c.state)::text)::uuid
        as cell, c.*
      from touched t cross join lateral (${counted}) c),
    gone as (
      delete from execution_counts c using touched t
      where c.org_id = t.org_id and c.width = ${ofWidth} and c.start = t.start and not exists (
        select 1 from fresh f where f.org_id = c.org_id and f.start = c.start and f.cell = c.cell))
    insert into execution_counts
      (org_id, width, start, cell, team_id, source_id, environment, trigger, state, executions)
    select org_id, ${ofWidth}, start, cell, team_id, source_id, environment, trigger, state, executions from fresh
    order by org_id, start, cell
    on conflict (org_id, width, start, cell) do update set executions = excluded.executions
      where execution_counts.executions <> excluded.executions`
}

/** Lets go of the days before that time, up to which executions are kept, and counts its own day anew. */
export async function deleteExecutionCountsBefore(
  orgId: string,
  before: Date,
  on: Db = database(),
): Promise<number> {
  const day = new Date(Math.floor(before.getTime() / DAY_MS) * DAY_MS)
  const deleted = await on.execute(
    sql`delete from execution_counts where org_id = ${orgId} and start < ${isoTime(day)}`,
  )
  // What began on the same day before that time is gone as well.
  await rollUpExecutionCounts(on, { from: day, to: before })
  return deleted.rowCount ?? 0
}

const DAY_MS = 86_400_000

const lengthOf = (width: CountedWidth): SQL => sql.raw(`interval '${width} minutes'`)

const startOf = (time: SQL): SQL => sql`date_bin(${lengthOf(SHORTEST)}, ${time}, 'epoch'::timestamptz)`

const inMs = (start: SQL): SQL => sql`(extract(epoch from ${start}) * 1000)::float8 as start_ms`

function stretchesAround(touched: Stretch[], width: CountedWidth): Stretch[] {
  const widthMs = width * 60_000
  const all = touched.map(
    ({ org_id, start_ms }) => [org_id, Math.floor(start_ms / widthMs) * widthMs] as const,
  )
  return [
    ...new Map(all.map(([org_id, start_ms]) => [`${org_id} ${start_ms}`, { org_id, start_ms }])).values(),
  ]
}

/** Stretches without an execution as well: what was deleted from them has to be forgotten. */
const touchedIn = ({ from, to }: { from: Date; to: Date }): SQL => sql`
  select o.org_id, ${inMs(sql`start`)} from organizations o, generate_series(
    ${startOf(isoTime(from))}, ${isoTime(to)}, ${lengthOf(SHORTEST)}) start`

const touchedSince = (since: Date): SQL => sql`
  select distinct e.org_id, ${inMs(sql`start`)} from organizations o
    join executions e on e.org_id = o.org_id and e.updated_at > ${isoTime(since)}
    cross join lateral generate_series(${startOf(sql`e.occurred_at`)}, case when e.revision > 1
      then greatest(e.occurred_at, least(e.received_at, e.occurred_at + interval '${sql.raw(`${MOVED_HOURS_MAX} hours`)}'))
      else e.occurred_at end, ${lengthOf(SHORTEST)}) start`
