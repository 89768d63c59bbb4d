import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '@/db/client'
import { AuditWorld } from '@/db/testing/audit-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { appendAuditEntry } from './append-audit-entry'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const WRITERS = 16
/** The bar is 500 of each; here a tenth of it, in the same way. `npx tsx bench/audit-append.ts` writes more than that. */
const ENTRIES = 50

test('sixteen writers at once, one of them killed in the middle, leave no gap and a log that verifies', async () => {
  const world = new AuditWorld(database.db)
  const { orgId } = world
  const victim = Math.floor(Math.random() * WRITERS)
  const killAt = 5 + Math.floor(Math.random() * (ENTRIES - 10))
  const actor = { kind: 'user', id: 'ada', name: 'Ada', ip: null, requestId: null, onBehalfOf: null } as const

  async function write(writer: number): Promise<number> {
    // A connection each, as processes have.
    const { db, close } = createDatabase(database.url, { max: 1, applicationName: `writer-${writer}` })
    let written = 0
    try {
      for (let n = 0; n < ENTRIES; n++) {
        await db.transaction(async (tx) => {
          await tx.execute(sql`insert into rate_limits (org_id, key, window_start, attempts)
            values (${orgId}, ${`${writer}-${n}`}, now(), 1)`)
          const entry = { action: 'team.renamed', target: { kind: 'team', id: randomUUID(), teamId: null } }
          const by = { orgId, actor: { ...actor, source: { kind: 'console', id: null } as const } }
          await appendAuditEntry(tx, by, { ...entry, after: { writer, n } })
          // With the head locked and the entry written: the worst moment to die.
          if (writer === victim && n === killAt)
            await database.pool.query(
              `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`,
              [`writer-${writer}`],
            )
        })
        written++
      }
    } catch (error) {
      if (writer !== victim) throw error
    } finally {
      await close()
    }
    return written
  }

  const written = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
  expect(written[victim]).toBe(killAt)
  const total = written.reduce((sum, each) => sum + each, 0)
  const { rows } = await database.db.execute<{ entries: number; last: number; changes: number }>(sql`
    select (select count(*)::int from audit_entries where org_id = ${orgId}) as entries,
      (select max(seq)::int from audit_entries where org_id = ${orgId}) as last,
      (select count(*)::int from rate_limits where org_id = ${orgId}) as changes`)
  expect(rows).toEqual([{ entries: total, last: total, changes: total }])
  await world.sign()
  const verdict = await world.verify([], total + 1)
  expect(verdict).toMatchObject({ integrity: 'holds', findings: [] })
  expect(verdict.completeness.isWhole).toBe(true)
})
