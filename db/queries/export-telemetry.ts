import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ExportedLog, ExportedOrigin, ExportedSpan } from '@/lib/model/exported-telemetry'
import type { Scope } from '@/lib/model/scope'
import type { TraceId } from '@/lib/model/trace-id'
import { inTrace, inTraceOfLogs, isReadable } from './readable'

/** Rows that are read at once: some megabytes, whatever is in them. */
export const EXPORT_PAGE_SIZE = 1_000

/** The place after a row, in the order of the key. */
export type ExportCursor = { id: string; at: string }
export type ExportPage<Row> = { rows: Row[]; next: ExportCursor | null }

const ORIGIN = sql`r.id as "resourceId", r.attributes::text as "resourceAttributes",
  r.dropped_attributes_count as "resourceDropped", r.schema_url as "resourceSchemaUrl",
  coalesce(c.id, ${'00000000-0000-0000-0000-000000000000'}::uuid) as "scopeId", c.name as "scopeName",
  c.version as "scopeVersion", coalesce(c.attributes::text, '{}') as "scopeAttributes",
  coalesce(c.dropped_attributes_count, 0) as "scopeDropped", c.schema_url as "scopeSchemaUrl"`

/** The spans of a trace that the viewer may see with all that is stored of them, in pages. */
export async function listExportedSpans(
  scope: Scope,
  trace: TraceId,
  after: ExportCursor | null = null,
  on: Db = database(),
): Promise<ExportPage<ExportedSpan & ExportedOrigin>> {
  const found = await on.execute<ExportedSpan & ExportedOrigin & { cursorAt: string }>(sql`
    select replace(s.trace_id::text, '-', '') as "traceId", encode(s.span_id, 'hex') as "spanId",
      encode(s.parent_span_id, 'hex') as "parentSpanId", s.name, s.kind,
      s.start_unix_nano::text as "startUnixNano", s.end_unix_nano::text as "endUnixNano",
      s.status_code as "statusCode", s.status_message as "statusMessage", s.trace_state as "traceState",
      s.flags::float8 as flags, s.attributes::text as attributes,
      s.dropped_attributes_count::float8 as "droppedAttributesCount", s.events::text as events,
      s.dropped_events_count::float8 as "droppedEventsCount", s.links::text as links,
      s.dropped_links_count::float8 as "droppedLinksCount", s.started_at::text as "cursorAt", ${ORIGIN}
    from spans s
    join resources r on r.org_id = s.org_id and r.id = s.resource_id
    join sources src on src.org_id = r.org_id and src.id = r.source_id
    left join scopes c on c.org_id = s.org_id and c.id = s.scope_id
    where ${inTrace(scope.orgId, trace.uuid)} and ${isReadable(scope, sql`src.team_id`)}
      and ${after === null ? sql`true` : sql`(s.span_id, s.started_at) > (decode(${after.id}, 'hex'), ${after.at}::timestamptz)`}
    order by s.span_id, s.started_at
    limit ${EXPORT_PAGE_SIZE + 1}
  `)
  return pageOf(found.rows, (row) => row.spanId)
}

/** The log records of a trace that the viewer may see with all that is stored of them, in pages. */
export async function listExportedLogs(
  scope: Scope,
  trace: TraceId,
  after: ExportCursor | null = null,
  on: Db = database(),
): Promise<ExportPage<ExportedLog & ExportedOrigin>> {
  const found = await on.execute<ExportedLog & ExportedOrigin & { cursorAt: string; id: string }>(sql`
    select replace(l.trace_id::text, '-', '') as "traceId", encode(l.span_id, 'hex') as "spanId", l.id,
      l.time_unix_nano::text as "timeUnixNano", l.observed_unix_nano::text as "observedUnixNano",
      l.severity_number as "severityNumber", l.severity_text as "severityText", l.event_name as "eventName",
      l.body_text as "bodyText", l.body::text as body, l.attributes::text as attributes,
      l.dropped_attributes_count::float8 as "droppedAttributesCount", l.flags::float8 as flags,
      l.occurred_at::text as "cursorAt", ${ORIGIN}
    from log_records l
    join resources r on r.org_id = l.org_id and r.id = l.resource_id
    join sources src on src.org_id = r.org_id and src.id = r.source_id
    left join scopes c on c.org_id = l.org_id and c.id = l.scope_id
    where ${inTraceOfLogs(scope.orgId, trace.uuid)} and ${isReadable(scope, sql`src.team_id`)}
      and ${after === null ? sql`true` : sql`(l.id, l.occurred_at) > (${after.id}::uuid, ${after.at}::timestamptz)`}
    order by l.id, l.occurred_at
    limit ${EXPORT_PAGE_SIZE + 1}
  `)
  return pageOf(found.rows, (row) => row.id)
}

function pageOf<Row extends { cursorAt: string }>(found: Row[], idOf: (row: Row) => string): ExportPage<Row> {
  const rows = found.slice(0, EXPORT_PAGE_SIZE)
  const last = rows.at(-1)
  const hasMore = found.length > EXPORT_PAGE_SIZE
  return { rows, next: hasMore && last ? { id: idOf(last), at: last.cursorAt } : null }
}
