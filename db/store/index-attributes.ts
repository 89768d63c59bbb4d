import { sql } from 'drizzle-orm'
import { Pool } from 'pg'
import type { Db } from '@/db/client'
import { attributeIndexName, listPartitions } from '@/db/partitions'

const DAY_MS = 86_400_000
/** What comes late mostly comes within this time: to index a day that still fills up would cost those who write to it. */
const SETTLED_MS = 3_600_000
const ASK_EVERY_MS = 5_000

/**
 * Makes the attributes of the spans of finished days findable without reading all of them, a day at a time, and returns the
 * names of the partitions it did. Behind the writers' backs: the day that fills has no such index, so no span waits for one.
 */
export async function indexFinishedDays(
  db: Db,
  now: Date,
  mayGoOn: () => Promise<boolean> = async () => true,
): Promise<string[]> {
  const known = await attributeIndexes(db)
  const done: string[] = []
  for (const { name, day } of (await listPartitions(db, 'spans')).toReversed()) {
    const isFinished = day.getTime() + DAY_MS + SETTLED_MS <= now.getTime()
    if (!isFinished || known.get(attributeIndexName(name)) === true) continue
    if (!(await mayGoOn())) break
    if (!(await indexPartition(db, name, known.has(attributeIndexName(name)), mayGoOn))) break
    done.push(name)
  }
  return done
}

/** By name: false for one that was left unfinished, which Postgres keeps up to date but does not read. */
async function attributeIndexes(db: Db): Promise<Map<string, boolean>> {
  const found = await db.execute<{ name: string; isValid: boolean }>(sql`
    select c.relname as name, i.indisvalid as "isValid" from pg_index i join pg_class c on c.oid = i.indexrelid
    join pg_inherits h on h.inhrelid = i.indrelid where h.inhparent = 'spans'::regclass`)
  return new Map(found.rows.map(({ name, isValid }) => [name, isValid]))
}

/** False when it was not to go on. `concurrently`: whoever writes to that day meanwhile does not wait. */
async function indexPartition(
  db: Db,
  partition: string,
  isUnfinished: boolean,
  mayGoOn: () => Promise<boolean>,
): Promise<boolean> {
  const client = await poolOf(db).connect()
  let mayStay = true
  let isBuilding = true
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const watch = setInterval(async () => {
      mayStay = await mayGoOn().catch(() => false)
      if (!mayStay && isBuilding) await db.execute(sql`select pg_cancel_backend(${rows[0]?.pid ?? 0})`)
    }, ASK_EVERY_MS)
    try {
      await client.query(`set statement_timeout = 0`)
      await client.query(`set maintenance_work_mem = '256MB'`)
      const index = `"${attributeIndexName(partition)}"`
      if (isUnfinished) await client.query(`drop index concurrently if exists ${index}`)
      await client.query(
        `create index concurrently if not exists ${index} on "${partition}" using gin (attributes jsonb_path_ops)`,
      )
      return true
    } catch (error) {
      if (!mayStay) return false
      throw error
    } finally {
      isBuilding = false
      clearInterval(watch)
    }
  } finally {
    // With the settings of this connection, which are nobody else's.
    client.release(true)
  }
}

function poolOf(db: Db): Pool {
  const client: unknown = '$client' in db ? db.$client : null
  if (client instanceof Pool) return client
  throw new TypeError('An index is made outside of transactions')
}
