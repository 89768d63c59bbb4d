import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import type { StoredSpan } from '@/lib/model/stored-span'
import type { TraceId } from '@/lib/model/trace-id'
import { inTrace, isReadable } from './readable'

/** The span, or null where there is none that the viewer may see. The first where an id was used twice. */
export async function getSpan(
  scope: Scope,
  trace: TraceId,
  spanId: string,
  on: Db = database(),
): Promise<StoredSpan | null> {
  const found = await on.execute<StoredSpan>(sql`
    select encode(s.span_id, 'hex') as "spanId", encode(s.parent_span_id, 'hex') as "parentSpanId", s.name, s.kind,
      s.start_unix_nano::text as "startUnixNano", s.end_unix_nano::text as "endUnixNano",
      s.status_code as "statusCode", s.status_message as "statusMessage", s.trace_state as "traceState",
      s.flags::float8 as flags, s.attributes::text as attributes,
      s.dropped_attributes_count::float8 as "droppedAttributesCount", s.events::text as events,
      s.dropped_events_count::float8 as "droppedEventsCount", s.links::text as links,
      s.dropped_links_count::float8 as "droppedLinksCount", r.attributes::text as "resourceAttributes",
      r.dropped_attributes_count as "resourceDroppedAttributesCount", r.schema_url as "resourceSchemaUrl",
      c.name as "scopeName", c.version as "scopeVersion", c.attributes::text as "scopeAttributes",
      c.schema_url as "scopeSchemaUrl", src.id as "sourceId", src.name as "sourceName",
      s.mark ->> 'dialect' as dialect, s.received_at::text as "receivedAt"
    from spans s
    join resources r on r.org_id = s.org_id and r.id = s.resource_id
    join sources src on src.org_id = r.org_id and src.id = r.source_id
    left join scopes c on c.org_id = s.org_id and c.id = s.scope_id
    where ${inTrace(scope.orgId, trace.uuid)} and s.span_id = decode(${spanId}, 'hex')
      and ${isReadable(scope, sql`src.team_id`)}
    order by s.start_unix_nano
    limit 1
  `)
  return found.rows[0] ?? null
}
