import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ExecutionFact, ExecutionLink, StateObservation, UnixNano } from '@/lib/model/fact'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
import { isoOf, isReadable, isReadableByAny } from './readable'

/** One execution with everything its page says about it. */
export type ExecutionDetail = {
  id: string
  sourceId: string
  sourceName: string
  sourceSlug: string
  sourceKind: string
  /** Simulated. */
  isSample: boolean
  teamId: string
  teamName: string
  teamSlug: string
  flowId: string
  flow: string
  namespace: string
  nativeId: string
  attempt: number
  title: string | null
  dialect: string
  state: State
  nativeState: string | null
  queuedAt: UnixNano | null
  startedAt: UnixNano | null
  endedAt: UnixNano | null
  durationMs: number | null
  trigger: string | null
  actor: string | null
  commit: string | null
  branch: string | null
  version: string | null
  environment: string
  url: string | null
  errorType: string | null
  errorMessage: string | null
  failedTask: string | null
  labels: Record<string, string>
  transitions: StateObservation[]
  links: ExecutionLink[]
  parentId: string | null
  retryOfId: string | null
  /** 32 hex digits. */
  traceId: string | null
  spanId: string | null
  /** Of its trace, that the viewer may read and that are still kept. */
  hasSpans: boolean
  hasTaskRuns: boolean
  facts: Record<string, ExecutionFact>
  /** ISO with microseconds: what executions are ordered by. */
  occurredAt: string
  receivedAt: string
  updatedAt: string
}

/** The execution, or null where there is none or it is another team's: the two look the same from outside. */
export async function getExecution(
  scope: Scope,
  executionId: string,
  on: Db = database(),
): Promise<ExecutionDetail | null> {
  const found = await on.execute<ExecutionDetail>(sql`
    select e.id, e.source_id as "sourceId", coalesce(src.name, '') as "sourceName", coalesce(src.slug, '') as "sourceSlug",
      coalesce(src.kind, '') as "sourceKind", coalesce(src.is_sample, false) as "isSample", e.team_id as "teamId", coalesce(team.name, '') as "teamName",
      coalesce(team.slug, '') as "teamSlug",
      e.flow_id as "flowId", coalesce(f.name, e.native_id) as flow, coalesce(f.namespace, '') as namespace,
      e.native_id as "nativeId", e.attempt, e.title, e.dialect, e.state, e.native_state as "nativeState",
      e.queued_at_unix_nano::text as "queuedAt", e.started_at_unix_nano::text as "startedAt",
      e.ended_at_unix_nano::text as "endedAt", e.duration_ms::float8 as "durationMs",
      e.trigger, e.actor, e.commit, e.branch, e.version, e.environment, e.url,
      e.error_type as "errorType", e.error_message as "errorMessage", e.failed_task as "failedTask",
      e.labels, e.transitions, e.links, e.parent_id as "parentId", e.retry_of_id as "retryOfId",
      replace(e.trace_id::text, '-', '') as "traceId", encode(e.span_id, 'hex') as "spanId", e.facts,
      exists (select 1 from traces t where t.org_id = e.org_id and t.trace_id = e.trace_id
        and ${isReadableByAny(scope, sql`t.team_ids`)}) as "hasSpans",
      exists (select 1 from task_runs r where r.org_id = e.org_id and r.execution_id = e.id) as "hasTaskRuns",
      ${isoOf(sql`e.occurred_at`)} as "occurredAt",
      ${isoOf(sql`e.received_at`)} as "receivedAt", ${isoOf(sql`e.updated_at`)} as "updatedAt"
    from executions e
    left join flows f on f.org_id = e.org_id and f.id = e.flow_id
    left join sources src on src.org_id = e.org_id and src.id = e.source_id
    left join teams team on team.org_id = e.org_id and team.id = e.team_id
    where e.org_id = ${scope.orgId} and e.id = ${executionId} and ${isReadable(scope, sql`e.team_id`)}
  `)
  return found.rows[0] ?? null
}
