import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Arrival, ArrivedEvent, CountRow } from '@/lib/model/arrival'
import type { Scope } from '@/lib/model/scope'
import { isBroken, isTerminal, type State } from '@/lib/model/state'
import { getEvent } from './get-event'
import { getSource } from './get-source'
import { listEvents } from './list-events'
import { listRejections } from './list-rejections'
import { countsOfSource } from './source-health'

const LOOKED_AT = 20
/** As much as a person reads beside a form. */
const TEXT_MOST = 20_000

/** Read over and over while somebody waits, so each part costs the same for a source with millions of rows. */
export async function getArrival(scope: Scope, sourceId: string, on: Db = database()): Promise<Arrival> {
  // Also says whether the scope may read the source, on which everything below rests.
  const source = await getSource(scope, sourceId, on)
  const [counts, execution] = await Promise.all([
    countsOfSource(scope, source.id, on),
    newestExecution(scope.orgId, source.id, on),
  ])
  const has = (verdict: CountRow['verdict']) => counts.some((row) => row.verdict === verdict)
  const hasEvents = counts.some((row) => row.signal === 'events' && row.verdict === 'stored')
  const [trace, rejections, event] = await Promise.all([
    execution === null && has('stored') ? newestTrace(scope.orgId, source.id, on) : null,
    has('rejected') ? listRejections(scope, source.id, {}, 20, on) : [],
    hasEvents ? newestEvent(scope, source.id, on) : null,
  ])
  const [rejection] = rejections
  return {
    counts,
    execution,
    trace,
    rejection: rejection === undefined ? null : { path: rejection.path, message: rejection.message },
    event,
  }
}

/** One that told of something says more than the ping that came after it. */
async function newestEvent(scope: Scope, sourceId: string, on: Db): Promise<ArrivedEvent | null> {
  const newest = await listEvents(scope, { sourceId }, LOOKED_AT, on)
  const event = newest.find(({ told }) => told.length > 0) ?? newest[0]
  if (event === undefined) return null
  const { id, type, subject, verdict, because, receivedAt, told } = event
  const { body } = await getEvent(scope, id, on)
  return {
    ...{ id, type, subject, verdict, because, told },
    receivedAt: receivedAt.toISOString(),
    text: body === null ? null : body.text.slice(0, TEXT_MOST),
  }
}

/** By way of the source's flows, each of which has its newest execution at the end of an index. */
async function newestExecution(orgId: string, sourceId: string, on: Db): Promise<Arrival['execution']> {
  const { rows } = await on.execute<{
    id: string
    flow: string
    title: string | null
    state: State
    nativeState: string | null
    failedTask: string | null
  }>(
    sql`select e.id, f.name as flow, e.title, e.state, e.native_state as "nativeState", e.failed_task as "failedTask"
      from (select id, name from flows where org_id = ${orgId} and source_id = ${sourceId} limit 100) f
      cross join lateral (
        select * from executions where org_id = ${orgId} and flow_id = f.id order by occurred_at desc, id desc limit 1
      ) e
      order by e.received_at desc, e.id desc limit 1`,
  )
  const [row] = rows
  return row === undefined
    ? null
    : { ...row, isFinished: isTerminal(row.state), isBroken: isBroken(row.state) }
}

/** Among the newest traces of the organization: there is no index by source, and a new source's trace is a new one. */
async function newestTrace(orgId: string, sourceId: string, on: Db): Promise<Arrival['trace']> {
  const { rows } = await on.execute<{ id: string; rootName: string | null }>(
    sql`select id, "rootName" from (
        select trace_id as id, root_name as "rootName", source_ids, started_at from traces
        where org_id = ${orgId} order by started_at desc, trace_id desc limit 2000
      ) newest
      where ${sourceId}::uuid = any(source_ids) order by started_at desc limit 1`,
  )
  return rows[0] ?? null
}
