import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { auditCheckpoints } from '@/db/schema/audit'
import { setLegalHold, updateAuditRetention } from '@/db/store/legal-holds'
import { requestVerification } from '@/db/store/verify-audit-log'
import { asOwnerOfTables } from '@/db/testing/tamper'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { pruneAudit } from './prune-audit'
import { AuditJobs, DAY } from './testing/audit-jobs'
import { verifyAudit } from './verify-audit'

let database: TestDatabase
let jobs: AuditJobs
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  jobs = await AuditJobs.start(database)
})
afterEach(() => jobs.remove())

describe('retention', () => {
  const seqs = async () => (await listAuditEntries(jobs.owner, {}, 2000, database.db)).map(({ seq }) => seq)
  const prune = async () => jobs.run(pruneAudit)

  test('removes what is old and signed for, says so, and every proof stays', async () => {
    await jobs.world.add(600)
    await jobs.sign()
    const kept = (await jobs.integrity()).checkpoint?.note ?? ''
    await updateAuditRetention(jobs.owner, 30, database.db)
    expect(await prune()).toEqual({ pruned: 0 })
    jobs.later(31 * DAY)
    expect(await prune()).toEqual({ pruned: 512 })
    expect((await seqs()).at(-1)).toBe(513)
    await jobs.sign()
    const { size, firstSeq } = await jobs.integrity()
    expect(firstSeq).toBe(513)
    const verdict = await jobs.world.verify([kept], size, 513)
    expect(verdict).toMatchObject({ integrity: 'holds', older: [{ outcome: 'continues' }] })
    expect(verdict.completeness.before).toEqual({ entries: 512, why: 'pruned' })
    await jobs.run(verifyAudit(jobs.keeping))
    expect((await jobs.integrity()).verified).toMatchObject({ to: size, isIntact: true })
    expect(await prune()).toEqual({ pruned: 0 })
  })

  test('stops before the first entry that a hold keeps, and goes on when it is released', async () => {
    await jobs.world.add(299)
    await jobs.world.add(1, { target: { kind: 'flow', id: 'orders', teamId: null } })
    await jobs.world.add(300)
    await jobs.sign()
    const target = { kind: 'flow', id: 'orders' }
    await setLegalHold(jobs.owner, { scope: 'target', target, reason: 'case 7' }, database.db)
    await updateAuditRetention(jobs.owner, 1, database.db)
    jobs.later(2 * DAY)
    expect(await prune()).toEqual({ pruned: 299 })
    expect((await jobs.integrity()).holds).toMatchObject([
      { scope: 'target', target, reason: 'case 7', releasedAt: null },
    ])
    expect(await prune()).toEqual({ pruned: 0 })
  })

  test('keeps what nobody signed for', async () => {
    await jobs.world.add(300)
    await updateAuditRetention(jobs.owner, 1, database.db)
    jobs.later(2 * DAY)
    expect(await prune()).toEqual({ pruned: 0 })
    expect(await database.db.select().from(auditCheckpoints)).toEqual([])
  })
})

test('a verification that is asked for is done, and tells what is wrong', async () => {
  await jobs.world.add(5)
  await jobs.sign()
  await jobs.run(verifyAudit(jobs.keeping))
  await requestVerification(jobs.owner, database.db, jobs.now)
  expect(await jobs.integrity()).toMatchObject({ isVerifying: true, verified: { isIntact: true } })
  await asOwnerOfTables(database.db, (tx) =>
    tx.execute(sql`update audit_entries set action = 'team.deleted' where seq = 2`),
  )
  jobs.later(1000)
  expect(await jobs.run(verifyAudit(jobs.keeping))).toEqual({ verified: 1, broken: 1 })
  const { isVerifying, verified } = await jobs.integrity()
  expect(isVerifying).toBe(false)
  expect(verified).toMatchObject({ isIntact: false })
  expect(verified?.findings[0]).toMatchObject({ seq: 3 })
})
