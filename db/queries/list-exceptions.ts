import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import type { TraceId } from '@/lib/model/trace-id'
import { inTrace, inTraceOfLogs, isReadable } from './readable'

/** Where an exception was recorded, as stored: in a span's events or in a log record's attributes. */
export type StoredException = { spanId: string; events: string | null; attributes: string | null }

/** What was thrown in some spans of a trace, by whichever of the two ways it was reported. */
export async function listExceptions(
  scope: Scope,
  trace: TraceId,
  spanIds: string[],
  on: Db = database(),
): Promise<StoredException[]> {
  const ids = sql`any(${sql.param(spanIds.map((id) => `\\x${id}`))}::bytea[])`
  const found = await on.execute<StoredException>(sql`
    (select encode(s.span_id, 'hex') as "spanId", s.events::text as events, null as attributes
      from spans s
      join resources r on r.org_id = s.org_id and r.id = s.resource_id
      join sources src on src.org_id = r.org_id and src.id = r.source_id
      where ${inTrace(scope.orgId, trace.uuid)} and s.span_id = ${ids} and s.events is not null
        and ${isReadable(scope, sql`src.team_id`)}
      limit 10)
    union all
    (select encode(l.span_id, 'hex'), null, l.attributes::text
      from log_records l
      join resources r on r.org_id = l.org_id and r.id = l.resource_id
      join sources src on src.org_id = r.org_id and src.id = r.source_id
      where ${inTraceOfLogs(scope.orgId, trace.uuid)} and l.span_id = ${ids} and l.exception is not null
        and ${isReadable(scope, sql`src.team_id`)}
      order by l.time_unix_nano desc
      limit 10)
  `)
  return found.rows
}
