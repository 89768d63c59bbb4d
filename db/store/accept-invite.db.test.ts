import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findAccounts } from '@/db/queries/find-accounts'
import { addPerson, buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { verifyPassword } from '@/lib/secrets/password'
import { acceptInvite, findInvite } from './accept-invite'
import { deactivateAccount } from './change-accounts'
import { removeMember } from './change-memberships'
import { inviteMember, revokeInvite } from './invites'

let database: TestDatabase
let world: PeopleWorld
beforeAll(async () => {
  database = await testDatabase()
  world = await buildPeople(database.db)
})
afterAll(() => database.close())

const PASSWORD = 'seven unrelated words in a row'
const invite = (email = `${randomUUID()}@example.com`, scope = world.owner.scope) =>
  inviteMember(scope, { email, teamId: world.teams[0], role: 'editor' }, database.db)
const accept = (token: string, of: { password?: string; ip?: string; now?: Date } = {}) =>
  acceptInvite(
    { token, name: 'Grace', password: of.password ?? PASSWORD },
    { ip: of.ip ?? randomUUID(), requestId: null },
    database.db,
    of.now,
  )

test('makes the account and the member it was for, once, and on record', async () => {
  const email = `${randomUUID()}@example.com`
  const { token, inviteId } = await invite(email)
  expect(await findInvite(token, database.db)).toMatchObject({ email, team: 'Team 0', role: 'editor' })
  const { userId } = await accept(token)

  const [account] = await findAccounts(email, database.db)
  expect(await verifyPassword(PASSWORD, account?.passwordHash ?? null)).toBe(true)
  const { rows } = await database.db.execute(sql`select m.role, u.is_owner as owner from memberships m
    join users u on u.id = m.user_id where m.user_id = ${userId} and m.team_id = ${world.teams[0]}`)
  expect(rows).toEqual([{ role: 'editor', owner: false }])
  const log = await database.db.execute<{ action: string }>(
    sql`select action from audit_entries where actor_id = ${userId} order by seq`,
  )
  expect(log.rows.map(({ action }) => action)).toEqual(['invite.accepted', 'user.created', 'member.added'])

  expect(await findInvite(token, database.db)).toBeNull()
  await expect(accept(token)).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(revokeInvite(world.owner.scope, inviteId, database.db)).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('only the hash of the link is kept, nowhere the link', async () => {
  const { token } = await invite()
  const secret = token.split('_')[3] ?? ''
  const { rows } = await database.db.execute<{ all: string }>(
    sql`select (select json_agg(i) from invites i)::text || (select json_agg(a) from audit_entries a)::text as all`,
  )
  expect(secret.length).toBe(43)
  expect(rows[0]?.all).not.toContain(secret)
})

test('is refused after seven days, when revoked, when cut off, and when its maker may not invite any more', async () => {
  const late = await invite()
  const revoked = await invite()
  await revokeInvite(world.owner.scope, revoked.inviteId, database.db)
  const admin = await addPerson(database.db, world.orgId, { teams: { [world.teams[0]]: 'admin' } })
  const ofAdmin = await invite(undefined, admin.scope)
  await removeMember(world.owner.scope, { userId: admin.userId, teamId: world.teams[0] }, database.db)
  const gone = await addPerson(database.db, world.orgId, { isOwner: true })
  const ofGone = await invite(undefined, gone.scope)
  await deactivateAccount(world.owner.scope, { userId: gone.userId }, database.db)

  const inEightDays = new Date(Date.now() + 8 * 86_400_000)
  await expect(accept(late.token, { now: inEightDays })).rejects.toMatchObject({ code: 'unauthenticated' })
  for (const token of [revoked.token, ofAdmin.token, ofGone.token, late.token.slice(0, -1), '', 'x']) {
    expect(await findInvite(token, database.db)).toBeNull()
    await expect(accept(token)).rejects.toMatchObject({ code: 'unauthenticated' })
  }
})

test('an address that has an account by now is refused, and the link stays unused', async () => {
  const email = `${randomUUID()}@example.com`
  const [first, second] = [await invite(email), await invite(email)]
  await accept(first.token)
  await expect(accept(second.token)).rejects.toMatchObject({ code: 'conflict' })
  expect(await findInvite(second.token, database.db)).not.toBeNull()
})

test('of two who use a link at once one becomes a member', async () => {
  const { token } = await invite()
  const both = await Promise.allSettled([accept(token), accept(token)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a guessable password is refused', async () => {
  const { token } = await invite()
  await expect(accept(token, { password: 'short' })).rejects.toMatchObject({ path: 'password' })
})

test('an address may try twenty times in a quarter of an hour', async () => {
  const ip = randomUUID()
  for (let n = 0; n < 20; n++) {
    await expect(accept('x', { ip })).rejects.toMatchObject({ code: 'unauthenticated' })
  }
  await expect(accept((await invite()).token, { ip })).rejects.toMatchObject({ code: 'rate_limited' })
})
