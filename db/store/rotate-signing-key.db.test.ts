import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { AuditWorld } from '@/db/testing/audit-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { openCheckpoint } from '@/lib/audit/checkpoint'
import { rotateSigningKey } from './rotate-signing-key'
import { signAuditCheckpoint } from './sign-audit-checkpoint'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('another key signs from then on: announced in the log, and signed for by both', async () => {
  const { db } = database
  const world = new AuditWorld(db)
  const { signer: old, orgId } = world
  const { signer: next } = new AuditWorld(db, orgId)
  const owner = testScope({ orgId, isOwner: true })
  const rotation = { next, old, kept: null, now: new Date() }
  await world.add(2)
  await expect(rotateSigningKey(owner, rotation, db)).rejects.toThrow('Nothing was signed yet')
  const before = await world.sign()
  await expect(rotateSigningKey(owner, { ...rotation, old: next }, db)).rejects.toThrow(
    'not the one that signs',
  )

  const { note, size } = await rotateSigningKey(owner, rotation, db)
  expect(size).toBe(4)
  expect(openCheckpoint(note, [old])).toMatchObject({ ok: true, checkpoint: { size: 4 } })
  expect(openCheckpoint(note, [next])).toMatchObject({ ok: true, checkpoint: { size: 4 } })
  expect(await listAuditEntries(owner, { action: 'signing_key.rotated' }, 10, db)).toHaveLength(1)

  await world.add(1)
  const signing = { signers: [old] as const, kept: note, now: new Date() }
  await expect(signAuditCheckpoint(orgId, signing, db)).rejects.toThrow('is retired')
  expect(await signAuditCheckpoint(orgId, { ...signing, signers: [next] }, db)).toMatchObject({ size: 5 })
  // Who has the old key alone brings the checkpoint that both signed for as the link to the new one.
  expect(openCheckpoint(before, [old])).toMatchObject({ ok: true })
  await expect(rotateSigningKey(owner, { ...rotation, next: old, old: next }, db)).rejects.toThrow('before')
})

test('a lost key is replaced without it, and the log says so', async () => {
  const { db } = database
  const world = new AuditWorld(db)
  const { orgId } = world
  const { signer: next } = new AuditWorld(db, orgId)
  const owner = testScope({ orgId, isOwner: true })
  await world.add(2)
  await world.sign()
  const { note } = await rotateSigningKey(owner, { next, old: null, kept: null, now: new Date() }, db)
  expect(openCheckpoint(note, [world.signer])).toMatchObject({ ok: false, reason: 'unknown-key' })
  const [entry] = await listAuditEntries(owner, { action: 'signing_key.rotated' }, 10, db)
  expect(entry?.target.kind).toBe('signing_key')
})
