import { scryptSync } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findSession } from '@/db/queries/find-session'
import { auditEntries } from '@/db/schema/audit'
import { memberships, rateLimits, sessions, users } from '@/db/schema/people'
import { endOwnSession, openSession, touchSession } from '@/db/store/sessions'
import { setUp } from '@/db/store/set-up'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { personActor } from '@/lib/model/scope'
import { signIn } from './sign-in'

const PASSWORD = 'orange bicycle harbour'
let database: TestDatabase
let made: Awaited<ReturnType<typeof setUp>>

beforeAll(async () => {
  database = await testDatabase()
  made = await setUp(
    {
      organization: 'Acme',
      email: 'ada@example.com',
      name: 'Ada',
      password: PASSWORD,
      team: 'Data',
      source: { name: 'Nightly', kind: 'opentelemetry', environment: 'production' },
    },
    {},
    database.db,
  )
})
beforeEach(async () => {
  await database.db.update(users).set({ passwordHash: quickHash(PASSWORD), disabledAt: null })
  await database.db.delete(rateLimits)
  await database.db.delete(sessions)
})
afterAll(() => database.close())

/** The same form at no cost: what is tested here is who may guess how often, not how long a guess takes. */
const quickHash = (password: string) => {
  const hash = scryptSync(password, 'salt', 32, { N: 2, r: 8, p: 1 }).toString('base64url')
  return `scrypt$2$8$1$${Buffer.from('salt').toString('base64url')}$${hash}`
}

// Mid-window, so that the windows of a test do not end within it.
const NOON = new Date('2026-06-01T12:05:00Z')
const later = (ms: number) => new Date(NOON.getTime() + ms)

const attempt = (of: { email?: string; password?: string; ip?: string } = {}, now = NOON) =>
  signIn(
    {
      email: 'ada@example.com',
      password: PASSWORD,
      ip: '192.0.2.1',
      userAgent: 'Firefox',
      requestId: null,
      ...of,
    },
    database.db,
    now,
  )

const lastEntry = async () => {
  const entries = await database.db.select().from(auditEntries).orderBy(auditEntries.seq)
  return entries.at(-1)
}

describe('signing in', () => {
  test('opens a session and writes it down', async () => {
    const { sessionId } = await attempt({ email: ' ADA@example.com ' })
    expect(await findSession({ orgId: made.orgId, sessionId }, NOON, database.db)).toEqual({
      orgId: made.orgId,
      sessionId,
      userId: made.userId,
      name: 'Ada',
      email: 'ada@example.com',
      isOwner: true,
      teams: { [made.teamId]: 'admin' },
      lastSeenAt: NOON,
    })
    expect(await lastEntry()).toMatchObject({
      action: 'session.started',
      actorName: 'Ada',
      ip: '192.0.2.1',
      outcome: 'done',
    })
  })

  test.each([
    ['a wrong password', { password: 'not this one at all' }, 'Ada'],
    ['an unknown address', { email: 'nobody@example.com' }, 'Nobody known'],
    ['an empty form', { email: '', password: '' }, 'Nobody known'],
  ])('with %s is refused in the same words, and written down', async (_, of, actorName) => {
    await expect(attempt(of)).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'E-mail or password is wrong.',
    })
    expect(await lastEntry()).toMatchObject({ action: 'session.refused', outcome: 'denied', actorName })
    expect(JSON.stringify(await lastEntry())).not.toContain('nobody@example.com')
  })

  test('is refused in the same words where passwords are off, whoever knows theirs', async () => {
    await database.db.execute(sql`insert into identity_providers (org_id, is_enabled, issuer, client_id, client_secret,
      scopes, button_text, domains, passwords_allowed, created_at)
      values (${made.orgId}, true, 'https://login.example.com', 'x', 'x', 'openid', 'x', '{}', false, now())`)
    await expect(attempt()).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'E-mail or password is wrong.',
    })
    expect(await lastEntry()).toMatchObject({
      after: { reason: 'passwords are turned off' },
      actorName: 'Ada',
    })
    await database.db.execute(sql`delete from identity_providers`)
    await expect(attempt()).resolves.toBeDefined()
  })

  test('of a disabled account is refused', async () => {
    await database.db.update(users).set({ disabledAt: NOON })
    await expect(attempt()).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('the limit of attempts', () => {
  const fill = (key: string, attempts: number, windowStart: Date) =>
    database.db.execute(sql`insert into rate_limits (org_id, key, window_start, attempts)
      select org_id, ${key}, ${windowStart.toISOString()}::timestamptz, ${attempts} from rate_limits limit 1`)
  const keys = async (): Promise<Record<string, typeof rateLimits.$inferSelect | undefined>> =>
    Object.fromEntries(
      (await database.db.select().from(rateLimits)).map((row) => [row.key.split(':')[1], row]),
    )

  test('is five in a quarter of an hour for an account and an address; the right password does not help then', async () => {
    for (let i = 0; i < 5; i++) {
      await expect(attempt({ password: `wrong guess no ${i}` })).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    }
    await expect(attempt()).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 600 })
    expect(await lastEntry()).toMatchObject({
      action: 'session.refused',
      after: { reason: 'too many attempts' },
    })
    const entries = await database.db.$count(auditEntries)
    await expect(attempt()).rejects.toMatchObject({ code: 'rate_limited' })
    expect(await database.db.$count(auditEntries)).toBe(entries)
    await expect(attempt({ ip: '192.0.2.77' })).resolves.toBeDefined()
    await expect(attempt({}, later(15 * 60_000))).resolves.toBeDefined()
  })

  test('does not count people who know their password', async () => {
    for (let i = 0; i < 7; i++) await attempt()
    expect(Object.values(await keys()).map((row) => row?.attempts)).toEqual([0, 0, 0])
  })

  test('is twenty for an address, whatever it tries', async () => {
    await attempt()
    const { ip } = await keys()
    await fill('sign-in:ip:198.51.100.1', 20, ip?.windowStart ?? NOON)
    await expect(attempt({ ip: '198.51.100.1', email: 'other@example.com' })).rejects.toMatchObject({
      code: 'rate_limited',
    })
  })

  test('is a hundred an hour for an account; an address that is over its own limit cannot use them up', async () => {
    for (let i = 0; i < 30; i++) await attempt({ password: 'x' }).catch(() => undefined)
    expect((await keys()).account?.attempts).toBe(5)
    await database.db
      .update(rateLimits)
      .set({ attempts: 100 })
      .where(eq(rateLimits.key, (await keys()).account?.key ?? ''))
    await expect(attempt({ ip: '203.0.113.5' })).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('counts a burst', async () => {
    const burst = await Promise.allSettled(Array.from({ length: 12 }, () => attempt({ password: 'guess' })))
    const codes = burst.map((each) => (each.status === 'rejected' ? each.reason.code : 'in'))
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(7)
  })
})

describe('a session', () => {
  const open = async () => {
    const actor = personActor({ id: made.userId, name: 'Ada', ip: null, requestId: null })
    const { sessionId } = await openSession(
      { orgId: made.orgId, actor, userAgent: 'Firefox' },
      NOON,
      database.db,
    )
    return { orgId: made.orgId, sessionId }
  }
  const find = (sessionId: string, now: Date) =>
    findSession({ orgId: made.orgId, sessionId }, now, database.db)

  test('ends after eight idle hours, and lives on while it is used', async () => {
    const { orgId, sessionId } = await open()
    expect(await find(sessionId, later(8 * 3_600_000 - 1))).not.toBeNull()
    expect(await find(sessionId, later(8 * 3_600_000))).toBeNull()
    await touchSession({ orgId, sessionId, lastSeenAt: NOON }, later(7 * 3_600_000), database.db)
    expect(await find(sessionId, later(14 * 3_600_000))).not.toBeNull()
  })

  test('is touched at most once a minute', async () => {
    const { orgId, sessionId } = await open()
    const seen = async () => (await find(sessionId, later(90_000)))?.lastSeenAt
    await touchSession({ orgId, sessionId, lastSeenAt: NOON }, later(59_000), database.db)
    expect(await seen()).toEqual(NOON)
    await touchSession({ orgId, sessionId, lastSeenAt: NOON }, later(61_000), database.db)
    expect(await seen()).toEqual(later(61_000))
  })

  test('ends after seven days, however busy', async () => {
    const { sessionId } = await open()
    const late = later(7 * 86_400_000)
    await database.db.update(sessions).set({ lastSeenAt: late })
    expect(await find(sessionId, new Date(late.getTime() - 1))).not.toBeNull()
    expect(await find(sessionId, late)).toBeNull()
  })

  test('ends when its account is disabled, and its roles are those of now', async () => {
    const { sessionId } = await open()
    await database.db.update(memberships).set({ role: 'viewer' })
    await database.db.update(users).set({ isOwner: false })
    expect(await find(sessionId, NOON)).toMatchObject({ isOwner: false, teams: { [made.teamId]: 'viewer' } })
    await database.db.delete(memberships)
    expect(await find(sessionId, NOON)).toMatchObject({ teams: {} })
    await database.db.update(users).set({ disabledAt: NOON })
    expect(await find(sessionId, NOON)).toBeNull()
  })

  test('is ended by its person alone', async () => {
    const { orgId, sessionId } = await open()
    for (const stranger of [testScope({ orgId, isOwner: true }), testScope({ userId: made.userId })]) {
      await expect(endOwnSession(stranger, sessionId, database.db)).rejects.toMatchObject({
        code: 'not_found',
      })
    }
    expect(await find(sessionId, NOON)).not.toBeNull()
    await endOwnSession(testScope({ orgId, userId: made.userId }), sessionId, database.db)
    expect(await find(sessionId, NOON)).toBeNull()
    expect(await lastEntry()).toMatchObject({ action: 'session.ended' })
  })

  test('of another organization is not found by its id', async () => {
    const { sessionId } = await open()
    expect(
      await findSession({ orgId: '99999999-9999-4999-8999-999999999999', sessionId }, NOON, database.db),
    ).toBeNull()
  })
})
