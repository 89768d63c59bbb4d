import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ExportedExecution } from '@/lib/model/exported-execution'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, matches } from './execution-filter'
import type { ExecutionCursor } from './list-executions'
import { isoOf } from './readable'

export const EXPORT_PAGE_SIZE = 1000
const ERROR_LENGTH = 4000

/** What a file is made of: the answers to a question, or those of them that were picked. */
export type ExportQuestion = ExecutionQuestion & { ids: string[] | null; flowId?: string }

/** With the ids by which a program finds what belongs to it; a file has the names. */
export type FoundExecution = ExportedExecution & { flowId: string; teamId: string; sourceId: string }

/** The next page of a file, newest first, by keyset like the list; a page shorter than asked for is the last. */
export async function exportExecutions(
  scope: Scope,
  question: ExportQuestion,
  before: ExecutionCursor | null,
  limit: number,
  on: Db = database(),
): Promise<FoundExecution[]> {
  const isAfter = before
    ? sql`and (e.occurred_at, e.id) < (${before.occurredAt}::timestamptz, ${before.id}::uuid)`
    : sql``
  const found = await on.execute<FoundExecution>(sql`
    select e.id, e.flow_id as "flowId", e.team_id as "teamId", e.source_id as "sourceId", e.native_id as "nativeId", e.state, e.native_state as "nativeState",
      coalesce(f.name, e.native_id) as flow, coalesce(f.namespace, '') as namespace, e.title,
      coalesce(t.slug, '') as team, coalesce(s.slug, '') as source, coalesce(s.kind, e.dialect) as "sourceKind",
      e.environment, ${isoOf(sql`e.occurred_at`)} as "occurredAt",
      ${isoOfNano(sql`e.queued_at_unix_nano`)} as "queuedAt", ${isoOfNano(sql`e.started_at_unix_nano`)} as "startedAt",
      ${isoOfNano(sql`e.ended_at_unix_nano`)} as "endedAt", e.duration_ms::float8 as "durationMs", e.attempt,
      e.trigger, e.actor, e.failed_task as "failedTask", e.error_type as "errorType",
      left(e.error_message, ${ERROR_LENGTH}) as "errorMessage", e.version, e.commit, e.branch, e.url,
      replace(e.trace_id::text, '-', '') as "traceId", e.labels
    from executions e
    left join flows f on f.org_id = e.org_id and f.id = e.flow_id
    left join sources s on s.org_id = e.org_id and s.id = e.source_id
    left join teams t on t.org_id = e.org_id and t.id = e.team_id
    where ${asked(scope, question)} ${isAfter}
    order by e.occurred_at desc, e.id desc
    limit ${Math.min(limit, EXPORT_PAGE_SIZE)}`)
  return found.rows
}

/** How many rows a file of the whole answer would have; one more than the most says "and more". */
export async function countExported(
  scope: Scope,
  question: ExportQuestion,
  most: number,
  on: Db = database(),
): Promise<number> {
  const found = await on.execute<{ count: number }>(sql`select count(*)::int as count from (
    select 1 from executions e where ${asked(scope, question)} limit ${most + 1}) found`)
  return found.rows[0]?.count ?? 0
}

function asked(scope: Scope, { ids, flowId, ...question }: ExportQuestion): SQL {
  const parts = [matches(scope, question)]
  if (ids !== null) parts.push(sql`e.id = any(${sql.param(ids)}::uuid[])`)
  if (flowId !== undefined) parts.push(sql`e.flow_id = ${flowId}`)
  return sql.join(parts, sql` and `)
}

const isoOfNano = (column: SQL): SQL => isoOf(sql`to_timestamp(${column} / 1000 / 1000000.0)`)
