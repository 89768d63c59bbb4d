import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { COUNTED_MIN } from '@/lib/charts/running-bar'
import type { RunningExecution, RunningNow } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { RUNNING } from '@/lib/query/built-in-views'
import { checkQuery } from '@/lib/query/filter'
import { windowFrom } from '@/lib/query/window'
import { LASTED_MS, matches } from './execution-filter'

/** So many of what runs are told one by one: those that have run longest, by the median of their flow. */
const SHOWN = 60

/** What has begun and not ended, by the rule of the list that its numbers lead to, and how long its flows usually take. */
export async function listRunningNow(scope: Scope, on: Db = database()): Promise<RunningNow> {
  const isRunning = matches(scope, {
    filter: checkQuery(RUNNING).filter,
    window: windowFrom('all', Date.now()),
  })
  type Row = {
    total: number
    longer: number
    byTeam: Record<string, number> | null
    longest: RunningExecution[] | null
  }
  const found = await on.execute<Row>(sql`
    with active as materialized (
      select e.org_id, e.id, e.flow_id, e.team_id, e.source_id, e.native_id, e.dialect, e.state,
        (e.started_at_unix_nano / 1000000)::float8 as started_ms, ${LASTED_MS} as lasted_ms
      from executions e where ${isRunning} and e.ended_at_unix_nano is null),
    compared as materialized (
      select a.*, u.p50_ms, u.p95_ms, u.counted, a.lasted_ms >= u.longer_from_ms as is_longer,
        a.lasted_ms::float8 / greatest(u.p50_ms, 1) as times
      from active a left join flow_usual u
        on u.org_id = ${scope.orgId} and u.flow_id = a.flow_id and u.counted >= ${COUNTED_MIN}::int),
    longest as (
      select * from compared where started_ms is not null
      order by is_longer desc nulls last, times desc nulls last, started_ms limit ${SHOWN})
    select (select count(*)::int from active) as total,
      (select count(*)::int from compared where is_longer) as longer,
      (select json_object_agg(team_id, n) from (select team_id, count(*) as n from active group by 1) t) as "byTeam",
      (select json_agg(json_build_object('id', l.id, 'flowId', l.flow_id, 'flow', coalesce(f.name, l.native_id),
          'namespace', coalesce(f.namespace, ''), 'team', coalesce(t.name, ''),
          'sourceKind', coalesce(s.kind, l.dialect), 'state', l.state, 'startedAtMs', l.started_ms,
          'isSample', coalesce(s.is_sample, false),
          'usual', case when l.counted is not null then
            json_build_object('p50Ms', l.p50_ms, 'p95Ms', l.p95_ms, 'count', l.counted) end)
          order by l.is_longer desc nulls last, l.times desc nulls last, l.started_ms)
        from longest l
        left join flows f on f.org_id = l.org_id and f.id = l.flow_id
        left join sources s on s.org_id = l.org_id and s.id = l.source_id
        left join teams t on t.org_id = l.org_id and t.id = l.team_id) as longest`)
  const [row] = found.rows
  return {
    total: row?.total ?? 0,
    longer: row?.longer ?? 0,
    byTeam: row?.byTeam ?? {},
    longest: row?.longest ?? [],
  }
}
