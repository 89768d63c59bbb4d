import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findIdentityProvider, type IdentityProvider } from '@/db/queries/find-identity-provider'
import { findSession } from '@/db/queries/find-session'
import { changeSignIn } from '@/db/store/change-sign-in'
import { linkIdentity } from '@/db/store/identities'
import { addPerson, buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { asOwnerOfTables } from '@/db/testing/tamper'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { arriveFromProvider, mayAskProvider, noteFailure } from './provider-sign-in'

let database: TestDatabase
let world: PeopleWorld
let provider: IdentityProvider
beforeAll(async () => {
  database = await testDatabase()
  world = await buildPeople(database.db)
  const newcomer = { teamId: world.teams[0], role: 'viewer' as const }
  const words = { clientId: 'runledger', scopes: 'openid email', buttonText: 'Continue' }
  await changeSignIn(
    world.owner.scope,
    {
      ...words,
      isEnabled: true,
      issuer,
      sealedSecret: 'x',
      domains: ['example.com'],
      passwordsAllowed: true,
      newcomer,
    },
    database.db,
  )
  const found = await findIdentityProvider(database.db)
  if (found === null) throw new TypeError('there is no provider')
  provider = found
})
beforeEach(async () => {
  await asOwnerOfTables(database.db, (tx) => tx.execute(sql`truncate audit_entries, rate_limits`))
})
afterAll(() => database.close())

const issuer = 'https://login.example.com'
const arrival = { ip: '192.0.2.1', userAgent: 'Firefox', requestId: 'r-1' }
const claimsOf = (of: object = {}) => ({
  iss: issuer,
  sub: randomUUID(),
  email: `${randomUUID()}@example.com`,
  email_verified: true,
  name: 'Grace',
  ...of,
})
const arrive = (claims: unknown, linkTo: Scope | null = null) =>
  arriveFromProvider(provider, claims, { arrival, linkTo }, database.db)
const log = async () => {
  const { rows } = await database.db.execute<{ action: string; outcome: string; actor: string }>(
    sql`select action, outcome, actor_name as actor, after from audit_entries order by seq`,
  )
  return rows
}

test('signing in opens a session, and says by whom', async () => {
  const outcome = await arrive(claimsOf())
  if (outcome.kind !== 'signed-in') throw new TypeError(outcome.kind)
  const { sessionId, userId } = outcome
  const found = await findSession({ orgId: world.orgId, sessionId }, new Date(), database.db)
  expect(found).toMatchObject({ userId, name: 'Grace', teams: { [world.teams[0]]: 'viewer' } })
  expect((await log()).at(-1)).toMatchObject({
    action: 'session.started',
    actor: 'Grace',
    after: { sessionId, by: issuer },
  })
})

describe('a refusal opens no session and is on record', () => {
  test.for([
    ['unverified', { email_verified: false }],
    ['domain', { email: 'grace@other.example' }],
    ['no-email', { email: undefined }],
    ['provider', { iss: 'https://evil.example' }],
  ] as const)('%s', async ([reason, of]) => {
    expect(await arrive(claimsOf(of))).toEqual({ kind: 'refused', reason })
    expect(await log()).toMatchObject([
      { action: 'session.refused', outcome: 'denied', actor: 'Nobody known', after: { reason, issuer } },
    ])
  })

  test('of an account that is not linked names the account', async () => {
    const person = await addPerson(database.db, world.orgId, { name: 'Ada' })
    expect(await arrive(claimsOf({ email: person.email }))).toEqual({ kind: 'refused', reason: 'unlinked' })
    expect(await log()).toMatchObject([{ action: 'session.refused', actor: 'Ada' }])
  })
})

describe('linking', () => {
  test('links to whoever asked for it, and signs nobody else in', async () => {
    const person = await addPerson(database.db, world.orgId, { name: 'Ada' })
    const claims = claimsOf()
    expect(await arrive(claims, person.scope)).toEqual({ kind: 'linked' })
    expect(await arrive(claims)).toMatchObject({ kind: 'signed-in', userId: person.userId })
    expect((await log()).map(({ action }) => action)).toEqual(['identity.linked', 'session.started'])
  })

  test("refuses somebody else's identity, and one that may not sign in", async () => {
    const [ada, eve] = [await addPerson(database.db, world.orgId), await addPerson(database.db, world.orgId)]
    const claims = claimsOf()
    await linkIdentity(ada.scope, { ...claims, subject: claims.sub, issuer }, new Date(), database.db)
    expect(await arrive(claims, eve.scope)).toEqual({ kind: 'refused', reason: 'taken' })
    const unverified = claimsOf({ email_verified: false })
    expect(await arrive(unverified, eve.scope)).toEqual({ kind: 'refused', reason: 'unverified' })
    expect((await log()).slice(1)).toMatchObject([{ outcome: 'denied' }, { outcome: 'denied' }])
  })

  test("another organization's session links nothing", async () => {
    const elsewhere = await buildPeople(database.db)
    expect(await arrive(claimsOf(), elsewhere.owner.scope)).toMatchObject({ kind: 'signed-in' })
  })
})

test('failures that anybody can cause are written twenty times for an address', async () => {
  const failure = { reason: 'provider' as const, detail: 'state mismatch', arrival }
  for (let n = 0; n < 25; n++) await noteFailure(provider, failure, database.db)
  const entries = await log()
  expect(entries.length).toBe(20)
  expect(entries[0]).toMatchObject({ after: { reason: 'provider', detail: 'state mismatch' } })
})

test('an address makes Runledger ask the provider three hundred times in a quarter of an hour', async () => {
  const now = new Date('2026-06-01T12:05:00Z')
  await database.db.execute(sql`insert into rate_limits (org_id, key, window_start, attempts)
    values ('00000000-0000-0000-0000-000000000000', 'sign-in:provider:192.0.2.9', '2026-06-01T12:00:00Z', 299)`)
  expect(await mayAskProvider('192.0.2.9', database.db, now)).toBe(true)
  expect(await mayAskProvider('192.0.2.9', database.db, now)).toBe(false)
  expect(await mayAskProvider('192.0.2.10', database.db, now)).toBe(true)
})
