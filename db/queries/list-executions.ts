import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ListedExecution } from '@/lib/model/listed-execution'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, matches } from './execution-filter'
import { isoOf } from './readable'

/** The place after a row, for the page that follows it. */
export type ExecutionCursor = { occurredAt: string; id: string }
export type ExecutionPage = { rows: ListedExecution[]; next: ExecutionCursor | null }

export const PAGE_SIZE = 50
const ERROR_LENGTH = 240

/** Newest first, by keyset: page 400 costs what page 1 does, and new executions never shift the rows under a reader. */
export async function listExecutions(
  scope: Scope,
  question: ExecutionQuestion,
  before: ExecutionCursor | null = null,
  on: Db = database(),
): Promise<ExecutionPage> {
  const isAfter = before
    ? sql`and (e.occurred_at, e.id) < (${before.occurredAt}::timestamptz, ${before.id}::uuid)`
    : sql``
  const found = await on.execute<ListedExecution>(sql`
    select ${LISTED_COLUMNS} ${LISTED_FROM}
    where ${matches(scope, question)} ${isAfter}
    order by e.occurred_at desc, e.id desc
    limit ${PAGE_SIZE + 1}`)
  const rows = found.rows.slice(0, PAGE_SIZE)
  const last = rows.at(-1)
  const hasMore = found.rows.length > PAGE_SIZE
  return { rows, next: hasMore && last ? { occurredAt: last.occurredAt, id: last.id } : null }
}

/** What a row shows, of `executions e`, `flows f` and `sources s`. */
export const LISTED_COLUMNS: SQL = sql`e.id, e.state, e.native_state as "nativeState",
  coalesce(f.name, e.native_id) as flow, coalesce(f.namespace, '') as namespace, e.title,
  coalesce(s.name, '') as source, coalesce(s.kind, e.dialect) as "sourceKind",
  coalesce(s.is_sample, false) as "isSample", e.environment,
  ${isoOf(sql`e.occurred_at`)} as "occurredAt",
  e.native_id as "nativeId",
  ${isoOf(sql`to_timestamp(e.ended_at_unix_nano / 1000 / 1000000.0)`)} as "endedAt",
  (case when e.started_at_unix_nano >= e.queued_at_unix_nano
    then e.started_at_unix_nano - e.queued_at_unix_nano end / 1000000.0)::float8 as "queuedForMs", e.labels,
  (e.started_at_unix_nano / 1000000)::float8 as "startedAtMs", e.duration_ms::float8 as "durationMs",
  e.ended_at_unix_nano is not null as "hasEnded",
  e.trigger, e.actor, e.failed_task as "failedTask", e.error_type as "errorType",
  left(split_part(e.error_message, E'\n', 1), ${ERROR_LENGTH}) as error,
  e.version, e.commit, e.branch, e.attempt`

export const LISTED_FROM: SQL = sql`from executions e
  left join flows f on f.org_id = e.org_id and f.id = e.flow_id
  left join sources s on s.org_id = e.org_id and s.id = e.source_id`

/** These executions as they are now: for rows on a screen whose state may have moved. At most a page of them. */
export async function listExecutionsById(
  scope: Scope,
  ids: string[],
  on: Db = database(),
): Promise<ListedExecution[]> {
  if (ids.length === 0) return []
  const everywhere = { filter: null, window: { fromMs: 0, toMs: null } }
  const found = await on.execute<ListedExecution>(sql`
    select ${LISTED_COLUMNS} ${LISTED_FROM}
    where ${matches(scope, everywhere)} and e.id = any(${sql.param(ids.slice(0, PAGE_SIZE))}::uuid[])
    order by e.occurred_at desc, e.id desc
    limit ${PAGE_SIZE}`)
  return found.rows
}
