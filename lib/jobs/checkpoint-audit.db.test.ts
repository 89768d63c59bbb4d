import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getAuditEntry } from '@/db/queries/get-audit-entry'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { AuditWorld } from '@/db/testing/audit-world'
import { asOwnerOfTables } from '@/db/testing/tamper'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { openCheckpoint } from '@/lib/audit/checkpoint'
import { hashOfLeaf } from '@/lib/audit/leaf'
import { verifyTlogProof } from '@/lib/audit/tlog-proof'
import { checkpointAudit } from './checkpoint-audit'
import { AuditJobs, MINUTE } from './testing/audit-jobs'

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

describe('signing', () => {
  test('announces the key, signs what there is, and an entry is proven under it', async () => {
    await jobs.world.add(3)
    expect(await jobs.sign()).toEqual({ signed: 1, broken: 0 })
    const { checkpoint, keys, alarm, size } = await jobs.integrity()
    expect({ size, alarm, checkpoint: checkpoint?.size, keys: keys.length }).toEqual({
      size: 4,
      alarm: null,
      checkpoint: 4,
      keys: 1,
    })
    expect(openCheckpoint(checkpoint?.note ?? '', [jobs.world.signer])).toMatchObject({ ok: true })
    const entry = await getAuditEntry(jobs.owner, 2, database.db)
    const leaf = JSON.parse(entry?.leafText ?? 'null')
    expect(verifyTlogProof(entry?.covered?.proof ?? '', hashOfLeaf(leaf), [jobs.world.signer])).toMatchObject(
      {
        ok: true,
      },
    )
    expect(await listAuditEntries(jobs.owner, { action: 'signing_key' }, 10, database.db)).toMatchObject([
      { action: 'signing_key.created', actor: { kind: 'system' }, source: { kind: 'worker', id: 'audit' } },
    ])
  })

  test('waits for five minutes or a thousand entries, and signs nothing twice', async () => {
    await jobs.world.add(1)
    expect(await jobs.sign()).toEqual({ signed: 1, broken: 0 })
    await jobs.world.add(1)
    expect(await jobs.sign()).toEqual({ signed: 0, broken: 0 })
    jobs.later(5 * MINUTE)
    expect(await jobs.sign()).toEqual({ signed: 1, broken: 0 })
    jobs.later(5 * MINUTE)
    expect(await jobs.sign()).toEqual({ signed: 0, broken: 0 })
    await jobs.world.add(1000)
    expect(await jobs.sign()).toEqual({ signed: 1, broken: 0 })
    expect((await jobs.world.verify([], 1003)).integrity).toBe('holds')
  })

  test.for<[what: string, tampering: (orgId: string) => ReturnType<typeof sql>, size: number]>([
    [
      'an entry that was signed for',
      (org) =>
        sql`update audit_entries set hash = decode(repeat('00', 32), 'hex') where org_id = ${org} and seq = 2`,
      6,
    ],
    [
      'an entry that was not signed for yet',
      (org) => sql`update audit_entries set after = '{"a":1}' where org_id = ${org} and seq = 8`,
      8,
    ],
    ['the last checkpoint', (org) => sql`update audit_checkpoints set size = 5 where org_id = ${org}`, 5],
    [
      'the head',
      (org) => sql`update audit_heads set frontier = decode(repeat('00', 64), 'hex') where org_id = ${org}`,
      6,
    ],
  ])('is refused after somebody changed %s, and the console is told', async ([, tampering, size]) => {
    await jobs.world.add(5)
    await jobs.sign()
    await jobs.world.add(4)
    jobs.later(5 * MINUTE)
    await asOwnerOfTables(database.db, (tx) => tx.execute(tampering(jobs.world.orgId)))
    expect(await jobs.sign()).toEqual({ signed: 0, broken: 1 })
    expect((await jobs.integrity()).alarm).toMatchObject({ size })
  })

  test('is refused for a log that was put back to before what the data directory has, until it is again what it was', async () => {
    await jobs.world.add(5)
    await jobs.sign()
    await jobs.publish()
    await database.db.execute(sql`create table kept_entries as select * from audit_entries`)
    await asOwnerOfTables(database.db, async (tx) => {
      await tx.execute(sql`delete from audit_entries where seq > 3`)
      await tx.execute(sql`delete from audit_checkpoints`)
      await tx.execute(sql`update audit_heads set seq = 3, frontier = null,
        hash = (select hash from audit_entries where seq = 3)`)
    })
    jobs.later(5 * MINUTE)
    expect(await jobs.sign()).toEqual({ signed: 0, broken: 1 })
    expect((await jobs.integrity()).alarm?.why).toContain(
      'the checkpoint kept in the data directory was of 6',
    )
    await asOwnerOfTables(database.db, async (tx) => {
      await tx.execute(sql`insert into audit_entries select * from kept_entries where seq > 3`)
      await tx.execute(
        sql`update audit_heads set seq = 6, frontier = null, hash = (select hash from audit_entries where seq = 6)`,
      )
    })
    await database.db.execute(sql`drop table kept_entries`)
    expect(await jobs.sign()).toEqual({ signed: 1, broken: 0 })
    expect((await jobs.integrity()).alarm).toBeNull()
  })

  test('is refused with a key that was never announced', async () => {
    await jobs.world.add(1)
    await jobs.sign()
    await jobs.world.add(1)
    jobs.later(5 * MINUTE)
    const other = new AuditWorld(database.db, jobs.world.orgId)
    expect(await jobs.run(checkpointAudit({ key: () => other.pem, dataDir: jobs.dataDir }))).toEqual({
      signed: 0,
      broken: 1,
    })
    expect((await jobs.integrity()).alarm?.why).toContain('was never announced')
  })
})
