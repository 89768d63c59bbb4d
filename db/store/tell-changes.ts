import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { LIVE_CHANNEL } from './write-live'

/** Tells pages that are looked at which changes have something new, when the transaction is committed. */
export async function tellChanges(tx: Db, orgId: string, changes: readonly string[]): Promise<void> {
  await tx.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify({ org: orgId, changes })})`)
}
