import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { executionIdOf } from '@/lib/executions/identity'
import type { UnixNano } from '@/lib/model/fact'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
import type { ExecutionDetail } from './get-execution'
import { isReadable } from './readable'

/** How another execution stands to the one on the page. */
export type Relation = 'parent' | 'child' | 'attempt' | 'retry_of' | 'retried_by' | 'same_trace'

export type RelatedExecution = {
  id: string
  relation: Relation
  flow: string
  title: string | null
  nativeId: string
  attempt: number
  state: State
  nativeState: string | null
  dialect: string
  startedAt: UnixNano | null
  durationMs: number | null
}

export type RelatedExecutions = {
  executions: RelatedExecution[]
  /** Related executions of teams that the viewer may not see. */
  privateCount: number
  isCut: boolean
}

const LIMIT = 200

/** An execution may be repeated after it was looked at: attempts a little above its own are looked for, too. */
const ATTEMPTS_AHEAD = 8

/** Everything that hangs together with an execution, in one question. */
export async function listRelatedExecutions(
  scope: Scope,
  of: ExecutionDetail,
  on: Db = database(),
): Promise<RelatedExecutions> {
  const found = await on.execute<RelatedExecution & { isReadable: boolean }>(sql`
    with related as (
      select id, 'parent' as relation, 1 as rank from executions
        where org_id = ${scope.orgId} and id = ${of.parentId}::uuid
      union all
      select id, 'retry_of', 2 from executions where org_id = ${scope.orgId} and id = ${of.retryOfId}::uuid
      union all
      select id, 'attempt', 3 from executions
        where org_id = ${scope.orgId} and id = any(${sql.param(attemptIds(scope.orgId, of))}::uuid[])
      union all
      (select id, 'retried_by', 4 from executions
        where org_id = ${scope.orgId} and flow_id = ${of.flowId} and retry_of_id = ${of.id}
          and occurred_at between ${of.receivedAt}::timestamptz - interval '1 day'
          and ${of.receivedAt}::timestamptz + interval '7 days' limit 20)
      union all
      (select id, 'child', 5 from executions
        where org_id = ${scope.orgId} and parent_id = ${of.id} order by occurred_at, id limit ${LIMIT + 1})
      union all
      (select id, 'same_trace', 6 from executions where org_id = ${scope.orgId} and id in (
        select unnest(t.execution_ids) from traces t
        where t.org_id = ${scope.orgId} and t.trace_id = ${of.traceId}::uuid) limit ${LIMIT + 1})
    ), nearest as (
      select distinct on (id) id, relation, rank from related where id <> ${of.id} order by id, rank
    )
    select e.id, nearest.relation, coalesce(f.name, e.native_id) as flow, e.title, e.native_id as "nativeId",
      e.attempt, e.state, e.native_state as "nativeState", e.dialect,
      e.started_at_unix_nano::text as "startedAt", e.duration_ms::float8 as "durationMs",
      ${isReadable(scope, sql`e.team_id`)} as "isReadable"
    from nearest
    join executions e on e.org_id = ${scope.orgId} and e.id = nearest.id
    left join flows f on f.org_id = e.org_id and f.id = e.flow_id
    order by nearest.rank, e.occurred_at, e.attempt, e.id
    limit ${LIMIT + 1}
  `)
  const readable = found.rows.filter((row) => row.isReadable)
  return {
    executions: readable.slice(0, LIMIT).map(({ isReadable: _, ...row }) => row),
    privateCount: found.rows.length - readable.length,
    isCut: found.rows.length > LIMIT,
  }
}

/** Attempts differ in nothing but their number, and their ids are computed from it: no search by native id is needed. */
function attemptIds(orgId: string, of: ExecutionDetail): string[] {
  const last = Math.max(0, of.attempt) + ATTEMPTS_AHEAD
  const first = Math.max(0, last - 60)
  return Array.from({ length: last - first + 1 }, (_, n) =>
    executionIdOf(orgId, {
      sourceId: of.sourceId,
      namespace: of.namespace,
      flow: of.flow,
      nativeId: of.nativeId,
      attempt: first + n,
    }),
  )
}
