import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inviteMember } from '@/db/store/invites'
import { addPerson, buildPeople, type PeopleWorld, type Person } from '@/db/testing/people-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { listInvites } from './list-invites'
import { getMember, listMembers, type MemberFilter } from './list-members'
import { listTeams } from './list-teams'

let database: TestDatabase
let world: PeopleWorld
let inFirst: Person
let inBoth: Person
beforeAll(async () => {
  database = await testDatabase()
  world = await buildPeople(database.db)
  const theirs = await buildPeople(database.db)
  await addPerson(database.db, theirs.orgId, { teams: { [theirs.teams[0]]: 'viewer' } })
  inFirst = await addPerson(database.db, world.orgId, { teams: { [world.teams[0]]: 'viewer' }, name: 'Ann' })
  inBoth = await addPerson(database.db, world.orgId, {
    teams: { [world.teams[0]]: 'editor', [world.teams[1]]: 'admin' },
    name: 'Ben_%',
  })
  for (const teamId of world.teams) {
    const asked = { email: `${randomUUID()}@example.com`, teamId, role: 'viewer' as const }
    await inviteMember(world.owner.scope, asked, database.db)
  }
})
afterAll(() => database.close())

const names = async (scope: Scope, filter: MemberFilter = {}) =>
  (await listMembers(scope, filter, 50, database.db)).map(({ name }) => name)

test('an owner sees everybody of the organization and nobody else', async () => {
  expect(await names(world.owner.scope)).toEqual(['Ann', 'Ben_%', 'Person'])
  expect((await listTeams(world.owner.scope, database.db)).map(({ members }) => members)).toEqual([2, 1])
  expect(await listInvites(world.owner.scope, database.db)).toHaveLength(2)
})

test('a member sees those of their team, and of them only what concerns it', async () => {
  expect(await names(inFirst.scope)).toEqual(['Ann', 'Ben_%'])
  const seen = await getMember(inFirst.scope, inBoth.userId, database.db)
  expect(seen.teams).toEqual([{ id: world.teams[0], name: 'Team 0', role: 'editor' }])
  expect((await listTeams(inFirst.scope, database.db)).map(({ id }) => id)).toEqual([world.teams[0]])
  expect(await listInvites(inFirst.scope, database.db)).toEqual([])
  await expect(getMember(inFirst.scope, world.owner.userId, database.db)).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('an admin of one team sees the invitations into that team', async () => {
  const invites = await listInvites(inBoth.scope, database.db)
  expect(invites.map(({ teamId }) => teamId)).toEqual([world.teams[1]])
})

test('an auditor sees themselves alone; filters do not widen what anybody sees', async () => {
  const auditor = await addPerson(database.db, world.orgId, {
    teams: { [world.teams[0]]: 'auditor' },
    name: 'Aud',
  })
  expect(await names(auditor.scope)).toEqual(['Aud'])
  expect(await listTeams(auditor.scope, database.db)).toEqual([])
  expect(await names(inFirst.scope, { teamId: world.teams[1] })).toEqual([])
  expect(await names(testScope({ orgId: world.orgId }), { teamId: world.teams[0] })).toEqual([])
})

test('text is taken as it stands, and pages follow each other', async () => {
  expect(await names(world.owner.scope, { text: '_%' })).toEqual(['Ben_%'])
  const first = await listMembers(world.owner.scope, { teamId: world.teams[0] }, 1, database.db)
  expect(first.map(({ name }) => name).slice(0, 1)).toEqual(['Ann'])
  const rest = await names(world.owner.scope, { teamId: world.teams[0], after: first[0]?.id ?? '' })
  expect(rest).toContain('Ben_%')
  expect(rest).not.toContain('Ann')
})
