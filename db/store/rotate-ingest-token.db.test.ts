import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listIngestTokens } from '@/db/queries/list-ingest-tokens'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { createIngestToken } from './create-ingest-token'
import { revokeIngestToken } from './revoke-ingest-token'
import { rotateIngestToken } from './rotate-ingest-token'

let database: TestDatabase
let world: World
let owner: Scope
beforeAll(async () => {
  database = await testDatabase()
  world = await buildWorld(database.db)
  owner = testScope({ orgId: world.orgId, isOwner: true })
})
afterAll(() => database.close())

const HOUR = 3_600_000
const rotate = (tokenId: string, overlapHours = 24) =>
  rotateIngestToken(owner, { sourceId: world.teams[0].sourceId, tokenId, overlapHours }, database.db)
const listed = (now = new Date()) => listIngestTokens(owner, world.teams[0].sourceId, database.db, now)
const make = (expiresAt: Date | null) =>
  createIngestToken(owner, world.teams[0].sourceId, { name: 'Collector', expiresAt }, database.db)

test('both tokens are good until the overlap ends, then the new one alone', async () => {
  const old = await make(null)
  const made = await rotate(old.id)
  const statusOf = async (id: string, now: Date) => (await listed(now)).find((one) => one.id === id)?.status
  const soon = new Date(Date.now() + 23 * HOUR)
  const later = new Date(Date.now() + 25 * HOUR)
  expect([await statusOf(old.id, soon), await statusOf(made.id, soon)]).toEqual(['active', 'active'])
  expect([await statusOf(old.id, later), await statusOf(made.id, later)]).toEqual(['expired', 'active'])
  expect((await listed()).find((one) => one.id === made.id)).toMatchObject({
    name: 'Collector',
    expiresAt: null,
  })
})

test('rotating lengthens no life: one that ends before the overlap still does', async () => {
  const end = new Date(Date.now() + HOUR)
  const old = await make(end)
  await rotate(old.id)
  expect((await listed()).find((one) => one.id === old.id)?.expiresAt).toEqual(end)
})

test('both halves are on record, and never a secret', async () => {
  const old = await make(null)
  const made = await rotate(old.id)
  const { rows } = await database.db.execute<{ action: string; target: string; all: string }>(sql`
    select action, target_id as target, (before::text || after::text) as all from audit_entries
    where org_id = ${world.orgId} order by seq desc limit 2`)
  expect(rows.map(({ action, target }) => [action, target])).toEqual([
    ['token.rotated', old.id],
    ['token.created', made.id],
  ])
  expect(JSON.stringify(rows)).not.toContain(made.token.split('_')[3])
})

test('what is no longer good is not rotated', async () => {
  const old = await make(null)
  await revokeIngestToken(owner, world.teams[0].sourceId, old.id, database.db)
  await expect(rotate(old.id)).rejects.toMatchObject({ code: 'not_found' })
  const expired = await make(new Date(Date.now() - 1_000))
  await expect(rotate(expired.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(rotate(world.teams[1].tokenId)).rejects.toMatchObject({ code: 'not_found' })
})
