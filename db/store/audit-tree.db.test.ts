import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AuditWorld } from '@/db/testing/audit-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { hex } from '@/lib/audit/byte-text'
import { frontierOver } from '@/lib/audit/merkle-proof'
import { frontierRoot, isConsistent, isIncluded } from '@/lib/audit/merkle-tree'
import { lockHead } from './append-audit-entry'
import { consistencyProof, inclusionProof, treeAt } from './audit-proofs'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const SIZES = [1, 2, 255, 256, 257, 511, 512, 513, 600]

test('the kept hashes are the tree of the entries, at every size, and so are those of a log that is older than its tree', async () => {
  const { db } = database
  const world = new AuditWorld(db)
  const { orgId } = world
  await world.add(600)
  const { rows } = await db.execute<{ hash: Buffer }>(
    sql`select hash from audit_entries where org_id = ${orgId} order by seq`,
  )
  const leaves = rows.map(({ hash }) => new Uint8Array(hash))
  const rootAt = (size: number) => frontierRoot(frontierOver(leaves.slice(0, size)))
  const holds = async () => {
    // Where there is no tree yet, whoever locks the head makes it.
    const { tree } = await db.transaction((tx) => lockHead(tx, orgId))
    expect(hex(frontierRoot(tree))).toBe(hex(rootAt(600)))
    for (const size of SIZES) {
      const root = rootAt(size)
      expect(hex(frontierRoot(await treeAt(db, orgId, size)))).toBe(hex(root))
      const proof = await consistencyProof(db, orgId, size, 600)
      expect(isConsistent({ size1: size, size2: 600, root1: root, root2: rootAt(600), proof })).toBe(true)
      for (const seq of [1, Math.ceil(size / 2), size]) {
        const leafHash = leaves[seq - 1] ?? new Uint8Array()
        const path = await inclusionProof(db, orgId, seq, size)
        expect(isIncluded({ index: seq - 1, size, leafHash, proof: path, root })).toBe(true)
      }
    }
  }
  await holds()
  await db.execute(sql`delete from audit_tiles where org_id = ${orgId}`)
  await db.execute(sql`update audit_heads set frontier = null where org_id = ${orgId}`)
  await holds()
  const kept = await db.execute(sql`select level, tile, length(hashes) as bytes from audit_tiles
    where org_id = ${orgId} order by level, tile`)
  expect(kept.rows).toEqual([
    { level: 0, tile: '0', bytes: 8192 },
    { level: 0, tile: '1', bytes: 8192 },
    { level: 1, tile: '0', bytes: 64 },
  ])
})
