import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { EVENT_PROTOCOLS, EVENT_VERDICTS, type EventProtocol, type EventVerdict } from '@/lib/model/event'
import type { EventTold, ListedEvent } from '@/lib/model/listed-event'
import type { Scope } from '@/lib/model/scope'
import { teamsFor } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { isReadable } from './readable'

export type EventFilter = {
  sourceId?: string
  executionId?: string
  protocol?: string
  verdict?: string
  /** The whole type, or its beginning up to a dot. */
  type?: string
  /** Only those that were received from then on, and before then. */
  since?: Date
  until?: Date
  /** The id of the last row of the page before. */
  after?: string
}

/** Events of sources that the scope may read, the newest first: one page, and one row more where there is another. */
export async function listEvents(
  scope: Scope,
  filter: EventFilter = {},
  limit = 50,
  on: Db = database(),
): Promise<ListedEvent[]> {
  const found = await on.execute<Row>(sql`
    select ${columns(scope)} from events e
      join sources s on s.org_id = e.org_id and s.id = e.source_id
    where ${isMine(scope)} and ${matches(scope, filter)}
    order by e.received_at desc, e.id desc limit ${limit + 1}`)
  return found.rows.map(listed)
}

/** Types, verdicts and protocols of the newest ten thousand events of a source with their numbers: what a list can be narrowed to. */
export async function countEvents(
  scope: Scope,
  sourceId: string,
  on: Db = database(),
): Promise<{ verdict: EventVerdict; type: string; count: number }[]> {
  if (!isUuid(sourceId)) return []
  const found = await on.execute<{ verdict: EventVerdict; type: string; count: number }>(sql`
    select verdict, type, count(*)::int as count from (
      select e.verdict, e.type from events e join sources s on s.org_id = e.org_id and s.id = e.source_id
      where ${isMine(scope)} and e.source_id = ${sourceId}::uuid
      order by e.received_at desc, e.id desc limit 10000) newest
    group by verdict, type order by count desc, verdict, type limit 100`)
  return found.rows
}

export type Row = Omit<ListedEvent, 'occurredAt' | 'receivedAt' | 'told'> & {
  occurredAt: string | null
  receivedAt: string
  told: EventTold[] | null
}

/** What a list shows of an event `e` and its source `s`. Executions of teams that the scope may not read are left out. */
export const columns = (scope: Scope): SQL => sql`
  e.id, e.source_id as "sourceId", s.name as "sourceName", e.protocol, e.type, e.subject,
  e.occurred_at::text as "occurredAt", e.received_at::text as "receivedAt", e.verdict, e.because, e.notes, e.parser,
  e.bytes, e.repeats, (
    select json_agg(json_build_object('executionId', x.id, 'flow', coalesce(f.name, x.native_id), 'nativeId', x.native_id,
      'state', x.state, 'task', t.name) order by x.id)
    from (select execution_id, task_run_id from event_executions ee
      where ee.org_id = e.org_id and ee.event_id = e.id order by execution_id limit 20) ee
    join executions x on x.org_id = e.org_id and x.id = ee.execution_id and ${isReadable(scope, sql`x.team_id`)}
    left join flows f on f.org_id = x.org_id and f.id = x.flow_id
    left join task_runs t on t.org_id = e.org_id and t.execution_id = ee.execution_id and t.id = ee.task_run_id
  ) as told`

/** Events of sources whose team the scope may read. */
export function isMine(scope: Scope): SQL {
  const teams = teamsFor(scope, 'source.read')
  const mine = teams === null ? sql`true` : sql`s.team_id = any(${sql.param(teams)}::uuid[])`
  return sql`e.org_id = ${scope.orgId} and ${mine}`
}

/** A row with its times as dates. */
export const listed = (row: Row): ListedEvent => ({
  ...row,
  occurredAt: row.occurredAt === null ? null : new Date(row.occurredAt),
  receivedAt: new Date(row.receivedAt),
  told: row.told ?? [],
})

/** The condition of a filter on `e`. An id that is none matches nothing. */
export function matches(scope: Scope, filter: EventFilter): SQL {
  const parts: SQL[] = []
  if (filter.sourceId !== undefined)
    parts.push(isUuid(filter.sourceId) ? sql`e.source_id = ${filter.sourceId}::uuid` : sql`false`)
  if (filter.executionId !== undefined) parts.push(ofExecution(scope, filter.executionId))
  if (filter.protocol !== undefined)
    parts.push(isOneOf(EVENT_PROTOCOLS, filter.protocol) ? sql`e.protocol = ${filter.protocol}` : sql`false`)
  if (filter.verdict !== undefined)
    parts.push(isOneOf(EVENT_VERDICTS, filter.verdict) ? sql`e.verdict = ${filter.verdict}` : sql`false`)
  if (filter.type !== undefined)
    parts.push(sql`(e.type = ${filter.type} or starts_with(e.type, ${`${filter.type}.`}))`)
  if (filter.since !== undefined) parts.push(sql`e.received_at >= ${filter.since.toISOString()}::timestamptz`)
  if (filter.until !== undefined) parts.push(sql`e.received_at < ${filter.until.toISOString()}::timestamptz`)
  if (filter.after !== undefined && isUuid(filter.after)) {
    parts.push(sql`(e.received_at, e.id) < (select a.received_at, a.id from events a
      where a.org_id = ${scope.orgId} and a.id = ${filter.after}::uuid)`)
  }
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}

function ofExecution(scope: Scope, executionId: string): SQL {
  if (!isUuid(executionId)) return sql`false`
  return sql`e.id in (select ee.event_id from event_executions ee
    where ee.org_id = ${scope.orgId} and ee.execution_id = ${executionId}::uuid)`
}

const isOneOf = <Word extends EventProtocol | EventVerdict>(words: readonly Word[], word: string): boolean =>
  words.some((each) => each === word)
