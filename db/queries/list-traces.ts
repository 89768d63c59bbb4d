import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionChip, isRootReadable } from './get-trace'
import { hasIndexedAttribute } from './indexed-attribute'
import { isoOf, isReadable, isReadableByAny } from './readable'
import { type StoredDays, searchableWindow, storedDays } from './searchable-window'

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
  isSample: boolean
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
  /** Of a span in it, or of what sent one: compared as text. */
  attribute?: { key: string; value: string } | null
  /** Those of Runledger's own requests and jobs as well, which would bury the rest. */
  withOwn?: boolean
}

export type TraceCursor = { startedAt: string; traceId: string }
export type TracePage = {
  rows: TraceRow[]
  next: TraceCursor | null
  /** Set where a search for an attribute could not look through all of the window: what is older than this was not read. */
  searchedSince: string | null
}

const NOTHING = sql``

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
  if (filter.attribute) return searchTraces(scope, { ...filter, attribute: filter.attribute }, after, on)
  const page = pageOf(await readTraces(scope, filter, after, sql`true`, NOTHING, on))
  return { ...page, searchedSince: null }
}

/** Traces of which the newest are looked into one by one before all that is stored is: what is common is found among them. */
const LOOKED_INTO_FIRST = 1_000

/** Spans found by index: where more have the value it is a common one, and reading the newest is the shorter way. */
const COMMON_SPANS = 20_000

type AttributeSearch = TraceFilter & { attribute: { key: string; value: string } }

/** By an attribute: what is rare by index where there is one, what is common among the newest traces, anything else by reading. */
async function searchTraces(
  scope: Scope,
  filter: AttributeSearch,
  after: TraceCursor | null,
  on: Db,
): Promise<TracePage> {
  const upTo =
    after === null
      ? filter.until
      : new Date(Math.min(filter.until.getTime(), Date.parse(after.startedAt) + 1))
  const stored = await storedDays(on, filter.since, upTo)
  const how = await howToSearch(scope, filter, upTo, stored, on)
  if (!how.withIndex) {
    const hits = amongNewest(scope, filter, after)
    const quick = pageOf(await readTraces(scope, filter, after, AMONG_HITS, hits, on))
    if (quick.next !== null) return { ...quick, searchedSince: null }
  }
  const { since, isCut } = searchableWindow(stored, filter.since, upTo, how)
  const bounded = { ...filter, since }
  const has = how.withIndex ? hasIndexedAttribute(filter.attribute) : hasAttribute(scope, filter.attribute)
  const hits = sql`${sending(scope)}, hits as materialized (
    select distinct s.trace_id from spans s join sending r on r.id = s.resource_id
    where ${isStarted(scope, since, upTo)} and ${has}
  ),`
  const page = pageOf(await readTraces(scope, bounded, after, AMONG_HITS, hits, on))
  return { ...page, searchedSince: isCut && page.next === null ? since.toISOString() : null }
}

/** The newest traces, looked into one by one. */
const amongNewest = (scope: Scope, filter: AttributeSearch, after: TraceCursor | null): SQL => sql`
  ${sending(scope)}, newest as materialized (
    select t.trace_id, t.started_at, t.ended_at from traces t
    where t.org_id = ${scope.orgId} and ${isReadableByAny(scope, sql`t.team_ids`)} and ${conditions(scope, filter, after)}
    order by t.started_at desc, t.trace_id desc limit ${LOOKED_INTO_FIRST}
  ), hits as materialized (
    select t.trace_id from newest t where exists (
      select 1 from spans s join sending r on r.id = s.resource_id
      where s.org_id = ${scope.orgId} and s.trace_id = t.trace_id
        and s.started_at between t.started_at - interval '1 second' and t.ended_at + interval '1 second'
        and ${hasAttribute(scope, filter.attribute)})
  ),`

const AMONG_HITS = sql`t.trace_id in (select trace_id from hits)`

/** By index where there is one for most of what is asked for, unless the value is of a sender or is on very many spans. */
async function howToSearch(
  scope: Scope,
  { since, attribute }: AttributeSearch,
  upTo: Date,
  stored: StoredDays,
  on: Db,
): Promise<{ withIndex: boolean }> {
  const indexed = stored.days.filter(({ isIndexed }) => isIndexed)
  if (indexed.length === 0) return { withIndex: false }
  // Only what is indexed is counted: the rest is read in any case.
  const counted = indexed.map(
    ({ name }) => sql`select 1 from ${sql.identifier(name)} s
    where ${isStarted(scope, since, upTo)} and ${hasIndexedAttribute(attribute)}`,
  )
  const found = await on.execute<{ ofSenders: boolean; spans: number }>(sql`
    select exists (select 1 from resources r
        where r.org_id = ${scope.orgId} and r.attributes ->> ${attribute.key} = ${attribute.value}) as "ofSenders",
      (select count(*)::int from (${sql.join(counted, sql` union all `)} limit ${COMMON_SPANS + 1}) n) as spans`)
  const { ofSenders = true, spans = 0 } = found.rows[0] ?? {}
  return { withIndex: !ofSenders && spans <= COMMON_SPANS }
}

const isStarted = (scope: Scope, since: Date, until: Date): SQL => sql`s.org_id = ${scope.orgId}
  and s.started_at >= ${since.toISOString()}::timestamptz
  and s.started_at < ${new Date(until.getTime() + SPANS_AFTER_MS).toISOString()}::timestamptz`

/** Spans may begin this long after the window in which their trace begins. */
const SPANS_AFTER_MS = 3_600_000

/** What sends to this viewer. */
const sending = (scope: Scope): SQL => sql`with sending as not materialized (
    select r.id from resources r join sources src on src.org_id = r.org_id and src.id = r.source_id
    where r.org_id = ${scope.orgId} and ${isReadable(scope, sql`src.team_id`)}
  )`

/** Of the span, or of what sent it: which resources those are is found once, not span by span. */
const hasAttribute = (scope: Scope, { key, value }: { key: string; value: string }): SQL =>
  sql`(s.attributes ->> ${key} = ${value} or s.resource_id = any(array(
    select r.id from resources r where r.org_id = ${scope.orgId} and r.attributes ->> ${key} = ${value})))`

async function readTraces(
  scope: Scope,
  filter: TraceFilter,
  after: TraceCursor | null,
  among: SQL,
  before: SQL,
  on: Db,
): Promise<TraceRow[]> {
  const found = await on.execute<TraceRow>(sql`
    ${before} ${before === NOTHING ? sql`with` : sql``} page as materialized (
      select t.*, ${isRootReadable(scope)} as root_is_readable from traces t
      where t.org_id = ${scope.orgId} and ${isReadableByAny(scope, sql`t.team_ids`)} and ${conditions(scope, filter, after)} and ${among}
      order by t.started_at desc, t.trace_id desc
      limit ${TRACE_PAGE_SIZE + 1}
    )
    select replace(t.trace_id::text, '-', '') as "traceId",
      case when root_is_readable then t.root_name end as "rootName",
      case when root_is_readable then t.root_service end as "rootService",
      ${isoOf(sql`t.started_at`)} as "startedAt",
      (extract(epoch from t.ended_at - t.started_at) * 1000)::float8 as "durationMs",
      exists (select 1 from sources own where own.org_id = t.org_id and own.id = any(t.source_ids)
        and own.is_sample) as "isSample",
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
  return found.rows
}

function pageOf(found: TraceRow[]): Omit<TracePage, 'searchedSince'> {
  const rows = found.slice(0, TRACE_PAGE_SIZE)
  const last = rows.at(-1)
  const hasMore = found.length > TRACE_PAGE_SIZE
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
