import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { type AuditRow, fieldsOfRow, payloadOfRow } from '@/db/queries/audit-row'
import { auditEntries } from '@/db/schema/audit'
import { AuditWorld } from '@/db/testing/audit-world'
import { asOwnerOfTables } from '@/db/testing/tamper'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { auditOrigin, signCheckpoint } from '@/lib/audit/checkpoint'
import { GENESIS_HASH, hashOfLeaf, hashOfPayload, leafOf } from '@/lib/audit/leaf'
import { appendLeaf, EMPTY_FRONTIER, frontierBytes, frontierRoot } from '@/lib/audit/merkle-tree'
import { verifyAuditLog } from './verify-audit-log'

let database: TestDatabase
let world: AuditWorld
/** Signed and handed out when the log had its first entries; whoever has it kept it outside of the database. */
let kept: string
let size: number
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  world = new AuditWorld(database.db)
  await world.add(8)
  kept = await world.sign()
  await world.add(5)
  await world.sign()
  size = 14
})

const tamper = (statement: ReturnType<typeof sql>) =>
  asOwnerOfTables(database.db, (tx) => tx.execute(statement))
const mine = () => sql`org_id = ${world.orgId}`
const found = async (to = size) => {
  const verdict = await world.verify([kept], to)
  return { ...verdict, codes: verdict.findings.map(({ code }) => code) }
}
/** What the server's own verification says, with the checkpoint of its data directory. */
const findings = async () =>
  (await verifyAuditLog(world.orgId, { kept, keys: [world.signer] }, database.db))?.findings ?? []

test('a log that nobody touched is whole', async () => {
  const verdict = await found()
  expect(verdict).toMatchObject({ integrity: 'holds', findings: [], older: [{ outcome: 'continues' }] })
  expect(verdict.completeness).toMatchObject({ isWhole: true, unsigned: 0 })
  expect(await findings()).toEqual([])
})

describe('somebody who owns the database', () => {
  test('edits an entry', async () => {
    await tamper(sql`update audit_entries set action = 'team.deleted' where ${mine()} and seq = 3`)
    expect((await found()).codes).toEqual(expect.arrayContaining(['chain', 'root']))
    expect(await findings()).not.toEqual([])
  })

  test('edits what an entry says was changed', async () => {
    await tamper(sql`update audit_entries set after = '{"name":"Other"}' where ${mine()} and seq = 3`)
    expect((await found()).findings).toEqual([expect.objectContaining({ code: 'payload', seq: 3 })])
    expect(await findings()).not.toEqual([])
  })

  test('deletes an entry', async () => {
    await tamper(sql`delete from audit_entries where ${mine()} and seq = 3`)
    expect((await found()).codes).toEqual(expect.arrayContaining(['sequence', 'count']))
    expect(await findings()).not.toEqual([])
  })

  test('deletes an entry and moves those after it up', async () => {
    await tamper(sql`delete from audit_entries where ${mine()} and seq = 3`)
    await tamper(sql`update audit_entries set seq = -seq where ${mine()} and seq > 3`)
    await tamper(sql`update audit_entries set seq = -seq - 1 where ${mine()} and seq < 0`)
    expect((await found(size - 1)).codes).toEqual(expect.arrayContaining(['chain', 'root']))
    expect(await findings()).not.toEqual([])
  })

  test('inserts an entry', async () => {
    await tamper(sql`update audit_entries set seq = -seq where ${mine()} and seq > 3`)
    await tamper(sql`update audit_entries set seq = -seq + 1 where ${mine()} and seq < 0`)
    const [copied] = await rowsOf(database.db)
    await asOwnerOfTables(database.db, (tx) =>
      tx.insert(auditEntries).values({ ...(copied as AuditRow), seq: 4, id: crypto.randomUUID() }),
    )
    expect((await found(size)).codes).toEqual(expect.arrayContaining(['chain']))
    expect(await findings()).not.toEqual([])
  })

  test('swaps two entries', async () => {
    await tamper(sql`update audit_entries set seq = -7 where ${mine()} and seq = 6`)
    await tamper(sql`update audit_entries set seq = 6 where ${mine()} and seq = 7`)
    await tamper(sql`update audit_entries set seq = 7 where ${mine()} and seq = -7`)
    expect((await found()).codes).toEqual(expect.arrayContaining(['chain', 'root']))
    expect(await findings()).not.toEqual([])
  })

  test('cuts the tail, and all that tells of it', async () => {
    const rows = await rowsOf(database.db)
    const end = rows.slice(0, 6)
    const tree = end.reduce((before, row) => appendLeaf(before, row.hash), EMPTY_FRONTIER)
    const root = Buffer.from(frontierRoot(tree))
    await tamper(sql`delete from audit_entries where ${mine()} and seq > 6`)
    await tamper(sql`delete from audit_checkpoints where ${mine()}`)
    await tamper(sql`update audit_heads set seq = 6, hash = ${end.at(-1)?.hash}, frontier = ${Buffer.from(frontierBytes(tree))}
      where ${mine()}`)
    // Even with the key at hand: what was signed before had more.
    const note = signCheckpoint({ origin: auditOrigin(world.orgId), size: 6, root }, [world.signer])
    await tamper(
      sql`insert into audit_checkpoints (org_id, size, root, note, at) values (${world.orgId}, 6, ${root}, ${note}, now())`,
    )
    expect((await found(6)).codes).toEqual(['cut'])
    expect((await findings()).map(({ code }) => code)).toEqual(['cut'])
  })

  test('cuts the tail, and leaves what was signed', async () => {
    await tamper(sql`delete from audit_entries where ${mine()} and seq > 6`)
    await tamper(sql`update audit_heads set seq = 6 where ${mine()}`)
    expect((await findings()).map(({ code }) => code)).toEqual(['root'])
  })

  test('swaps two organizations', async () => {
    const other = new AuditWorld(database.db)
    await other.add(13)
    await other.sign()
    const nobody = '00000000-0000-4000-8000-000000000000'
    for (const table of ['audit_entries', 'audit_heads'].map((name) => sql.identifier(name))) {
      await tamper(sql`update ${table} set org_id = ${nobody} where org_id = ${world.orgId}`)
      await tamper(sql`update ${table} set org_id = ${world.orgId} where org_id = ${other.orgId}`)
      await tamper(sql`update ${table} set org_id = ${other.orgId} where org_id = ${nobody}`)
    }
    expect((await found()).codes).toEqual(expect.arrayContaining(['root']))
    expect(await findings()).not.toEqual([])
  })

  test('swaps two organizations with all that was signed for them', async () => {
    const other = new AuditWorld(database.db)
    await other.add(13)
    await other.sign()
    const nobody = '00000000-0000-4000-8000-000000000000'
    const tables = ['audit_entries', 'audit_heads', 'audit_tiles', 'audit_checkpoints', 'audit_keys']
    for (const table of tables.map((name) => sql.identifier(name))) {
      await tamper(sql`update ${table} set org_id = ${nobody} where org_id = ${world.orgId}`)
      await tamper(sql`update ${table} set org_id = ${world.orgId} where org_id = ${other.orgId}`)
      await tamper(sql`update ${table} set org_id = ${other.orgId} where org_id = ${nobody}`)
    }
    expect((await found()).codes).toEqual(expect.arrayContaining(['checkpoint-signature']))
    expect(await findings()).not.toEqual([])
  })

  test('rewrites everything, hashes and all, and has it signed again', async () => {
    const rows = await rowsOf(database.db)
    let previousHash: Uint8Array = GENESIS_HASH
    let tree = EMPTY_FRONTIER
    for (const row of rows) {
      const told = row.seq === 3 ? { ...row, after: { name: 'Never happened' } } : row
      const payloadHash = hashOfPayload(payloadOfRow(told) ?? {})
      const hash = hashOfLeaf(leafOf({ ...fieldsOfRow(told), payloadHash, previousHash }))
      await tamper(sql`update audit_entries set after = ${JSON.stringify(told.after)}::jsonb,
        payload_hash = ${Buffer.from(payloadHash)}, previous_hash = ${Buffer.from(previousHash)}, hash = ${Buffer.from(hash)}
        where ${mine()} and seq = ${row.seq}`)
      previousHash = hash
      tree = appendLeaf(tree, hash)
    }
    const root = Buffer.from(frontierRoot(tree))
    const note = signCheckpoint({ origin: auditOrigin(world.orgId), size: tree.size, root }, [world.signer])
    await tamper(sql`update audit_heads set hash = ${Buffer.from(previousHash)}, frontier = ${Buffer.from(frontierBytes(tree))}
      where ${mine()}`)
    await tamper(sql`delete from audit_checkpoints where ${mine()}`)
    await tamper(sql`insert into audit_checkpoints (org_id, size, root, note, at)
      values (${world.orgId}, ${tree.size}, ${root}, ${note}, now())`)
    const verdict = await found()
    expect(verdict.codes).toEqual(['rewritten'])
    expect(verdict.older).toMatchObject([{ size: 9, outcome: 'broken' }])
    // Without the older checkpoint, it fits together: that is what one is kept for.
    expect((await world.verify([], size)).integrity).toBe('holds')
    expect((await findings()).map(({ code }) => code)).toEqual(['rewritten'])
  })
})

const rowsOf = (db: Db): Promise<AuditRow[]> =>
  db.select().from(auditEntries).where(sql`org_id = ${world.orgId}`).orderBy(auditEntries.seq)
