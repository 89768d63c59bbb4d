import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '@/db/client'
import { listSources } from '@/db/queries/list-sources'
import { sources, tokenUses } from '@/db/schema/sources'
import { createIngestToken } from '@/db/store/create-ingest-token'
import { revokeIngestToken } from '@/db/store/revoke-ingest-token'
import { setUp } from '@/db/store/set-up'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { mintIngestToken } from '@/lib/secrets/ingest-token'
import { selfToken } from '@/lib/telemetry/self-token'
import { ingestAuthenticator } from './ingest-token'

const SECRET = 'a secret for tests that is long enough'

let database: TestDatabase
let made: Awaited<ReturnType<typeof setUp>>

beforeAll(async () => {
  database = await testDatabase()
  made = await setUp(
    {
      organization: 'Acme',
      email: 'ada@example.com',
      name: 'Ada',
      password: 'orange bicycle harbour',
      team: 'Data',
      source: { name: 'Nightly', kind: 'opentelemetry', environment: 'production' },
    },
    {},
    database.db,
  )
})
afterAll(() => database.close())

let nowMs = Date.now()
const authenticator = () =>
  ingestAuthenticator(
    () => database.db,
    () => SECRET,
    () => nowMs,
  )
const owner = () => testScope({ orgId: made.orgId, userId: made.userId, isOwner: true })

describe('an ingest token', () => {
  test.each([
    ['authorization', (token: string) => `Bearer ${token}`],
    ['authorization', (token: string) => `bearer ${token}`],
    ['x-api-key', (token: string) => token],
  ])('is taken in %s', async (header, value) => {
    expect(await authenticator()({ [header]: value(made.token) })).toEqual({
      orgId: made.orgId,
      sourceId: made.sourceId,
      teamId: made.teamId,
      kind: 'opentelemetry',
      environment: 'production',
      recognition: 'automatic',
      itemsPerSecond: null,
      isSelf: false,
    })
  })

  test.each([
    ['none', {}, 'unauthenticated', 'authorization: Bearer'],
    ['an empty one', { authorization: 'Bearer ' }, 'unauthenticated', 'authorization: Bearer'],
    ['another scheme', { authorization: 'Basic eDp5' }, 'unauthenticated', 'authorization: Bearer'],
    ['a mistyped one', { 'x-api-key': 'rl_ing_oops' }, 'unauthenticated', 'mistyped'],
    ['an unknown one', { 'x-api-key': mintIngestToken().token }, 'unauthenticated', 'not known'],
    ['one for reading', { 'x-api-key': 'rl_read_abcdefgh_x_y' }, 'forbidden', 'not for sending'],
  ])('%s is refused', async (_, headers, code, words) => {
    const refused = authenticator()(headers)
    await expect(refused).rejects.toMatchObject({ name: 'Refusal', code })
    await expect(refused).rejects.toThrow(words)
  })

  test('is refused when it has expired', async () => {
    const expiresAt = new Date(nowMs + 1_000)
    const { token } = await createIngestToken(
      owner(),
      made.sourceId,
      { name: 'Short', expiresAt },
      database.db,
    )
    const authenticate = authenticator()
    await expect(authenticate({ 'x-api-key': token })).resolves.toMatchObject({ sourceId: made.sourceId })
    nowMs += 6_000
    await expect(authenticate({ 'x-api-key': token })).rejects.toThrow('expired at')
  })

  test('that was revoked is taken for five seconds more at most, where it was in use', async () => {
    const { id, token } = await createIngestToken(owner(), made.sourceId, { name: 'Leaked' }, database.db)
    const authenticate = authenticator()
    await authenticate({ 'x-api-key': token })
    await revokeIngestToken(owner(), made.sourceId, id, database.db)
    await expect(authenticator()({ 'x-api-key': token })).rejects.toThrow('revoked')
    await expect(authenticate({ 'x-api-key': token })).resolves.toBeDefined()
    nowMs += 5_001
    await expect(authenticate({ 'x-api-key': token })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('of the same id in another organization opens that one only', async () => {
    const other = mintIngestToken()
    const id = made.token.slice(7, 15)
    await database.db.execute(sql`insert into sources (org_id, id, team_id, slug, name, kind, environment, created_at)
      select '99999999-9999-4999-8999-999999999999', id, team_id, slug, name, kind, environment, created_at from sources limit 1`)
    await database.db.execute(sql`insert into ingest_tokens (org_id, id, source_id, name, hash, created_at)
      select '99999999-9999-4999-8999-999999999999', ${id}, source_id, name, ${other.hash}, created_at from ingest_tokens limit 1`)
    expect(await authenticator()({ 'x-api-key': made.token })).toMatchObject({ orgId: made.orgId })
  })

  test('notes its last use and the exporter, once a minute', async () => {
    const { id, token } = await createIngestToken(owner(), made.sourceId, { name: 'Used' }, database.db)
    const use = async () => (await database.db.select().from(tokenUses).where(eq(tokenUses.tokenId, id)))[0]
    const authenticate = authenticator()
    const firstUse = new Date(nowMs)
    await authenticate({ 'x-api-key': token, 'user-agent': 'OTel-OTLP-Exporter-Python/1.38.0' })
    expect(await use()).toMatchObject({ lastUsedAt: firstUse, userAgent: 'OTel-OTLP-Exporter-Python/1.38.0' })
    nowMs += 59_000
    await authenticate({ 'x-api-key': token, 'user-agent': 'curl' })
    await authenticator()({ 'x-api-key': token, 'user-agent': 'curl' })
    expect(await use()).toMatchObject({ lastUsedAt: firstUse })
    nowMs += 6_000
    await authenticate({ 'x-api-key': token, 'user-agent': 'curl\u0000' })
    expect(await use()).toMatchObject({ lastUsedAt: new Date(nowMs), userAgent: 'curl' })
  })
})

describe("Runledger's own token", () => {
  test('makes its source once, however many ask at once', async () => {
    const headers = { authorization: `Bearer ${selfToken(SECRET)}` }
    const answers = await Promise.all(Array.from({ length: 8 }, () => authenticator()(headers)))
    expect(new Set(answers.map((answer) => answer.sourceId)).size).toBe(1)
    expect(answers[0]).toMatchObject({ orgId: made.orgId, teamId: made.teamId, isSelf: true })
    const own = await database.db.select().from(sources).where(eq(sources.slug, 'runledger'))
    expect(own).toHaveLength(1)
    const [row] = await listSources(owner(), database.db).then((rows) =>
      rows.filter((each) => each.kind === 'runledger'),
    )
    expect(row).toMatchObject({ lastReceivedAt: new Date(nowMs), tokens: 0 })
  })

  test('of another secret is refused', async () => {
    const refused = authenticator()({ 'x-api-key': selfToken('another secret') })
    await expect(refused).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

test('without a database the answer is to try again, and it is not remembered', async () => {
  const away = createDatabase('postgres://127.0.0.1:1/nowhere', { max: 1 })
  let on = away.db
  const authenticate = ingestAuthenticator(
    () => on,
    () => SECRET,
  )
  const refused = authenticate({ 'x-api-key': made.token })
  await expect(refused).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 })
  on = database.db
  await expect(authenticate({ 'x-api-key': made.token })).resolves.toMatchObject({ sourceId: made.sourceId })
  await away.close()
})
