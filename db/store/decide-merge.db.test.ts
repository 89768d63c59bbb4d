import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listActorMerges } from '@/db/queries/list-actor-merges'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { Refusal } from '@/lib/model/refusal'
import { decideMerge } from './decide-merge'
import { noteActors } from './note-actors'
import { settlePersons } from './settle-persons'

let database: TestDatabase
const orgId = randomUUID()
const userId = randomUUID()
const owner = () => testScope({ orgId, userId, isOwner: true })

beforeAll(async () => {
  database = await testDatabase()
  await database.db.execute(
    sql`insert into organizations (org_id, name, created_at) values (${orgId}, 'Acme', now())`,
  )
  await database.db.execute(sql`insert into users (org_id, id, email, name, created_at)
    values (${orgId}, ${userId}, 'ada@example.com', 'Ada Lovelace', now())`)
  const at = '2026-11-21T10:00:00Z'
  await noteActors(database.db, orgId, [
    { kind: 'kestra', id: 'ada', email: 'ada@example.com', at },
    { kind: 'github', id: 'adalovelace', name: 'Ada Lovelace', at },
    { kind: 'email', id: '42+adalovelace@users.noreply.github.com', name: 'Ada', at },
    { kind: 'github', id: 'grace', name: 'Grace Hopper', at },
  ])
  await settlePersons(database.db, orgId)
})
afterAll(() => database.close())

const personOf = async (key: string) => {
  const { rows } = await database.db.execute<{ id: string }>(
    sql`select person_id as id from actors where org_id = ${orgId} and key = ${key}`,
  )
  return rows[0]?.id
}

test('the same address is the same person, and a member where one has it', async () => {
  expect(await personOf('kestra:ada')).toBe(userId)
})

test('the address that GitHub gives is of that login', async () => {
  const [login, address] = [
    await personOf('github:adalovelace'),
    await personOf('email:42+adalovelace@users.noreply.github.com'),
  ]
  expect(login).toBe(address)
})

test('what is only likely waits for somebody, whose word counts until it is taken back', async () => {
  const pair = { firstKey: 'github:adalovelace', secondKey: `user:${userId}` }
  const suggested = (await listActorMerges(owner(), database.db)).find(({ state }) => state === 'suggested')
  expect([suggested?.first.key, suggested?.second.key]).toContain('github:adalovelace')
  await decideMerge(owner(), { ...pair, state: 'merged' }, database.db)
  expect(await personOf('github:adalovelace')).toBe(userId)
  await decideMerge(owner(), { ...pair, state: 'apart' }, database.db)
  expect(await personOf('github:adalovelace')).not.toBe(userId)
  const { rows } = await database.db.execute<{ action: string }>(
    sql`select action from audit_entries where org_id = ${orgId} and action like 'person.%' order by seq`,
  )
  expect(rows.map(({ action }) => action)).toEqual(['person.merged', 'person.parted'])
})

test('certain evidence gives way to a person as well', async () => {
  await decideMerge(
    owner(),
    { firstKey: 'kestra:ada', secondKey: `user:${userId}`, state: 'apart' },
    database.db,
  )
  expect(await personOf('kestra:ada')).not.toBe(userId)
})

test('who may not change members decides nothing and sees nothing', async () => {
  const viewer = testScope({ orgId, userId: randomUUID(), teams: { [randomUUID()]: 'admin' } })
  expect(await listActorMerges(viewer, database.db)).toEqual([])
  const choice = { firstKey: 'github:grace', secondKey: 'kestra:ada', state: 'merged' as const }
  await expect(decideMerge(viewer, choice, database.db)).rejects.toBeInstanceOf(Refusal)
})
