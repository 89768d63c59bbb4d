import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ClockSkew } from '@/lib/model/clock-skew'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'

/** What is looked at: spans of the newest traces of the source, if they are among the newest of all, so that the question costs the same for any source. */
const TRACES_PASSED = 5_000
const TRACES_READ = 50
const SPANS_READ = 2_000

/** What the recent spans of a source say about its clock; null when none came in the last hour. */
export async function clockSkewOf(
  scope: Scope,
  sourceId: string,
  on: Db = database(),
  now = new Date(),
): Promise<ClockSkew | null> {
  if (!isUuid(sourceId)) return null
  const teams = teamsFor(scope, 'source.read')
  const isVisible = teams === null ? sql`true` : sql`src.team_id = any(${sql.param(teams)}::uuid[])`
  const since = new Date(now.getTime() - 3_600_000).toISOString()
  const found = await on.execute<ClockSkew>(sql`
    with recent as (
      select t.trace_id, t.started_at, t.ended_at from (
        select * from traces where org_id = ${scope.orgId} and started_at > ${since}::timestamptz
        order by started_at desc, trace_id desc limit ${TRACES_PASSED}) t
      where t.source_ids @> array[${sourceId}]::uuid[]
        and exists (select 1 from sources src where src.org_id = ${scope.orgId} and src.id = ${sourceId} and ${isVisible})
      order by t.started_at desc limit ${TRACES_READ}),
    delays as (
      select extract(epoch from s.received_at) - s.end_unix_nano / 1e9 as seconds
      from recent r join spans s on s.org_id = ${scope.orgId} and s.trace_id = r.trace_id
        and s.started_at between r.started_at - interval '1 second' and r.ended_at + interval '1 second'
      join resources res on res.org_id = s.org_id and res.id = s.resource_id and res.source_id = ${sourceId}
      where s.end_unix_nano > 0 limit ${SPANS_READ})
    select count(*)::int as spans,
      round(percentile_cont(0.5) within group (order by seconds)::numeric, 3)::float8 as "medianSeconds",
      round(min(seconds)::numeric, 3)::float8 as "earliestSeconds"
    from delays having count(*) > 0`)
  return found.rows[0] ?? null
}
