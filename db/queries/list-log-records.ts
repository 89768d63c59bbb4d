import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { UnixNano } from '@/lib/model/fact'
import type { Scope } from '@/lib/model/scope'
import type { LogBand } from '@/lib/model/severity'
import { lowestOf } from '@/lib/model/severity'
import type { StoredLog } from '@/lib/model/stored-log'
import type { TraceId } from '@/lib/model/trace-id'
import { inTrace, inTraceOfLogs, isReadable } from './readable'

export type LogFilter = {
  /** Nothing less severe. */
  atLeast?: LogBand
  text?: string
  /** Only records of this span and of the spans under it. */
  within?: string
  /** Only what is not said in that trace, too, whatever the numbers and ids in it. */
  notIn?: TraceId
}

export type LogCursor = { timeUnixNano: UnixNano; id: string }
export type LogPage = { rows: StoredLog[]; next: LogCursor | null }

export const LOG_PAGE_SIZE = 1000
const BODY_SHOWN = 4000

/** Log records of a trace, oldest first: a log is read from the top. */
export async function listLogRecords(
  scope: Scope,
  trace: TraceId,
  filter: LogFilter = {},
  after: LogCursor | null = null,
  on: Db = database(),
): Promise<LogPage> {
  const found = await on.execute<StoredLog>(sql`
    ${subtree(scope, trace, filter)}
    select l.id, ${timeOf}::text as "timeUnixNano", l.severity_number as "severityNumber",
      l.severity_text as "severityText", encode(l.span_id, 'hex') as "spanId",
      (select s.name from spans s where ${inTrace(scope.orgId, trace.uuid)} and s.span_id = l.span_id limit 1) as "spanName",
      r.service_name as service, l.event_name as "eventName", left(${bodyOf}, ${BODY_SHOWN}) as body,
      l.body_text is null and l.body is not null as "isJson", length(${bodyOf}) as "bodyLength",
      l.attributes::text as attributes, l.exception is not null as "hasException"
    from log_records l
    join resources r on r.org_id = l.org_id and r.id = l.resource_id
    join sources src on src.org_id = r.org_id and src.id = r.source_id
    where ${inTraceOfLogs(scope.orgId, trace.uuid)} and ${isReadable(scope, sql`src.team_id`)}
      and ${conditions(filter)} and ${isNews(scope, filter)}
      and ${after === null ? sql`true` : sql`(${timeOf}, l.id) > (${after.timeUnixNano}::bigint, ${after.id}::uuid)`}
    order by ${timeOf}, l.id
    limit ${LOG_PAGE_SIZE + 1}
  `)
  const rows = found.rows.slice(0, LOG_PAGE_SIZE)
  const last = rows.at(-1)
  const hasMore = found.rows.length > LOG_PAGE_SIZE
  return { rows, next: hasMore && last ? { timeUnixNano: last.timeUnixNano, id: last.id } : null }
}

/** A record without a time of its own stands where it was observed. */
const timeOf = sql`case when l.time_unix_nano = 0 then l.observed_unix_nano else l.time_unix_nano end`
const bodyOf = sql`coalesce(l.body_text, l.body::text, '')`

function conditions(filter: LogFilter): SQL {
  const all = [sql`true`]
  if (filter.atLeast) all.push(sql`l.severity_number >= ${lowestOf(filter.atLeast)}`)
  if (filter.text) all.push(sql`${bodyOf} ilike ${`%${filter.text.replace(/[\\%_]/g, '\\$&')}%`}`)
  if (filter.within) all.push(sql`l.span_id in (select span_id from under)`)
  return sql.join(all, sql` and `)
}

/** Words that hold a digit stand for any other: a time, a count, an id says nothing new. */
const TEMPLATE_LENGTH = 2000
const SAID_MAX = 50_000
const templateOf = sql`regexp_replace(left(${bodyOf}, ${TEMPLATE_LENGTH}),
  '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,}|\\w*\\d\\w*', '#', 'gi')`

function isNews(scope: Scope, { notIn }: LogFilter): SQL {
  if (!notIn) return sql`true`
  return sql`${templateOf} not in (
    select ${templateOf} from log_records l
    join resources r on r.org_id = l.org_id and r.id = l.resource_id
    join sources src on src.org_id = r.org_id and src.id = r.source_id
    where ${inTraceOfLogs(scope.orgId, notIn.uuid)} and ${isReadable(scope, sql`src.team_id`)} limit ${SAID_MAX})`
}

function subtree(scope: Scope, trace: TraceId, filter: LogFilter): SQL {
  if (!filter.within) return sql``
  // `union`, not `union all`: parents that form a circle must not be walked forever.
  return sql`with recursive known as materialized (
      select s.span_id, s.parent_span_id from spans s where ${inTrace(scope.orgId, trace.uuid)}
    ), under as (
      select decode(${filter.within}, 'hex') as span_id
      union
      select known.span_id from known join under on known.parent_span_id = under.span_id
    )`
}
