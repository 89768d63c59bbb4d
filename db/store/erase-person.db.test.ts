import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getAuditEntry } from '@/db/queries/get-audit-entry'
import { countAuditEntries, listAuditEntries } from '@/db/queries/list-audit-entries'
import { AuditWorld } from '@/db/testing/audit-world'
import { addPerson, buildPeople } from '@/db/testing/people-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { erasePerson } from './erase-person'
import { setLegalHold } from './legal-holds'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('what the log tells of a person goes, what it proves stays', async () => {
  const { db } = database
  const people = await buildPeople(db)
  const { orgId } = people
  const owner = people.owner.scope
  const gone = await addPerson(db, orgId, {})
  await db.execute(
    sql`update users set name = 'Grace Hopper', email = 'grace@example.com' where id = ${gone.userId}`,
  )
  const world = new AuditWorld(db, orgId)
  await world.add(2, {}, 'Ada')
  await world.add(1, { target: { kind: 'user', id: gone.userId, teamId: null }, after: { role: 'admin' } })
  await world.add(1, { after: { email: 'Grace@Example.com' } })
  await world.add(1, { after: { name: 'Grace Hopper', size: 3 } })
  await world.add(1, {
    target: { kind: 'flow', id: 'held', teamId: null },
    after: { by: 'grace@example.com' },
  })
  await world.add(1, {}, 'Grace Hopper')
  const kept = await world.sign()
  const target = { kind: 'flow', id: 'held' }
  await setLegalHold(owner, { scope: 'target', target, reason: 'case' }, db)

  expect(await erasePerson(owner, { userId: gone.userId, reason: 'asked by mail' }, db)).toEqual({
    erased: 4,
    held: 1,
  })
  const all = await listAuditEntries(owner, {}, 50, db)
  expect(all.filter((entry) => entry.isErased).map(({ seq }) => seq)).toEqual([7, 5, 4, 3])
  const erased = await getAuditEntry(owner, 4, db)
  expect(erased).toMatchObject({
    isErased: true,
    before: null,
    after: null,
    ip: null,
    payloadText: null,
    actor: { id: 'ada', name: null },
  })
  expect(erased?.covered?.proof).toContain('index 3')
  expect((await countAuditEntries(owner, { text: 'hopper' }, db)).count).toBe(0)

  await world.sign()
  const verdict = await world.verify([kept], 10)
  expect(verdict).toMatchObject({ integrity: 'holds', older: [{ outcome: 'continues' }] })
  expect(verdict.completeness).toMatchObject({ erased: 4, erasedUnexplained: 0, isWhole: true })
  expect(await erasePerson(owner, { userId: gone.userId, reason: 'again' }, db)).toEqual({
    erased: 0,
    held: 1,
  })
})

test('nobody but an owner erases', async () => {
  const people = await buildPeople(database.db)
  const [team] = people.teams
  const admin = await addPerson(database.db, people.orgId, { teams: { [team]: 'admin' } })
  const erasing = erasePerson(admin.scope, { userId: admin.userId, reason: 'me' }, database.db)
  await expect(erasing).rejects.toMatchObject({ code: 'forbidden' })
})
