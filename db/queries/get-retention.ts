import { eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { organizations } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'

export type RetentionDays = { spanDays: number; logDays: number; executionDays: number; eventDays: number }

/** What one kind of row takes up now, and what it grows by in a day; null while there is no whole day to go by. */
export type StorageUse = { bytes: number; bytesPerDay: number | null }

export type RetentionDetail = {
  days: RetentionDays
  /** Of the whole installation: partitions are shared by its organizations. */
  use: { spans: StorageUse; logs: StorageUse; executions: StorageUse; events: StorageUse }
}

/** How long the organization keeps what, and what that costs. For owners, who may change it. */
export async function getRetention(
  scope: Scope,
  on: Db = database(),
  now = new Date(),
): Promise<RetentionDetail> {
  if (!mayIn(scope, 'retention.write', null)) {
    throw new Refusal(
      'forbidden',
      'Only owners of the organization see and change how long telemetry is kept.',
    )
  }
  const [days] = await on
    .select({
      spanDays: organizations.spanRetentionDays,
      logDays: organizations.logRetentionDays,
      executionDays: organizations.executionRetentionDays,
      eventDays: organizations.eventRetentionDays,
    })
    .from(organizations)
    .where(eq(organizations.orgId, scope.orgId))
  if (days === undefined) throw new Refusal('not_found', 'There is no such organization.')
  const [spans, logs, executions, bodies, events] = await Promise.all([
    sizeOfPartitions('spans', now, on),
    sizeOfPartitions('log_records', now, on),
    sizeOfExecutions(scope.orgId, now, on),
    sizeOfPartitions('event_bodies', now, on),
    sizeOfEvents(scope.orgId, now, on),
  ])
  return { days, use: { spans, logs, executions, events: together(bodies, events) } }
}

/** The last seven whole days that had anything, from their partitions; an empty one is pages of nothing but structure. */
async function sizeOfPartitions(
  table: 'spans' | 'log_records' | 'event_bodies',
  now: Date,
  on: Db,
): Promise<StorageUse> {
  const today = `${table}_${now.toISOString().slice(0, 10).replaceAll('-', '_')}`
  const { rows } = await on.execute<{ bytes: string; perDay: string | null }>(sql`
    with part as (
      select c.relname as name, pg_total_relation_size(c.oid) as bytes, pg_relation_size(c.oid) as heap
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = ${table}::regclass
    ), whole as (
      select bytes from part
      where name < ${today} and name not like '%late' and heap > 0 order by name desc limit 7
    )
    select (select coalesce(sum(bytes), 0) from part) as bytes, (select avg(bytes)::bigint from whole) as "perDay"`)
  return sizeOf(rows[0])
}

/** Executions are in one table: what it takes up, by the days since the oldest row. */
async function sizeOfExecutions(orgId: string, now: Date, on: Db): Promise<StorageUse> {
  const { rows } = await on.execute<{ bytes: string; perDay: string | null }>(sql`
    with size as (select pg_total_relation_size('executions') + pg_total_relation_size('task_runs') as bytes),
    age as (
      select extract(epoch from ${now.toISOString()}::timestamptz - occurred_at) / 86400 as days
      from executions where org_id = ${orgId} order by occurred_at, id limit 1
    )
    select bytes, (select (bytes / days)::bigint from age where days >= 1) as "perDay" from size`)
  return sizeOf(rows[0])
}

/** What is beside their bodies: in two tables, by the days since the oldest event. */
async function sizeOfEvents(orgId: string, now: Date, on: Db): Promise<StorageUse> {
  const { rows } = await on.execute<{ bytes: string; perDay: string | null }>(sql`
    with size as (select pg_total_relation_size('events') + pg_total_relation_size('event_executions') as bytes),
    age as (
      select extract(epoch from ${now.toISOString()}::timestamptz - received_at) / 86400 as days
      from events where org_id = ${orgId} order by received_at, id limit 1
    )
    select bytes, (select (bytes / days)::bigint from age where days >= 1) as "perDay" from size`)
  return sizeOf(rows[0])
}

const together = (a: StorageUse, b: StorageUse): StorageUse => ({
  bytes: a.bytes + b.bytes,
  bytesPerDay:
    a.bytesPerDay === null && b.bytesPerDay === null ? null : (a.bytesPerDay ?? 0) + (b.bytesPerDay ?? 0),
})

const sizeOf = (row: { bytes: string; perDay: string | null } | undefined): StorageUse => ({
  bytes: Number(row?.bytes ?? 0),
  bytesPerDay: row?.perDay == null ? null : Number(row.perDay),
})
