import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findIdentityProvider } from '@/db/queries/find-identity-provider'
import { getSignInSettings } from '@/db/queries/get-sign-in-settings'
import { addPerson, buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { systemScope } from '@/lib/auth/system-scope'
import { acceptInvite } from './accept-invite'
import { deactivateAccount, setOwner } from './change-accounts'
import { allowPasswords, changeSignIn, type SignInChange } from './change-sign-in'
import { linkIdentity, unlinkIdentity } from './identities'
import { inviteMember } from './invites'

let database: TestDatabase
let world: PeopleWorld
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  await database.db.execute(sql`truncate organizations, users, identity_providers, identities`)
  world = await buildPeople(database.db)
})
afterAll(() => database.close())

const issuer = 'https://login.example.com'
const SECRET = 'sealed-secret'
const settings = (of: Partial<SignInChange> = {}): SignInChange => ({
  isEnabled: true,
  issuer,
  clientId: 'runledger',
  sealedSecret: null,
  scopes: 'openid email',
  buttonText: 'Continue',
  domains: ['example.com'],
  passwordsAllowed: true,
  newcomer: null,
  ...of,
})
const change = (of: Partial<SignInChange> = {}, scope = world.owner.scope) =>
  changeSignIn(scope, settings(of), database.db)
const link = (scope = world.owner.scope, subject: string = randomUUID()) =>
  linkIdentity(scope, { issuer, subject, email: 'a@example.com', name: 'A' }, new Date(), database.db)

test('the secret is stored, and told to nobody', async () => {
  await change({ sealedSecret: SECRET })
  expect(await findIdentityProvider(database.db)).toMatchObject({ clientSecret: SECRET })
  const told = await getSignInSettings(world.owner.scope, database.db)
  expect(told).toMatchObject({ hasSecret: true, issuer, passwordsAllowed: true, newcomer: null })
  const { rows } = await database.db.execute(
    sql`select json_agg(a)::text as log from audit_entries a where org_id = ${world.orgId}`,
  )
  expect(JSON.stringify([told, rows])).not.toContain(SECRET)
  expect(JSON.stringify(rows)).toContain('sign_in.changed')
})

test('an empty secret keeps the stored one, but not for another issuer or client', async () => {
  await expect(change()).rejects.toMatchObject({ path: 'clientSecret' })
  await change({ sealedSecret: SECRET })
  await change({ buttonText: 'Come in' })
  expect(await findIdentityProvider(database.db)).toMatchObject({
    clientSecret: SECRET,
    buttonText: 'Come in',
  })
  await expect(change({ issuer: 'https://evil.example' })).rejects.toMatchObject({ path: 'clientSecret' })
  await expect(change({ clientId: 'other' })).rejects.toMatchObject({ path: 'clientSecret' })
})

test('owners alone see and change it; an attempt of others is on record', async () => {
  const admin = await addPerson(database.db, world.orgId, { teams: { [world.teams[0]]: 'admin' } })
  await expect(getSignInSettings(admin.scope, database.db)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(change({ sealedSecret: SECRET }, admin.scope)).rejects.toMatchObject({ code: 'forbidden' })
  const { rows } = await database.db.execute(
    sql`select action, outcome from audit_entries where org_id = ${world.orgId} order by seq`,
  )
  expect(rows).toEqual([{ action: 'sign_in.write', outcome: 'denied' }])
})

test('a team of another organization is refused, and the settings are of one organization', async () => {
  const elsewhere = await buildPeople(database.db)
  await expect(
    change({ sealedSecret: SECRET, newcomer: { teamId: elsewhere.teams[0], role: 'viewer' } }),
  ).rejects.toMatchObject({ path: 'teamId' })
  await change({ sealedSecret: SECRET })
  expect(await getSignInSettings(elsewhere.owner.scope, database.db)).toMatchObject({ hasSecret: false })
})

test('a provider that is switched off is not found', async () => {
  await change({ sealedSecret: SECRET, isEnabled: false })
  expect(await findIdentityProvider(database.db)).toBeNull()
})

describe('passwords', () => {
  test('can be turned off by nobody before an owner has linked an identity of this issuer', async () => {
    const off = { sealedSecret: SECRET, passwordsAllowed: false }
    await expect(change(off)).rejects.toMatchObject({ code: 'conflict' })
    const viewer = await addPerson(database.db, world.orgId)
    await link(viewer.scope)
    await expect(change(off)).rejects.toMatchObject({ code: 'conflict' })
    await link()
    await change(off)
    expect((await getSignInSettings(world.owner.scope, database.db)).unlinked).toEqual({
      people: 0,
      owners: 0,
      linkedOwners: 1,
    })
    await expect(change({ ...off, issuer: 'https://other.example' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(change({ ...off, isEnabled: false })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('once off, an owner who can sign in stays one', async () => {
    await link(world.owner.scope, 'mine')
    await change({ sealedSecret: SECRET, passwordsAllowed: false })
    const other = await addPerson(database.db, world.orgId, { isOwner: true })
    const refused = { code: 'conflict' }
    const { userId } = world.owner
    await expect(deactivateAccount(other.scope, { userId }, database.db)).rejects.toMatchObject(refused)
    await expect(setOwner(other.scope, { userId, isOwner: false }, database.db)).rejects.toMatchObject(
      refused,
    )
    await expect(
      unlinkIdentity(world.owner.scope, { issuer, subject: 'mine' }, database.db),
    ).rejects.toMatchObject(refused)
    await link(other.scope)
    await setOwner(other.scope, { userId, isOwner: false }, database.db)
  })

  test('once off, no invitation makes one', async () => {
    await link()
    const invite = { email: 'new@example.com', teamId: world.teams[0], role: 'viewer' as const }
    const { token } = await inviteMember(world.owner.scope, invite, database.db)
    await change({ sealedSecret: SECRET, passwordsAllowed: false })
    await expect(
      acceptInvite(
        { token, name: 'Grace', password: 'seven unrelated words in a row' },
        { ip: randomUUID(), requestId: null },
        database.db,
      ),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  test('are allowed again by whoever runs the installation', async () => {
    const scope = systemScope(world.orgId, 'bin/runledger sign-in')
    await expect(allowPasswords(scope, database.db)).rejects.toMatchObject({ code: 'conflict' })
    await link()
    await change({ sealedSecret: SECRET, passwordsAllowed: false })
    await allowPasswords(scope, database.db)
    expect(await findIdentityProvider(database.db)).toMatchObject({ passwordsAllowed: true })
    await expect(allowPasswords(scope, database.db)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('linking', () => {
  test('is on record, and twice is once', async () => {
    await link(world.owner.scope, 'mine')
    await link(world.owner.scope, 'mine')
    const { rows } = await database.db.execute(sql`select count(*)::int as n from identities`)
    expect(rows).toEqual([{ n: 1 }])
  })

  test("another's identity is refused, and nobody unlinks it", async () => {
    const other = await addPerson(database.db, world.orgId)
    await link(other.scope, 'theirs')
    await expect(link(world.owner.scope, 'theirs')).rejects.toMatchObject({ code: 'conflict' })
    await expect(
      unlinkIdentity(world.owner.scope, { issuer, subject: 'theirs' }, database.db),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  test('an identity is unlinked by its person, unless it is their only way in', async () => {
    const person = await addPerson(database.db, world.orgId)
    await link(person.scope, 'only')
    const unlink = (subject: string) => unlinkIdentity(person.scope, { issuer, subject }, database.db)
    await expect(unlink('only')).rejects.toMatchObject({ code: 'conflict' })
    await database.db.execute(sql`update users set password_hash = 'x' where id = ${person.userId}`)
    await unlink('only')
    await expect(unlink('only')).rejects.toMatchObject({ code: 'not_found' })
  })
})
