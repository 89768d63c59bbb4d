import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

/** Works as somebody who owns the tables of the audit log and lets no trigger stop them. */
export const asOwnerOfTables = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    for (const table of ['audit_entries', 'audit_checkpoints'])
      await tx.execute(sql`alter table ${sql.identifier(table)} disable trigger user`)
    const done = await work(tx)
    for (const table of ['audit_entries', 'audit_checkpoints'])
      await tx.execute(sql`alter table ${sql.identifier(table)} enable trigger user`)
    return done
  })
