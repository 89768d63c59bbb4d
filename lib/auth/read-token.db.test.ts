import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listReadTokens } from '@/db/queries/list-read-tokens'
import { readTokens } from '@/db/schema/access'
import { auditEntries } from '@/db/schema/audit'
import { memberships, users } from '@/db/schema/people'
import { createReadToken } from '@/db/store/create-read-token'
import { revokeReadToken } from '@/db/store/revoke-read-token'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Role } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { mintIngestToken } from '@/lib/secrets/ingest-token'
import { mintReadToken } from '@/lib/secrets/read-token'
import { scopeOfReadToken } from './read-token'

let base: TestDatabase
let mine: World
let theirs: World
let ada: string
let teamA: string
let teamB: string

const HEADERS = new Headers({ 'user-agent': 'curl/8' })
const NEVER = { expiresAt: null }

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.close())

beforeEach(async () => {
  mine = await buildWorld(base.db)
  theirs = await buildWorld(base.db)
  teamA = mine.teams[0].teamId
  teamB = mine.teams[1].teamId
  ada = await addPerson({ [teamA]: 'viewer', [teamB]: 'auditor' })
})

async function addPerson(teams: Record<string, Role>, isOwner = false): Promise<string> {
  const id = randomUUID()
  await base.db.insert(users).values({
    orgId: mine.orgId,
    id,
    email: `${id}@example.com`,
    name: 'Ada',
    isOwner,
    createdAt: new Date(),
  })
  for (const [teamId, role] of Object.entries(teams))
    await base.db.insert(memberships).values({ orgId: mine.orgId, userId: id, teamId, role })
  return id
}

const scopeOf = (userId: string, teams: Record<string, Role>): Scope =>
  testScope({ orgId: mine.orgId, userId, teams })
const asAda = () => scopeOf(ada, { [teamA]: 'viewer', [teamB]: 'auditor' })
const read = (token: string, now?: Date) => scopeOfReadToken(`Bearer ${token}`, HEADERS, base.db, now)
const make = (scope: Scope, teamIds: string[], more = NEVER) =>
  createReadToken(scope, { name: 'Report', teamIds, ...more }, base.db)
const lastEntry = async () =>
  (
    await base.db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.orgId, mine.orgId))
      .orderBy(sql`seq desc`)
      .limit(1)
  )[0]

describe('a read token', () => {
  test('reads the teams it was made for, as a viewer, and says who asks', async () => {
    const { id, token } = await make(asAda(), [teamA, teamA])
    expect(await read(token)).toMatchObject({
      orgId: mine.orgId,
      userId: null,
      isOwner: false,
      teams: { [teamA]: 'viewer' },
      actor: { kind: 'token', id, name: 'Report' },
    })
    expect(await lastEntry()).toMatchObject({ action: 'read_token.created', targetId: id, teamId: teamA })
    expect(JSON.stringify(await lastEntry())).not.toContain(token)
    const [listed] = await listReadTokens(asAda(), base.db)
    expect(listed).toMatchObject({ id, status: 'active', isOwn: true, createdBy: 'Ada', userAgent: 'curl/8' })
    expect(listed?.teams).toEqual([{ id: teamA, name: 'Team' }])
  })

  test.each([
    ['a team that one only audits', () => [teamB]],
    ['one readable team and one that is not', () => [teamA, teamB]],
    ['a team of another organization', () => [theirs.teams[0].teamId]],
  ])('cannot be given %s, and the attempt is written down', async (_, teams) => {
    await expect(make(asAda(), teams())).rejects.toMatchObject({ code: 'forbidden' })
    expect(await lastEntry()).toMatchObject({ action: 'read_token.write', outcome: 'denied' })
    expect(await base.db.$count(readTokens, eq(readTokens.orgId, mine.orgId))).toBe(0)
  })

  test('of an owner cannot name a team that is not of the organization', async () => {
    const owner = testScope({ orgId: mine.orgId, isOwner: true })
    await expect(make(owner, [theirs.teams[0].teamId])).rejects.toMatchObject({ path: 'teamIds' })
    await expect(make(owner, [])).rejects.toMatchObject({ path: 'teamIds' })
  })

  test('cannot make another', async () => {
    const scope = await read((await make(asAda(), [teamA])).token)
    await expect(make(scope, [teamA])).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('reads no more than its person may now', async () => {
    const { token } = await make(asAda(), [teamA])
    await base.db.update(memberships).set({ role: 'auditor' }).where(eq(memberships.userId, ada))
    expect((await read(token)).teams).toEqual({})
    await base.db.update(users).set({ isOwner: true }).where(eq(users.id, ada))
    expect((await read(token)).teams).toEqual({ [teamA]: 'viewer' })
    await base.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, ada))
    await expect(read(token)).rejects.toThrow('deactivated')
  })

  test('is refused once it is revoked or expired', async () => {
    const expiresAt = new Date(Date.now() + 60_000)
    const { id, token } = await createReadToken(
      asAda(),
      { name: 'Short', teamIds: [teamA], expiresAt },
      base.db,
    )
    await expect(read(token)).resolves.toBeDefined()
    await expect(read(token, expiresAt)).rejects.toThrow('expired at')
    await revokeReadToken(asAda(), id, base.db)
    await expect(read(token)).rejects.toThrow('revoked')
    await expect(revokeReadToken(asAda(), id, base.db)).rejects.toMatchObject({ code: 'not_found' })
    expect(await lastEntry()).toMatchObject({ action: 'read_token.revoked', targetId: id })
  })

  test.each([
    ['nothing', () => 'Bearer ', 'unauthenticated'],
    ['another scheme', () => 'Basic eDp5', 'unauthenticated'],
    ['an unknown one', () => `Bearer ${mintReadToken().token}`, 'unauthenticated'],
    ['one for sending', () => `Bearer ${mintIngestToken().token}`, 'forbidden'],
  ])('%s is refused', async (_, header, code) => {
    await expect(scopeOfReadToken(header(), HEADERS, base.db)).rejects.toMatchObject({ code })
  })
})

describe('who has a say in it', () => {
  test('its person and the admins of its teams, nobody else', async () => {
    const both = scopeOf(ada, { [teamA]: 'viewer', [teamB]: 'viewer' })
    const { id } = await make(both, [teamA, teamB])
    const seenBy = async (scope: Scope) => (await listReadTokens(scope, base.db)).map((each) => each.id)
    const adminOfB = testScope({ orgId: mine.orgId, teams: { [teamB]: 'admin', [teamA]: 'editor' } })
    const strangers = [
      testScope({ orgId: mine.orgId, teams: { [teamA]: 'editor', [teamB]: 'auditor' } }),
      testScope({ orgId: theirs.orgId, isOwner: true }),
      testScope({ orgId: theirs.orgId, userId: ada, teams: { [teamA]: 'admin' } }),
    ]
    expect(await seenBy(both)).toEqual([id])
    expect(await seenBy(adminOfB)).toEqual([id])
    expect((await listReadTokens(adminOfB, base.db))[0]?.teams.map((team) => team.id)).toEqual([teamB])
    for (const stranger of strangers) {
      expect(await seenBy(stranger)).toEqual([])
      await expect(revokeReadToken(stranger, id, base.db)).rejects.toMatchObject({ code: 'not_found' })
    }
    await revokeReadToken(adminOfB, id, base.db)
    expect((await listReadTokens(both, base.db))[0]).toMatchObject({ status: 'revoked' })
  })
})
