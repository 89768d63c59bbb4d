import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { FlowTask, FlowVersion } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { executionMs, firstLine } from './flow-parts'
import { isReadable } from './readable'

/** Tasks are counted over so many of the newest executions. */
export const TASK_EXECUTIONS = 100
const TASKS_MAX = 500
/** Versions are counted over so many of the newest executions. */
export const VERSION_EXECUTIONS = 5000
const VERSIONS_MAX = 200

/** How each task of the flow fared in its newest executions, the worst first; of repeated attempts the last one counts. */
export async function listFlowTasks(
  scope: Scope,
  flowId: string,
  on: Db = database(),
): Promise<{ tasks: FlowTask[]; isCut: boolean }> {
  const found = await on.execute<FlowTask>(sql`
    with newest as materialized (
      select e.id, e.org_id, e.occurred_at, ${executionMs} as at_ms from executions e
      where e.org_id = ${scope.orgId} and e.flow_id = ${flowId} and ${isReadable(scope, sql`e.team_id`)}
      order by e.occurred_at desc, e.id desc limit ${TASK_EXECUTIONS}
    ), finals as materialized (
      select distinct on (t.execution_id, t.name, t.map_index) t.*, n.occurred_at, n.at_ms,
        t.state in ('failed', 'timed_out', 'lost', 'missing') as is_broken
      from newest n join task_runs t on t.org_id = n.org_id and t.execution_id = n.id
      order by t.execution_id, t.name, t.map_index, t.attempt desc, t.started_at_unix_nano desc nulls last)
    select f.name, max(f.kind) as kind, count(distinct f.execution_id)::int as executions,
      count(distinct f.execution_id) filter (where f.is_broken)::int as broken,
      sum(greatest(f.attempt - 1, 0))::int as retries,
      (percentile_disc(0.5) within group (order by f.duration_ms))::float8 as "p50Ms",
      (percentile_disc(0.95) within group (order by f.duration_ms))::float8 as "p95Ms",
      (array_agg(json_build_object('executionId', f.execution_id, 'state', f.state, 'atMs', f.at_ms, 'failedTask', null,
          'errorType', f.error_type, 'error', ${firstLine(sql`f.error_message`)}, 'spanId', encode(f.span_id, 'hex'))
        order by f.occurred_at desc, f.execution_id) filter (where f.is_broken))[1] as "lastError"
    from finals f group by f.name
    order by count(distinct f.execution_id) filter (where f.is_broken) desc, f.name limit ${TASKS_MAX + 1}`)
  return { tasks: found.rows.slice(0, TASKS_MAX), isCut: found.rows.length > TASKS_MAX }
}

/** The versions that ran, and the commits where no version is told; the one that ran last first. */
export async function listFlowVersions(
  scope: Scope,
  flowId: string,
  on: Db = database(),
): Promise<{ versions: FlowVersion[]; isCut: boolean }> {
  const found = await on.execute<FlowVersion & { sampled: number }>(sql`
    with newest as (
      select e.id, e.version, e.commit, e.branch, e.state, e.duration_ms, e.occurred_at, ${executionMs} as at_ms
      from executions e
      where e.org_id = ${scope.orgId} and e.flow_id = ${flowId} and ${isReadable(scope, sql`e.team_id`)}
      order by e.occurred_at desc, e.id desc limit ${VERSION_EXECUTIONS + 1})
    select n.version, count(distinct n.commit)::int as commits,
      (array_agg(n.commit order by n.occurred_at desc) filter (where n.commit is not null))[1] as commit,
      (array_agg(n.branch order by n.occurred_at desc) filter (where n.branch is not null))[1] as branch,
      count(*)::int as executions, count(*) filter (where n.state in ('success', 'warning'))::int as good,
      count(*) filter (where n.state in ('failed', 'timed_out', 'lost', 'missing'))::int as broken,
      (percentile_disc(0.95) within group (order by n.duration_ms))::float8 as "p95Ms",
      (array_agg(json_build_object('id', n.id, 'atMs', n.at_ms) order by n.occurred_at, n.id))[1] as first,
      (array_agg(json_build_object('id', n.id, 'atMs', n.at_ms, 'state', n.state) order by n.occurred_at desc, n.id desc))[1]
        as last,
      (select count(*)::int from newest) as sampled
    from newest n where n.version is not null or n.commit is not null
    group by n.version, case when n.version is null then n.commit end order by max(n.occurred_at) desc limit ${VERSIONS_MAX + 1}`)
  const isCut = found.rows.length > VERSIONS_MAX || (found.rows[0]?.sampled ?? 0) > VERSION_EXECUTIONS
  const versions = found.rows.slice(0, VERSIONS_MAX).map(({ sampled: _, ...version }) => version)
  return { versions, isCut }
}
