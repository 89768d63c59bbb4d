import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addPerson, buildPeople, type PeopleWorld, type Person } from '@/db/testing/people-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { ROLES } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { deactivateAccount, reactivateAccount, setOwner } from './change-accounts'
import { addMember, changeMemberRole, removeMember } from './change-memberships'
import { createTeam, renameTeam } from './change-teams'
import { inviteMember, revokeInvite } from './invites'

let database: TestDatabase
let world: PeopleWorld
let theirs: PeopleWorld
let member: Person
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  world = await buildPeople(database.db)
  theirs = await buildPeople(database.db)
  member = await addPerson(database.db, world.orgId, { teams: { [world.teams[0]]: 'viewer' } })
})
afterAll(() => database.close())

const email = () => `${randomUUID()}@example.com`

type Change = (scope: Scope) => Promise<unknown>

/** What an admin of the team may do, and what owners alone may. */
const ofTeam: [string, Change][] = [
  ['renameTeam', (scope) => renameTeam(scope, world.teams[0], { name: randomUUID() }, database.db)],
  [
    'changeMemberRole',
    (scope) =>
      changeMemberRole(
        scope,
        { userId: member.userId, teamId: world.teams[0], role: 'operator' },
        database.db,
      ),
  ],
  [
    'removeMember',
    (scope) => removeMember(scope, { userId: member.userId, teamId: world.teams[0] }, database.db),
  ],
  [
    'addMember',
    async (scope) => {
      const other = await addPerson(database.db, world.orgId)
      return addMember(scope, { email: other.email, teamId: world.teams[0], role: 'admin' }, database.db)
    },
  ],
  [
    'inviteMember',
    (scope) => inviteMember(scope, { email: email(), teamId: world.teams[0], role: 'admin' }, database.db),
  ],
  [
    'revokeInvite',
    async (scope) => {
      const asked = { email: email(), teamId: world.teams[0], role: 'viewer' as const }
      const { inviteId } = await inviteMember(world.owner.scope, asked, database.db)
      return revokeInvite(scope, inviteId, database.db)
    },
  ],
]
const ofOrganization: [string, Change][] = [
  ['createTeam', (scope) => createTeam(scope, { name: randomUUID() }, database.db)],
  ['setOwner', (scope) => setOwner(scope, { userId: member.userId, isOwner: true }, database.db)],
  ['deactivateAccount', (scope) => deactivateAccount(scope, { userId: member.userId }, database.db)],
  ['reactivateAccount', (scope) => reactivateAccount(scope, { userId: member.userId }, database.db)],
]

const contents = async () => {
  const { rows } = await database.db.execute(sql`select
    (select json_agg(t order by t.org_id, t.id) from teams t)::text as teams,
    (select json_agg(m order by m.org_id, m.user_id, m.team_id) from memberships m where org_id = ${world.orgId})::text as seats,
    (select json_agg((u.id, u.is_owner, u.disabled_at) order by u.id) from users u where u.id = ${member.userId})::text as member,
    (select count(*) from invites where used_at is null and revoked_at is not null) as revoked,
    (select count(*) from sessions where user_id = ${member.userId}) as sessions`)
  return rows[0]
}

const lastAudit = async () => {
  const { rows } = await database.db.execute<Record<string, unknown>>(
    sql`select action, outcome, target_id as target, actor_id as actor, before, after from audit_entries
      where org_id = ${world.orgId} order by seq desc limit 1`,
  )
  return rows[0]
}

const of = (teams: Scope['teams'], orgId = world.orgId) => testScope({ orgId, teams })

describe.each(ofTeam)('%s', (_, change) => {
  test('is done by an admin of the team and by an owner, and written down', async () => {
    await change(of({ [world.teams[0]]: 'admin' }))
    expect(await lastAudit()).toMatchObject({ outcome: 'done' })
  })

  test('is refused to everybody else, changes nothing, and the attempt is written down', async () => {
    const refused = [
      ...ROLES.filter((role) => role !== 'admin').map((role) => of({ [world.teams[0]]: role })),
      of({ [world.teams[1]]: 'admin' }),
    ]
    const before = await contents()
    for (const scope of refused) {
      await expect(change(scope)).rejects.toMatchObject({ code: 'forbidden' })
      expect(await lastAudit()).toMatchObject({ outcome: 'denied', actor: scope.actor.id })
    }
    for (const scope of [theirs.owner.scope, of({ [world.teams[0]]: 'admin' }, theirs.orgId)]) {
      await expect(change(scope)).rejects.toMatchObject({ name: 'Refusal' })
    }
    expect(await contents()).toEqual(before)
  })
})

describe.each(ofOrganization)('%s', (name, change) => {
  test('is done by an owner and refused to everybody else', async () => {
    const before = await contents()
    for (const role of ROLES) {
      await expect(change(of({ [world.teams[0]]: role, [world.teams[1]]: role }))).rejects.toMatchObject({
        code: 'forbidden',
      })
      expect(await lastAudit()).toMatchObject({ outcome: 'denied' })
    }
    if (name !== 'createTeam')
      await expect(change(theirs.owner.scope)).rejects.toMatchObject({ code: 'not_found' })
    expect(await contents()).toEqual(before)
    if (name === 'reactivateAccount')
      await deactivateAccount(world.owner.scope, { userId: member.userId }, database.db)
    await change(world.owner.scope)
    expect(await lastAudit()).toMatchObject({ outcome: 'done', actor: world.owner.userId })
  })
})

test('a role is changed with both of them on record', async () => {
  await changeMemberRole(
    world.owner.scope,
    { userId: member.userId, teamId: world.teams[0], role: 'editor' },
    database.db,
  )
  expect(await lastAudit()).toMatchObject({
    action: 'member.changed',
    target: member.userId,
    before: { role: 'viewer' },
    after: { role: 'editor' },
  })
})

test('a team keeps its slug when it is renamed, and no two have one name', async () => {
  const { teamId } = await createTeam(world.owner.scope, { name: 'Data Platform' }, database.db)
  await renameTeam(world.owner.scope, teamId, { name: 'Platform' }, database.db)
  const { rows } = await database.db.execute(sql`select slug, name from teams where id = ${teamId}`)
  expect(rows).toEqual([{ slug: 'data-platform', name: 'Platform' }])
  for (const name of ['platform', 'DATA platform']) {
    await expect(createTeam(world.owner.scope, { name }, database.db)).rejects.toMatchObject({
      code: 'conflict',
      path: 'name',
    })
  }
})

describe('deactivating', () => {
  test('ends sessions, invitations and read tokens at once and keeps account and teams', async () => {
    const admin = await addPerson(database.db, world.orgId, { teams: { [world.teams[0]]: 'admin' } })
    await inviteMember(admin.scope, { email: email(), teamId: world.teams[0], role: 'viewer' }, database.db)
    await deactivateAccount(world.owner.scope, { userId: admin.userId }, database.db)
    const { rows } = await database.db.execute(sql`select
      (select count(*)::int from sessions where user_id = ${admin.userId}) as sessions,
      (select count(*)::int from invites where created_by = ${admin.userId} and revoked_at is null) as invites,
      (select count(*)::int from memberships where user_id = ${admin.userId}) as seats,
      (select disabled_at is not null from users where id = ${admin.userId}) as disabled`)
    expect(rows).toEqual([{ sessions: 0, invites: 0, seats: 1, disabled: true }])
    expect(await lastAudit()).toMatchObject({
      action: 'user.deactivated',
      after: { sessions: 1, invites: 1, readTokens: 0 },
    })
  })

  test('is not done to oneself', async () => {
    await addPerson(database.db, world.orgId, { isOwner: true })
    const { scope, userId } = world.owner
    await expect(deactivateAccount(scope, { userId }, database.db)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('leaves an owner, also when two owners do it to each other at once', async () => {
    const other = await addPerson(database.db, world.orgId, { isOwner: true })
    const both = await Promise.allSettled([
      deactivateAccount(world.owner.scope, { userId: other.userId }, database.db),
      deactivateAccount(other.scope, { userId: world.owner.userId }, database.db),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

test('the last owner stays one; a deactivated owner does not count', async () => {
  const { scope, userId } = world.owner
  const other = await addPerson(database.db, world.orgId, { isOwner: true })
  await deactivateAccount(scope, { userId: other.userId }, database.db)
  await expect(setOwner(scope, { userId, isOwner: false }, database.db)).rejects.toMatchObject({
    message: expect.stringContaining('only owner'),
  })
  await reactivateAccount(scope, { userId: other.userId }, database.db)
  await setOwner(scope, { userId, isOwner: false }, database.db)
  expect(await lastAudit()).toMatchObject({ action: 'owner.removed', before: { isOwner: true } })
})

test('who has no account is not added but invited, and who has one the other way round', async () => {
  const { scope } = world.owner
  const [teamId] = world.teams
  await expect(
    addMember(scope, { email: email(), teamId, role: 'viewer' }, database.db),
  ).rejects.toMatchObject({ code: 'not_found', path: 'email' })
  await expect(
    addMember(scope, { email: theirs.owner.email, teamId, role: 'viewer' }, database.db),
  ).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    addMember(scope, { email: member.email, teamId, role: 'viewer' }, database.db),
  ).rejects.toMatchObject({ code: 'conflict' })
  await expect(
    inviteMember(scope, { email: member.email, teamId, role: 'viewer' }, database.db),
  ).rejects.toMatchObject({ code: 'conflict', path: 'email' })
})
