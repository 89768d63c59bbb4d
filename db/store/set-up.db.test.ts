import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { auditEntries } from '@/db/schema/audit'
import { memberships, organizations, setupTokens, users } from '@/db/schema/people'
import { ingestTokens, sources } from '@/db/schema/sources'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { parseIngestToken } from '@/lib/secrets/ingest-token'
import { verifyPassword } from '@/lib/secrets/password'
import { createSetupLink } from './create-setup-link'
import { isOpenLink, isSetUp, type SetUpRequest, setUp } from './set-up'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const request: SetUpRequest = {
  organization: 'Acme GmbH',
  email: 'Ada@Example.com ',
  name: 'Ada',
  password: 'orange bicycle harbour',
  team: 'Data Platform',
  source: { name: 'Nightly', kind: 'opentelemetry', environment: 'production' },
}

describe('the first set-up', () => {
  test('makes the organization, its owner, a team, a source and a token, and writes down each', async () => {
    const made = await setUp(request, { actor: { ip: '192.0.2.9', requestId: null } }, database.db)
    expect(await database.db.select().from(organizations)).toMatchObject([
      { orgId: made.orgId, name: 'Acme GmbH' },
    ])
    const [user] = await database.db.select().from(users)
    expect(user).toMatchObject({ email: 'ada@example.com', isOwner: true, id: made.userId })
    expect(await verifyPassword(request.password, user?.passwordHash ?? null)).toBe(true)
    expect(await database.db.select().from(memberships)).toMatchObject([
      { role: 'admin', teamId: made.teamId },
    ])
    expect(await database.db.select().from(sources)).toMatchObject([{ id: made.sourceId, slug: 'nightly' }])
    const [token] = await database.db.select().from(ingestTokens)
    expect(parseIngestToken(made.token)).toEqual({ id: token?.id, hash: token?.hash })
    const entries = await database.db.select().from(auditEntries).orderBy(auditEntries.seq)
    expect(entries.map((entry) => entry.action)).toEqual([
      'organization.created',
      'user.created',
      'team.created',
      'member.added',
      'source.created',
      'token.created',
    ])
    expect(entries[0]).toMatchObject({ actorId: made.userId, ip: '192.0.2.9' })
  })

  test('leaves no secret in the audit log', async () => {
    const made = await setUp(request, {}, database.db)
    const { rows } = await database.db.execute(
      sql`select string_agg(e::text, '') as all from audit_entries e`,
    )
    const text = String(rows[0]?.all)
    expect(text).toContain('ada@example.com')
    expect(text).not.toContain(made.token.slice(16))
    expect(text).not.toContain(request.password)
    expect(text).not.toContain('scrypt')
  })

  test('happens once, also when two try at the same time', async () => {
    const both = await Promise.allSettled([setUp(request, {}, database.db), setUp(request, {}, database.db)])
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    expect(await database.db.select().from(organizations)).toHaveLength(1)
  })

  test.each([
    ['a short password', { password: 'too short' }, 'at least 12'],
    ['a password made of the organization', { password: 'Acme GmbH 123' }, 'acme gmbh'],
    ["the name of Runledger's own source", { source: { ...request.source, name: 'Runledger' } }, 'already'],
  ])('with %s is refused, and nothing is left behind', async (_, other, words) => {
    await expect(setUp({ ...request, ...other }, {}, database.db)).rejects.toThrow(words)
    expect(await isSetUp(database.db)).toBe(false)
    expect(await database.db.select().from(users)).toEqual([])
  })
})

describe('the one-time link', () => {
  test('works once', async () => {
    const link = (await createSetupLink(database.db)) ?? ''
    expect(await isOpenLink(link, database.db)).toBe(true)
    await setUp(request, { linkToken: link }, database.db)
    expect(await isOpenLink(link, database.db)).toBe(false)
    await database.db.delete(organizations)
    await expect(setUp(request, { linkToken: link }, database.db)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })

  test('is not made when there is nothing to set up', async () => {
    await setUp(request, {}, database.db)
    expect(await createSetupLink(database.db)).toBeNull()
  })

  test('is kept as a hash only', async () => {
    const link = (await createSetupLink(database.db)) ?? ''
    const [row] = await database.db.select().from(setupTokens)
    expect(row?.hash.toString('latin1')).not.toContain(link)
  })

  test.each(['', 'guess'])('%j opens nothing', async (guess) => {
    expect(await isOpenLink(guess, database.db)).toBe(false)
    await expect(setUp(request, { linkToken: guess }, database.db)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    expect(await isSetUp(database.db)).toBe(false)
  })

  test('ends after a week, and a failed attempt does not use it up', async () => {
    const link = (await createSetupLink(database.db)) ?? ''
    const taken = { ...request, source: { ...request.source, name: 'runledger' } }
    await expect(setUp(taken, { linkToken: link }, database.db)).rejects.toMatchObject({ code: 'conflict' })
    expect(await isOpenLink(link, database.db)).toBe(true)
    await database.db
      .update(setupTokens)
      .set({ createdAt: new Date(Date.now() - 8 * 86_400_000) })
      .where(eq(setupTokens.orgId, '00000000-0000-0000-0000-000000000000'))
    expect(await isOpenLink(link, database.db)).toBe(false)
  })
})
