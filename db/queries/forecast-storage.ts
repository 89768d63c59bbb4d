import { sql } from 'drizzle-orm'
import type { Db } from '../client'
import { listPartitions, PARTITIONED, type PartitionedTable } from '../partitions'

export type StorageForecast = {
  /** Newest days first; the current one is not over yet. */
  days: { day: Date; bytes: number; rows: number }[]
  bytesPerDay: number
  bytesPerRow: number
  /** The default partition: late data. */
  lateBytes: number
  /** What the table comes to when this many days are kept. */
  forecastBytes: number
}

/** Complete days that the average is taken over. */
const RECENT_DAYS = 7

/** How large a partitioned table is by day, and what it comes to with `keepDays` of retention at the recent rate. */
export async function forecastStorage(
  db: Db,
  table: PartitionedTable,
  keepDays: number,
  now: Date,
): Promise<StorageForecast> {
  const sizes = await db.execute<{ name: string; bytes: string; rows: string }>(sql`
    select c.relname as name, pg_total_relation_size(c.oid)::text as bytes,
      greatest(c.reltuples, 0)::bigint::text as rows
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = ${table}::regclass`)
  const byName = new Map(sizes.rows.map((row) => [row.name, row]))
  const days = (await listPartitions(db, table))
    .filter(({ day }) => day.getTime() <= now.getTime())
    .map(({ name, day }) => {
      const size = byName.get(name)
      return { day, bytes: Number(size?.bytes ?? 0), rows: Number(size?.rows ?? 0) }
    })
    .reverse()
  const complete = days.filter(({ day }) => day.getTime() + 86_400_000 <= now.getTime())
  // On its first day an installation has nothing but today to go by.
  const recent = (complete.some(({ rows }) => rows > 0) ? complete : days).slice(0, RECENT_DAYS)
  const bytes = sum(recent.map((day) => day.bytes))
  const bytesPerDay = recent.length === 0 ? 0 : bytes / recent.length
  const lateBytes = Number(byName.get(PARTITIONED[table].late)?.bytes ?? 0)
  return {
    days,
    bytesPerDay,
    bytesPerRow: bytes / Math.max(1, sum(recent.map((day) => day.rows))),
    lateBytes,
    forecastBytes: Math.round(bytesPerDay * keepDays + lateBytes),
  }
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
