import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { LightSpan, SpanStep } from '@/lib/model/light-span'
import type { Scope } from '@/lib/model/scope'
import type { TraceId } from '@/lib/model/trace-id'
import { inTrace, isReadable } from './readable'

/** Spans that a browser holds without trouble. Of a longer trace the marked and the failed ones come first, then the earliest. */
export const SPANS_MAX = 100_000

/** Spans in no order that matters, and what stands for them. `isCut` when there are more. */
export type FoundSpans = { spans: LightSpan[]; steps: SpanStep[]; isCut: boolean }

/** The trace as the waterfall draws it, without attributes: those are read when a span is opened. */
export async function getTraceSpans(
  scope: Scope,
  trace: TraceId,
  limit = SPANS_MAX,
  on: Db = database(),
): Promise<FoundSpans> {
  const [found, steps] = await Promise.all([lightSpans(scope, trace, limit, on), stepsOf(scope, trace, on)])
  const isCut = found.length > limit
  // Ranking sorts the whole trace; only one that is too long needs to be.
  const spans = isCut ? await lightSpans(scope, trace, limit, on, sql`order by ${RANK}`) : found
  return { spans: spans.slice(0, limit), steps, isCut }
}

/** The same for a trace of at most `limit` spans; null, without reading it all, for a longer one. */
export async function getShortTraceSpans(
  scope: Scope,
  trace: TraceId,
  limit: number,
  on: Db = database(),
): Promise<FoundSpans | null> {
  const [spans, steps] = await Promise.all([lightSpans(scope, trace, limit, on), stepsOf(scope, trace, on)])
  return spans.length > limit ? null : { spans, steps, isCut: false }
}

/** Levels under the roots that a first look shows. */
const FIRST_LEVELS = 2

/**
 * What the first screen of a long trace shows: its roots and what is directly under them, each level as far as it fits.
 * A level costs one look through the trace that ends when enough was found; the whole trace is never read.
 */
export async function getFirstSpans(
  scope: Scope,
  trace: TraceId,
  limit: number,
  on: Db = database(),
): Promise<LightSpan[]> {
  const found = await lightSpans(scope, trace, limit, on, sql``, sql`s.parent_span_id is null`)
  let above = found.map((span) => span.spanId)
  for (let level = 0; level < FIRST_LEVELS && above.length > 0 && found.length < limit; level++) {
    const parents = sql.param(above.map((id) => `\\x${id}`))
    const under = await lightSpans(
      scope,
      trace,
      limit - found.length,
      on,
      sql``,
      sql`s.parent_span_id = any(${parents}::bytea[])`,
    )
    found.push(...under)
    above = under.map((span) => span.spanId)
  }
  return found.slice(0, limit)
}

const RANK = sql`s.mark is not null desc, s.status_code = 2 desc, s.start_unix_nano, s.span_id`

async function lightSpans(
  scope: Scope,
  trace: TraceId,
  limit: number,
  on: Db,
  order = sql``,
  which = sql`true`,
): Promise<LightSpan[]> {
  const found = await on.execute<LightSpan>(sql`
    select encode(s.span_id, 'hex') as "spanId", encode(s.parent_span_id, 'hex') as "parentSpanId",
      case when r."isReadable" then s.name else '' end as name,
      case when r."isReadable" then coalesce(r.service_name, '') else '' end as service, s.kind, s.start_unix_nano::text as "startUnixNano",
      s.end_unix_nano::text as "endUnixNano", s.status_code as "statusCode", s.mark ->> 'role' as role,
      coalesce(s.events @> '[{"n":"exception"}]', false) as "hasException",
      s.events is not null as "hasEvents", s.links is not null as "hasLinks",
      coalesce(r."isReadable", false) as "isVisible"
    from spans s
    left join (
      select r.id, r.service_name, ${isReadable(scope, sql`src.team_id`)} as "isReadable"
      from resources r join sources src on src.org_id = r.org_id and src.id = r.source_id
      where r.org_id = ${scope.orgId}
    ) r on r.id = s.resource_id
    where ${inTrace(scope.orgId, trace.uuid)} and ${which}
    ${order}
    limit ${limit + 1}
  `)
  return found.rows
}

/** What the executions of the trace and their task runs say about the spans that stand for them. */
async function stepsOf(scope: Scope, trace: TraceId, on: Db): Promise<SpanStep[]> {
  const found = await on.execute<SpanStep>(sql`
    with ours as (
      select e.id, e.team_id, e.span_id, e.trace_id, e.native_id, e.title, e.attempt, e.state, e.queued_at_unix_nano, f.name as flow
      from executions e left join flows f on f.org_id = e.org_id and f.id = e.flow_id
      where e.org_id = ${scope.orgId} and ${isReadable(scope, sql`e.team_id`)} and e.id in (
        select unnest(t.execution_ids) from traces t where t.org_id = ${scope.orgId} and t.trace_id = ${trace.uuid})
    )
    select encode(span_id, 'hex') as "spanId", id as "executionId", null as "taskRunId",
      coalesce(flow, native_id) as name, 'execution' as kind, attempt, state, queued_at_unix_nano::text as "queuedAtUnixNano"
    from ours where trace_id = ${trace.uuid} and span_id is not null
    union all
    select encode(k.span_id, 'hex'), k.execution_id, k.id::text, k.name, k.kind, k.attempt, k.state, k.queued_at_unix_nano::text
    from task_runs k join ours on ours.id = k.execution_id
    where k.org_id = ${scope.orgId} and k.trace_id = ${trace.uuid} and k.span_id is not null
    limit ${SPANS_MAX}
  `)
  return found.rows
}
