import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { createDatabase, type Database } from '@/db/client'
import { appendAuditEntry } from '@/db/store/append-audit-entry'
import { personActor } from '@/lib/model/scope'

export const WRITERS = 16

/** What was left when all writers had ended. */
export type Written = {
  victim: number
  killedAt: number
  byWriter: number[]
  changes: number
  entries: number
  last: number
}

/**
 * Sixteen writers at once make so many changes each, with their entries in one log, over a connection of their own; one of them
 * is killed at a random change, with the head locked and the entry written: the worst moment to die.
 */
export async function writeWithOneKilled(
  database: Database & { url: string },
  orgId: string,
  changes: number,
): Promise<Written> {
  const victim = Math.floor(Math.random() * WRITERS)
  const killedAt = 1 + Math.floor(Math.random() * (changes - 2))
  const actor = personActor({ id: 'ada', name: 'Ada', ip: null, requestId: null })

  async function write(writer: number): Promise<number> {
    const applicationName = `writer-${writer}`
    const { db, close } = createDatabase(database.url, { max: 1, applicationName })
    let written = 0
    try {
      for (; written < changes; written++) {
        await db.transaction(async (tx) => {
          await tx.execute(sql`insert into rate_limits (org_id, key, window_start, attempts)
            values (${orgId}, ${`${writer}-${written}`}, now(), 1)`)
          const target = { kind: 'team', id: randomUUID(), teamId: null }
          await appendAuditEntry(tx, { orgId, actor }, { action: 'team.renamed', target, after: { writer } })
          if (writer === victim && written === killedAt)
            await database.pool.query(
              'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
              [applicationName],
            )
        })
      }
    } catch (error) {
      if (writer !== victim) throw error
    } finally {
      await close()
    }
    return written
  }

  const byWriter = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
  const { rows } = await database.db.execute<Pick<Written, 'changes' | 'entries' | 'last'>>(sql`
    select (select count(*)::int from audit_entries where org_id = ${orgId}) as entries,
      (select coalesce(max(seq), 0)::int from audit_entries where org_id = ${orgId}) as last,
      (select count(*)::int from rate_limits where org_id = ${orgId}) as changes`)
  const [left = { changes: 0, entries: 0, last: 0 }] = rows
  return { victim, killedAt, byWriter, ...left }
}
