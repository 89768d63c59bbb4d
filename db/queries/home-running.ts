import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { addCounts } from '@/lib/charts/duration-buckets'
import type { RunningExecution, RunningNow } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

/** So many of what runs are looked at closely: those that have run longest, by the mean of their flow. */
export const RUNNING_CAP = 60
const USUAL_DAYS = 14

/** What has begun and not ended, and how long executions of the same flows took in the last fortnight. */
export async function listRunningNow(scope: Scope, on: Db = database()): Promise<RunningNow> {
  type Row = Omit<RunningExecution, 'durations'> & { durations: number[][] | null }
  const found = await on.execute<{ byTeam: Record<string, number> | null; longest: Row[] | null }>(sql`
    with active as materialized (
      select e.org_id, e.id, e.flow_id, e.team_id, e.source_id, e.native_id, e.dialect, e.state,
        (e.started_at_unix_nano / 1000000)::float8 as started_ms
      from executions e
      where e.org_id = ${scope.orgId} and ${isReadable(scope, sql`e.team_id`)} and e.ended_at_unix_nano is null
        and e.state in ('running', 'retrying', 'waiting') and e.started_at_unix_nano is not null),
    means as (
      select d.flow_id, sum(d.duration_sum_ms)::float8 / nullif(sum(d.executions - d.active), 0) as mean_ms
      from flow_days d
      where d.org_id = ${scope.orgId} and d.flow_id in (select flow_id from active) and ${IS_RECENT} group by 1),
    longest as (
      select a.*, coalesce(m.mean_ms, 0) as mean_ms,
        (extract(epoch from now()) * 1000 - a.started_ms) / nullif(m.mean_ms, 0) as times
      from active a left join means m on m.flow_id = a.flow_id
      order by times desc nulls last, a.started_ms limit ${RUNNING_CAP}),
    usual as (
      select d.flow_id, json_agg(d.durations) as durations from flow_days d
      where d.org_id = ${scope.orgId} and d.flow_id in (select flow_id from longest) and ${IS_RECENT} group by 1)
    select (select json_object_agg(team_id, n) from (select team_id, count(*) as n from active group by 1) t) as "byTeam",
      (select json_agg(json_build_object('id', l.id, 'flowId', l.flow_id, 'flow', coalesce(f.name, l.native_id),
          'namespace', coalesce(f.namespace, ''), 'team', coalesce(t.name, ''),
          'sourceKind', coalesce(s.kind, l.dialect), 'state', l.state, 'startedAtMs', l.started_ms,
          'durations', u.durations) order by l.times desc nulls last, l.started_ms)
        from longest l
        left join flows f on f.org_id = l.org_id and f.id = l.flow_id
        left join sources s on s.org_id = l.org_id and s.id = l.source_id
        left join teams t on t.org_id = l.org_id and t.id = l.team_id
        left join usual u on u.flow_id = l.flow_id) as longest`)
  const [row] = found.rows
  const byTeam = row?.byTeam ?? {}
  return {
    total: Object.values(byTeam).reduce((sum, count) => sum + count, 0),
    byTeam,
    longest: (row?.longest ?? []).map((each) => ({ ...each, durations: addCounts(each.durations ?? []) })),
  }
}

const IS_RECENT = sql.raw(`d.day > (now() at time zone 'UTC')::date - ${USUAL_DAYS}`)
