import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findIdentityProvider, type IdentityProvider } from '@/db/queries/find-identity-provider'
import { listOwnIdentities } from '@/db/queries/get-sign-in-settings'
import { addPerson, buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Identity } from '@/lib/sign-in/claims'
import { admitIdentity } from './admit-identity'
import { deactivateAccount } from './change-accounts'
import { changeSignIn, type SignInChange } from './change-sign-in'
import { linkIdentity } from './identities'
import { inviteMember } from './invites'

let database: TestDatabase
let world: PeopleWorld
let provider: IdentityProvider
beforeAll(async () => {
  database = await testDatabase()
  world = await buildPeople(database.db)
  await changeSignIn(world.owner.scope, settings(), database.db)
  const found = await findIdentityProvider(database.db)
  if (found === null) throw new TypeError('there is no provider')
  provider = found
})
afterAll(() => database.close())

const issuer = 'https://login.example.com'
const settings = (of: Partial<SignInChange> = {}): SignInChange => ({
  isEnabled: true,
  issuer,
  clientId: 'runledger',
  sealedSecret: 'sealed',
  scopes: 'openid email',
  buttonText: 'Continue',
  domains: ['example.com'],
  passwordsAllowed: true,
  newcomer: { teamId: world.teams[0], role: 'operator' },
  ...of,
})

const somebody = (email = `${randomUUID()}@example.com`): Identity => ({
  subject: randomUUID(),
  email,
  name: 'Grace',
})
const admit = (identity: Identity, of: Partial<IdentityProvider> = {}) =>
  admitIdentity({ ...provider, ...of }, identity, { ip: null, requestId: null }, new Date(), database.db)

async function seatsOf(userId: string): Promise<unknown[]> {
  const { rows } = await database.db.execute(sql`select m.team_id as team, m.role, u.is_owner as owner,
    u.password_hash as password from memberships m join users u on u.id = m.user_id where u.id = ${userId}`)
  return rows
}

async function actionsBy(userId: string): Promise<string[]> {
  const { rows } = await database.db.execute<{ action: string }>(
    sql`select action from audit_entries where actor_id = ${userId} order by seq`,
  )
  return rows.map(({ action }) => action)
}

test('somebody new gets the default team and role, no password, and is the same person the next time', async () => {
  const grace = somebody()
  const first = await admit(grace)
  if (first.refusal !== null) throw new TypeError(first.refusal)
  expect(await seatsOf(first.userId)).toEqual([
    { team: world.teams[0], role: 'operator', owner: false, password: null },
  ])
  expect(await actionsBy(first.userId)).toEqual(['user.created', 'member.added', 'identity.linked'])
  // Who they are hangs on the subject: the address may change.
  expect(await admit({ ...grace, email: 'renamed@example.com' })).toEqual(first)
  const scope = testScope({ orgId: world.orgId, userId: first.userId })
  expect(await listOwnIdentities(scope, database.db)).toMatchObject([
    { issuer, email: 'renamed@example.com' },
  ])
})

test('nobody new gets in where that is off, or the team is gone', async () => {
  expect(await admit(somebody(), { defaultTeamId: null, defaultRole: null })).toEqual({
    refusal: 'uninvited',
    person: null,
  })
  expect(await admit(somebody(), { defaultTeamId: randomUUID() })).toMatchObject({ refusal: 'uninvited' })
})

test('an invitation lets its address in, into its team, once', async () => {
  const grace = somebody()
  const seat = { email: grace.email, teamId: world.teams[1], role: 'editor' as const }
  await inviteMember(world.owner.scope, seat, database.db)
  const admitted = await admit(grace, { defaultTeamId: null, defaultRole: null })
  if (admitted.refusal !== null) throw new TypeError(admitted.refusal)
  expect(await seatsOf(admitted.userId)).toMatchObject([{ team: world.teams[1], role: 'editor' }])
  expect((await actionsBy(admitted.userId))[0]).toBe('invite.accepted')
  const { rows } = await database.db.execute(
    sql`select used_at is not null as used from invites where email = ${grace.email}`,
  )
  expect(rows).toEqual([{ used: true }])
})

test('an account is not entered because its address is the same, only once it is linked', async () => {
  const person = await addPerson(database.db, world.orgId, { name: 'Ada' })
  const identity = somebody(person.email)
  expect(await admit(identity)).toEqual({
    refusal: 'unlinked',
    person: { userId: person.userId, name: 'Ada' },
  })
  await linkIdentity(person.scope, { ...identity, issuer }, new Date(), database.db)
  expect(await admit(identity)).toEqual({ refusal: null, userId: person.userId, name: 'Ada' })
  // Somebody else at the provider with this address, and the same name at another provider, are strangers.
  expect(await admit({ ...identity, subject: 'other' })).toMatchObject({ refusal: 'unlinked' })
  expect(await admit(identity, { issuer: 'https://evil.example' })).toMatchObject({ refusal: 'unlinked' })
})

test('a deactivated account is refused', async () => {
  const person = await addPerson(database.db, world.orgId)
  const identity = somebody(person.email)
  await linkIdentity(person.scope, { ...identity, issuer }, new Date(), database.db)
  await deactivateAccount(world.owner.scope, { userId: person.userId }, database.db)
  expect(await admit(identity)).toMatchObject({ refusal: 'deactivated', person: { userId: person.userId } })
})

test('an identity of another organization is nobody here', async () => {
  const elsewhere = await buildPeople(database.db)
  const identity = somebody()
  await linkIdentity(elsewhere.owner.scope, { ...identity, issuer }, new Date(), database.db)
  const admitted = await admit(identity)
  expect(admitted).toMatchObject({ refusal: null })
  expect(admitted).not.toMatchObject({ userId: elsewhere.owner.userId })
})

test('two windows of one new person make one account', async () => {
  const grace = somebody()
  const [one, other] = await Promise.all([admit(grace), admit(grace)])
  expect(one).toMatchObject({ refusal: null })
  expect(one).toEqual(other)
})
