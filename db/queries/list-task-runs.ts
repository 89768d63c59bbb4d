import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ErrorObservation, UnixNano } from '@/lib/model/fact'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
import { isReadable } from './readable'

export type TaskRunRow = {
  id: string
  parentId: string | null
  name: string
  kind: string | null
  nativeId: string | null
  mapIndex: number | null
  attempt: number
  state: State
  nativeState: string | null
  queuedAt: UnixNano | null
  startedAt: UnixNano | null
  endedAt: UnixNano | null
  durationMs: number | null
  errorType: string | null
  errorMessage: string | null
  /** The span that reported the error, where one did. */
  errorSpanId: string | null
  worker: string | null
  url: string | null
  traceId: string | null
  spanId: string | null
}

export type TaskRuns = { taskRuns: TaskRunRow[]; isCut: boolean }

/** More steps than a table is read for; the waterfall has them all. */
const LIMIT = 5_000

/** The steps of an execution in order of start; broken ones first where not all fit. */
export async function listTaskRuns(
  scope: Scope,
  executionId: string,
  on: Db = database(),
): Promise<TaskRuns> {
  const found = await on.execute<Omit<TaskRunRow, 'errorSpanId'> & { errors: ErrorObservation[] | null }>(sql`
    select t.id, t.parent_id as "parentId", t.name, t.kind, t.native_id as "nativeId", t.map_index as "mapIndex",
      t.attempt, t.state, t.native_state as "nativeState", t.queued_at_unix_nano::text as "queuedAt",
      t.started_at_unix_nano::text as "startedAt", t.ended_at_unix_nano::text as "endedAt",
      t.duration_ms::float8 as "durationMs", t.error_type as "errorType", t.error_message as "errorMessage",
      case when t.error_message is not null
        then (select jsonb_agg(e) from jsonb_each(t.facts) fact, jsonb_array_elements(fact.value -> 'errors') e)
      end as errors,
      t.worker, t.url, replace(t.trace_id::text, '-', '') as "traceId", encode(t.span_id, 'hex') as "spanId"
    from task_runs t
    join executions e on e.org_id = t.org_id and e.id = t.execution_id and ${isReadable(scope, sql`e.team_id`)}
    where t.org_id = ${scope.orgId} and t.execution_id = ${executionId}
    order by t.state in ('failed', 'timed_out', 'lost', 'missing') desc, t.started_at_unix_nano nulls last, t.name, t.id
    limit ${LIMIT + 1}
  `)
  const taskRuns = found.rows.slice(0, LIMIT).map(({ errors, ...row }) => ({
    ...row,
    errorSpanId: errors?.find((error) => error.message === row.errorMessage)?.spanId ?? null,
  }))
  return { taskRuns: taskRuns.sort(byStart), isCut: found.rows.length > LIMIT }
}

function byStart(a: TaskRunRow, b: TaskRunRow): number {
  if (a.startedAt === b.startedAt) return 0
  if (a.startedAt === null) return 1
  if (b.startedAt === null) return -1
  return a.startedAt.length - b.startedAt.length || (a.startedAt < b.startedAt ? -1 : 1)
}
