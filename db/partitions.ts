import { type SQL, sql } from 'drizzle-orm'
import type { Db } from './client'

/** The tables that are partitioned by day, with the column that decides the day and the partition for all other days. */
export const PARTITIONED = {
  spans: { column: 'started_at', late: 'spans_late', key: 'trace_id, span_id, started_at' },
  log_records: { column: 'occurred_at', late: 'log_records_late', key: 'trace_id, id, occurred_at' },
  event_bodies: { column: 'received_at', late: 'event_bodies_late', key: 'event_id, received_at' },
} as const
export type PartitionedTable = keyof typeof PARTITIONED

const DAY_MS = 86_400_000

/** Days kept ready: yesterday (late data) and three to come, so that a worker may be away over a weekend. */
const DAYS_BACK = 1
const DAYS_AHEAD = 3

/** A reader that holds a partition must not make every writer wait behind us; the caller tries again later. */
const LOCK_TIMEOUT = sql`set local lock_timeout = '2s'`

/** `spans_2026_11_21`, for the UTC day of `at`. */
export const partitionName = (table: PartitionedTable, at: Date): string =>
  `${table}_${at.toISOString().slice(0, 10).replaceAll('-', '_')}`

/** The index of the attributes of a finished day of spans. */
export const attributeIndexName = (partition: string): string => `${partition}_attributes`

/** Makes the partitions around `now` that are missing, and returns their names. Safe in any number of processes at once. */
export async function makePartitions(db: Db, now: Date): Promise<string[]> {
  const made: string[] = []
  for (const table of tables()) {
    for (let day = -DAYS_BACK; day <= DAYS_AHEAD; day++) {
      const at = new Date(now.getTime() + day * DAY_MS)
      if (await makePartition(db, table, at)) made.push(partitionName(table, at))
    }
  }
  return made
}

/** The day partitions of a table, oldest first. */
export async function listPartitions(
  db: Db,
  table: PartitionedTable,
): Promise<{ name: string; day: Date }[]> {
  const found = await db.execute<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table}::regclass order by c.relname`)
  return found.rows.flatMap(({ name }) => {
    const day = dayOf(table, name)
    return day === null ? [] : [{ name, day }]
  })
}

/** Drops the day partitions of which no part is newer than `before`, and returns their names. */
export async function dropPartitionsBefore(db: Db, table: PartitionedTable, before: Date): Promise<string[]> {
  const dropped: string[] = []
  for (const { name, day } of await listPartitions(db, table)) {
    if (day.getTime() + DAY_MS > before.getTime()) continue
    await db.transaction(async (tx) => {
      await tx.execute(LOCK_TIMEOUT)
      await tx.execute(sql`drop table if exists ${sql.identifier(name)}`)
    })
    dropped.push(name)
  }
  return dropped
}

/**
 * Empties the default partition of what arrived before `receivedBefore`, one batch a call; returns the rows deleted.
 * Call until it returns less than `batchRows`.
 */
export async function deleteLateRows(
  db: Db,
  table: PartitionedTable,
  orgId: string,
  receivedBefore: Date,
  batchRows = 5_000,
): Promise<number> {
  const late = sql.identifier(PARTITIONED[table].late)
  const key = sql.raw(PARTITIONED[table].key)
  const deleted = await db.execute(sql`
    delete from ${late} where org_id = ${orgId} and (${key}) in (
      select ${key} from ${late}
      where org_id = ${orgId} and received_at < ${receivedBefore.toISOString()}::timestamptz limit ${batchRows})`)
  return deleted.rowCount ?? 0
}

async function makePartition(db: Db, table: PartitionedTable, at: Date): Promise<boolean> {
  const name = partitionName(table, at)
  if (await exists(db, name)) return false
  const { column, late } = PARTITIONED[table]
  const from = startOfDay(at)
  const to = new Date(from.getTime() + DAY_MS)
  const bounds = sql.raw(`from ('${from.toISOString()}') to ('${to.toISOString()}')`)
  const isOfDay: SQL = sql.raw(`${column} >= '${from.toISOString()}' and ${column} < '${to.toISOString()}'`)
  const [parent, partition, rest] = [table, name, late].map((each) => sql.identifier(each))
  return db.transaction(async (tx) => {
    await tx.execute(LOCK_TIMEOUT)
    // Conflicts with itself and with no writer: makers take turns, and the second sees what the first made.
    await tx.execute(sql`lock table ${parent} in share update exclusive mode`)
    if (await exists(tx, name)) return false
    await tx.execute(sql`create table ${partition} (like ${parent} including all)`)
    // Rows that came while the day had no partition of its own; without them Postgres refuses to attach.
    await tx.execute(sql`lock table ${rest} in access exclusive mode`)
    await tx.execute(sql`insert into ${partition} select * from ${rest} where ${isOfDay}`)
    await tx.execute(sql`delete from ${rest} where ${isOfDay}`)
    await tx.execute(sql`alter table ${parent} attach partition ${partition} for values ${bounds}`)
    return true
  })
}

async function exists(db: Db, name: string): Promise<boolean> {
  const found = await db.execute<{ there: boolean }>(
    sql`select to_regclass(${`"${name}"`}) is not null as there`,
  )
  return found.rows[0]?.there === true
}

export const tables = (): PartitionedTable[] => Object.keys(PARTITIONED) as PartitionedTable[]

const startOfDay = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS)

function dayOf(table: PartitionedTable, name: string): Date | null {
  const [, year, month, day] = /^(\d{4})_(\d{2})_(\d{2})$/.exec(name.slice(table.length + 1)) ?? []
  if (!name.startsWith(`${table}_`) || year === undefined) return null
  return new Date(`${year}-${month}-${day}T00:00:00Z`)
}
