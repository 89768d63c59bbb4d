import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listReadTokens } from '@/db/queries/list-read-tokens'
import { readTokens } from '@/db/schema/access'
import { auditEntries } from '@/db/schema/audit'
import { memberships, users } from '@/db/schema/people'
import { createTeam } from '@/db/store/change-teams'
import { createReadToken } from '@/db/store/create-read-token'
import { revokeReadToken } from '@/db/store/revoke-read-token'
import { saveView } from '@/db/store/saved-views'
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
const NEVER: { expiresAt: Date | null } = { expiresAt: null }

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
const VIEW = { page: '/executions', name: 'Mine', query: 'range=24h', teamId: null }
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
  test('reads the teams it was made for, as a viewer, and says for whom it asks', async () => {
    const { id, token } = await make(asAda(), [teamA, teamA])
    expect(await read(token)).toMatchObject({
      orgId: mine.orgId,
      userId: ada,
      isOwner: false,
      isReadOnly: true,
      teams: { [teamA]: 'viewer' },
      actor: { kind: 'token', id, name: 'Report, token of Ada' },
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

  test('changes nothing, and makes no other', async () => {
    const scope = await read((await make(asAda(), [teamA])).token)
    await expect(make(scope, [teamA])).rejects.toMatchObject({ code: 'forbidden' })
    await expect(saveView(scope, VIEW, base.db)).rejects.toThrow('only reads')
    expect(await lastEntry()).toMatchObject({ outcome: 'denied', actorKind: 'token' })
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

describe('a token that may change things', () => {
  const makeWriter = (scope: Scope, teamIds: string[] | null, more = NEVER) =>
    createReadToken(scope, { name: 'Deploy', scope: 'write', teamIds, ...more }, base.db)
  const asOwner = () => testScope({ orgId: mine.orgId, userId: ada, isOwner: true })

  test('does in its teams what its person may there now, and what it does is theirs', async () => {
    await base.db.update(memberships).set({ role: 'editor' }).where(eq(memberships.userId, ada))
    const both = scopeOf(ada, { [teamA]: 'editor', [teamB]: 'editor' })
    const { id, token } = await makeWriter(both, [teamA])
    expect(token).toMatch(/^rl_api_/)
    const scope = await read(token)
    expect(scope).toMatchObject({
      userId: ada,
      isOwner: false,
      isReadOnly: false,
      teams: { [teamA]: 'editor' },
    })
    await saveView(scope, VIEW, base.db)
    expect(await lastEntry()).toMatchObject({
      action: 'view.saved',
      actorKind: 'token',
      actorId: id,
      actorName: 'Deploy, token of Ada',
    })
    await base.db.update(memberships).set({ role: 'viewer' }).where(eq(memberships.userId, ada))
    expect((await read(token)).teams).toEqual({ [teamA]: 'viewer' })
    await base.db.update(users).set({ isOwner: true }).where(eq(users.id, ada))
    expect(await read(token)).toMatchObject({ isOwner: false, teams: { [teamA]: 'admin' } })
  })

  test('for all does what belongs to no team, as long as its person owns the organization', async () => {
    await base.db.update(users).set({ isOwner: true }).where(eq(users.id, ada))
    const { token } = await makeWriter(asOwner(), null)
    await createTeam(await read(token), { name: 'Made by a token' }, base.db)
    expect(await lastEntry()).toMatchObject({ action: 'team.created', actorKind: 'token' })
    await base.db.update(users).set({ isOwner: false }).where(eq(users.id, ada))
    await expect(createTeam(await read(token), { name: 'No more' }, base.db)).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('gives a token that it makes no more than it has, and takes it along when it ends', async () => {
    await base.db.update(users).set({ isOwner: true }).where(eq(users.id, ada))
    const expiresAt = new Date(Date.now() + 3_600_000)
    const parent = await makeWriter(asOwner(), [teamA], { expiresAt })
    const scope = await read(parent.token)
    await expect(makeWriter(scope, null)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(makeWriter(scope, [teamB])).rejects.toMatchObject({ code: 'forbidden' })
    const child = await makeWriter(scope, [teamA])
    const listed = await listReadTokens(asOwner(), base.db)
    expect(listed.find(({ id }) => id === child.id)).toMatchObject({ expiresAt, parentId: parent.id })
    await expect(makeWriter(await read(child.token), [teamA])).rejects.toThrow('cannot make a third')
    await revokeReadToken(asOwner(), parent.id, base.db)
    await expect(read(child.token)).rejects.toThrow('revoked')
  })

  test('for one team knows of none of its person that reaches further, and cannot end it', async () => {
    await base.db.update(users).set({ isOwner: true }).where(eq(users.id, ada))
    const wide = [await makeWriter(asOwner(), null), await makeWriter(asOwner(), [teamA, teamB])]
    const narrow = await makeWriter(asOwner(), [teamA])
    const scope = await read(narrow.token)
    expect((await listReadTokens(scope, base.db)).map(({ id }) => id)).not.toContain(wide[0]?.id)
    for (const { id } of wide)
      await expect(revokeReadToken(scope, id, base.db)).rejects.toMatchObject({ code: 'not_found' })
    await revokeReadToken(scope, narrow.id, base.db)
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
