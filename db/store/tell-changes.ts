import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { LIVE_CHANNEL, MOST_IDS } from './write-live'

/** Tells pages that are looked at which changes have something new, when the transaction is committed. */
export async function tellChanges(tx: Db, orgId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const changes = ids.slice(0, MOST_IDS)
  await tx.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify({ org: orgId, changes })})`)
}
