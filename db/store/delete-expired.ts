import { and, eq, lt, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { rateLimits, sessions } from '@/db/schema/people'
import { sourceCounts, sources } from '@/db/schema/sources'
import { isoTime } from './iso-time'

const DAY_MS = 86_400_000
const REJECTIONS_KEPT = 1_000

/**
 * Deletes up to `batchRows` executions of an organization that began before `before`, with their task runs, and returns how
 * many. Call until it returns less than that: small transactions keep locks and write-ahead log short.
 */
export async function deleteExecutionsBefore(
  orgId: string,
  before: Date,
  batchRows = 1_000,
  on: Db = database(),
): Promise<number> {
  return on.transaction(async (tx) => {
    const old = await tx.execute<{ id: string }>(sql`
      select id from executions where org_id = ${orgId} and occurred_at < ${isoTime(before)}
      order by occurred_at, id limit ${batchRows} for update skip locked`)
    const ids = sql`${`{${old.rows.map(({ id }) => id).join(',')}}`}::uuid[]`
    for (const table of ['task_runs', 'execution_keys', 'execution_references'])
      await tx.execute(
        sql`delete from ${sql.identifier(table)} where org_id = ${orgId} and execution_id = any(${ids})`,
      )
    await tx.execute(sql`delete from executions where org_id = ${orgId} and id = any(${ids})`)
    return old.rows.length
  })
}

/**
 * Deletes up to `batchRows` events that were received before `before`, the oldest first, with what they spoke of; returns how
 * many. What they said is in partitions, which are dropped by day. That the oldest go first is what replays go by.
 */
export async function deleteEventsBefore(
  orgId: string,
  before: Date,
  batchRows = 5_000,
  on: Db = database(),
): Promise<number> {
  return on.transaction(async (tx) => {
    const old = await tx.execute<{ id: string }>(sql`
      delete from events where org_id = ${orgId} and id in (
        select id from events where org_id = ${orgId} and received_at < ${isoTime(before)}
        order by received_at, id limit ${batchRows})
      returning id`)
    const ids = sql`${`{${old.rows.map(({ id }) => id).join(',')}}`}::uuid[]`
    await tx.execute(sql`delete from event_executions where org_id = ${orgId} and event_id = any(${ids})`)
    return old.rows.length
  })
}

/** Deletes up to `batchRows` traces that began and were last heard of before `before`; returns how many. */
export async function deleteTracesBefore(
  orgId: string,
  before: Date,
  batchRows = 5_000,
  on: Db = database(),
): Promise<number> {
  const time = isoTime(before)
  const deleted = await on.execute(sql`
    delete from traces where org_id = ${orgId} and trace_id in (
      select trace_id from traces where org_id = ${orgId} and started_at < ${time} and updated_at < ${time}
      order by started_at limit ${batchRows})`)
  return deleted.rowCount ?? 0
}

/** Keeps the newest thousand rejected items of each source: enough to find out why, whatever an exporter does. */
export async function boundRejections(on: Db = database()): Promise<number> {
  let deleted = 0
  const all = await on.select({ orgId: sources.orgId, id: sources.id }).from(sources)
  for (const { orgId, id } of all) {
    const gone = await on.execute(sql`
      delete from rejections where org_id = ${orgId} and source_id = ${id} and (received_at, id) <= (
        select received_at, id from rejections where org_id = ${orgId} and source_id = ${id}
        order by received_at desc, id desc offset ${REJECTIONS_KEPT} limit 1)`)
    deleted += gone.rowCount ?? 0
  }
  return deleted
}

/** Deletes what has run out by itself: sessions, windows of failed sign-ins, hourly counts older than any execution. */
export async function deleteRunOut(
  orgId: string,
  now: Date,
  countsBefore: Date,
  on: Db = database(),
): Promise<number> {
  const dayAgo = new Date(now.getTime() - DAY_MS)
  const gone = [
    await on.delete(sessions).where(and(eq(sessions.orgId, orgId), lt(sessions.expiresAt, now))),
    await on.delete(rateLimits).where(lt(rateLimits.windowStart, dayAgo)),
    await on
      .delete(sourceCounts)
      .where(and(eq(sourceCounts.orgId, orgId), lt(sourceCounts.hour, countsBefore))),
  ]
  return gone.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0)
}
