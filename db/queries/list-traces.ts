import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionChip, isRootReadable } from './get-trace'
import { isoOf, isReadable, isReadableByAny } from './readable'

export type TraceRow = {
  /** 32 hex digits. */
  traceId: string
  /** Null where the root has not come, or belongs to a team that the viewer may not see. */
  rootName: string | null
  rootService: string | null
  startedAt: string
  durationMs: number
  /** At most `SPANS_COUNTED` and one more, which says "and more". */
  spans: number
  hasError: boolean
  executions: ExecutionChip[]
}

export type TraceFilter = {
  /** Start of the trace: from, and before. */
  since: Date
  until: Date
  /** In the name or the service of the root. */
  text?: string
  errorsOnly?: boolean
  atLeastMs?: number
  /** Those of Runledger's own requests and jobs as well, which would bury the rest. */
  withOwn?: boolean
}

export type TraceCursor = { startedAt: string; traceId: string }
export type TracePage = { rows: TraceRow[]; next: TraceCursor | null }

export const TRACE_PAGE_SIZE = 50
export const SPANS_COUNTED = 1000
const CHIPS = 6

/** Traces in the window, newest first; keyset pages, so that page 400 costs what page 1 does. */
export async function listTraces(
  scope: Scope,
  filter: TraceFilter,
  after: TraceCursor | null = null,
  on: Db = database(),
): Promise<TracePage> {
  const found = await on.execute<TraceRow>(sql`
    with page as materialized (
      select t.*, ${isRootReadable(scope)} as root_is_readable from traces t
      where t.org_id = ${scope.orgId} and ${isReadableByAny(scope, sql`t.team_ids`)} and ${conditions(scope, filter, after)}
      order by t.started_at desc, t.trace_id desc
      limit ${TRACE_PAGE_SIZE + 1}
    )
    select replace(t.trace_id::text, '-', '') as "traceId",
      case when root_is_readable then t.root_name end as "rootName",
      case when root_is_readable then t.root_service end as "rootService",
      ${isoOf(sql`t.started_at`)} as "startedAt",
      (extract(epoch from t.ended_at - t.started_at) * 1000)::float8 as "durationMs",
      t.has_error = 1 as "hasError",
      (select count(*)::int from (
        select 1 from spans s where s.org_id = t.org_id and s.trace_id = t.trace_id
          and s.started_at between t.started_at - interval '1 second' and t.ended_at + interval '1 second'
        limit ${SPANS_COUNTED + 1}) counted) as spans,
      coalesce((
        select json_agg(chip) from (
          select json_build_object('id', e.id, 'flow', coalesce(f.name, e.native_id), 'title', e.title,
            'nativeId', e.native_id, 'state', e.state, 'nativeState', e.native_state) as chip
          from executions e left join flows f on f.org_id = e.org_id and f.id = e.flow_id
          where e.org_id = t.org_id and e.id = any(t.execution_ids) and ${isReadable(scope, sql`e.team_id`)}
          order by e.occurred_at, e.id limit ${CHIPS}) chips
      ), '[]'::json) as executions
    from page t
    order by t.started_at desc, t.trace_id desc
  `)
  const rows = found.rows.slice(0, TRACE_PAGE_SIZE)
  const last = rows.at(-1)
  const hasMore = found.rows.length > TRACE_PAGE_SIZE
  return { rows, next: hasMore && last ? { startedAt: last.startedAt, traceId: last.traceId } : null }
}

function conditions(scope: Scope, filter: TraceFilter, after: TraceCursor | null): SQL {
  const all = [
    sql`t.started_at >= ${filter.since.toISOString()}::timestamptz`,
    sql`t.started_at < ${filter.until.toISOString()}::timestamptz`,
  ]
  if (after)
    all.push(sql`(t.started_at, t.trace_id) < (${after.startedAt}::timestamptz, ${after.traceId}::uuid)`)
  if (!filter.withOwn) {
    all.push(
      sql`not t.source_ids <@ array(select own.id from sources own where own.org_id = ${scope.orgId} and own.kind = 'runledger')`,
    )
  }
  if (filter.errorsOnly) all.push(sql`t.has_error = 1`)
  if (filter.atLeastMs)
    all.push(sql`t.ended_at - t.started_at >= ${filter.atLeastMs} * interval '1 millisecond'`)
  if (filter.text) {
    const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`
    all.push(
      sql`(t.root_name ilike ${pattern} or t.root_service ilike ${pattern}) and ${isRootReadable(scope)}`,
    )
  }
  return sql.join(all, sql` and `)
}
