import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateRetention } from '@/db/store/update-retention'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, strangersTo, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Role } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { getAccount, listOwnSessions } from './get-account'
import { getArrival } from './get-arrival'
import { getLastChange } from './get-last-change'
import { getRetention } from './get-retention'
import { getSource } from './get-source'
import { listIngestTokens } from './list-ingest-tokens'
import { countRejections, listRejections } from './list-rejections'
import { listSources } from './list-sources'
import { listTeamsWith } from './list-teams-with'
import { countsOfSource } from './source-health'

let database: TestDatabase
let mine: World
let theirs: World

beforeAll(async () => {
  database = await testDatabase()
  mine = await buildWorld(database.db)
  theirs = await buildWorld(database.db)
})
afterAll(() => database.close())

const READERS: Role[] = ['viewer', 'operator', 'editor', 'admin']

/** Every question that names a source, asked of one. */
const questions: [string, (scope: Scope, sourceId: string) => Promise<unknown>][] = [
  ['getSource', (scope, id) => getSource(scope, id, database.db)],
  ['getArrival', (scope, id) => getArrival(scope, id, database.db)],
  ['countsOfSource', (scope, id) => countsOfSource(scope, id, database.db)],
  ['listRejections', (scope, id) => listRejections(scope, id, {}, 50, database.db)],
  ['countRejections', (scope, id) => countRejections(scope, id, database.db)],
  [
    'getLastChange',
    (scope, id) => getLastChange(scope, { action: 'source.created', kind: 'source', id }, database.db),
  ],
  ['listIngestTokens', (scope, id) => listIngestTokens(scope, id, database.db)],
]

describe('a source', () => {
  test.each(questions)('is shown to those who may read its team (%s)', async (_, ask) => {
    const { teamId, sourceId } = mine.teams[0]
    const readers = READERS.map((role) => testScope({ orgId: mine.orgId, teams: { [teamId]: role } }))
    for (const scope of [...readers, testScope({ orgId: mine.orgId, isOwner: true })]) {
      const answer = await ask(scope, sourceId)
      expect(answer).toBeTruthy()
      expect(answer).not.toEqual([])
    }
  })

  test.each(questions)('is not there for anybody else (%s)', async (_, ask) => {
    for (const [, scope] of strangersTo(mine, theirs)) {
      const answer = await ask(scope, mine.teams[0].sourceId).catch((error) => error.code)
      expect(
        answer === 'not_found' || answer === null || (Array.isArray(answer) && answer.length === 0),
      ).toBe(true)
    }
  })

  test.each(['', 'nonsense', "' or 1=1 --", '00000000-0000-4000-8000-000000000000'])(
    'of id %j is not there',
    async (id) => {
      await expect(
        getSource(testScope({ orgId: mine.orgId, isOwner: true }), id, database.db),
      ).rejects.toMatchObject({
        code: 'not_found',
      })
    },
  )
})

describe('the list of sources', () => {
  test('has those of the teams that one may read, and counts the last day', async () => {
    const [first, second] = mine.teams
    const list = (of: Parameters<typeof testScope>[0]) =>
      listSources(testScope({ orgId: mine.orgId, ...of }), database.db)
    const [row] = await list({ teams: { [first.teamId]: 'viewer', [second.teamId]: 'auditor' } })
    expect(row).toMatchObject({
      id: first.sourceId,
      stored: 7,
      duplicate: 7,
      rejected: 7,
      redacted: 7,
      tokens: 1,
    })
    expect(row?.lastReceivedAt).toBeInstanceOf(Date)
    const ids = async (of: Parameters<typeof testScope>[0]) => (await list(of)).map((each) => each.id).sort()
    expect(await ids({ teams: { [first.teamId]: 'viewer' } })).toEqual([first.sourceId])
    expect(await ids({ isOwner: true })).toEqual([first.sourceId, second.sourceId].sort())
    expect(await ids({})).toEqual([])
    expect(await ids({ orgId: theirs.orgId, teams: { [first.teamId]: 'admin' } })).toEqual([])
  })

  test('offers only teams in which one holds the permission', async () => {
    const teams = {
      [mine.teams[0].teamId]: 'editor',
      [mine.teams[1].teamId]: 'viewer',
      [theirs.teams[0].teamId]: 'admin',
    } as const
    const offered = await listTeamsWith(testScope({ orgId: mine.orgId, teams }), 'source.write', database.db)
    expect(offered.map((team) => team.id)).toEqual([mine.teams[0].teamId])
  })
})

describe('what arrived', () => {
  test('is the newest trace where there is no execution, and the newest rejection', async () => {
    const { teamId, sourceId } = mine.teams[0]
    const scope = testScope({ orgId: mine.orgId, teams: { [teamId]: 'viewer' } })
    expect(await getArrival(scope, sourceId, database.db)).toMatchObject({
      execution: null,
      trace: { rootName: 'GET /' },
      rejection: { path: 'resourceSpans[0]', message: 'no time' },
    })
  })
})

describe('retention', () => {
  const days = { spanDays: 3, logDays: 4, executionDays: 30, eventDays: 5 }

  test('is seen and changed by owners alone', async () => {
    const admin = testScope({ orgId: mine.orgId, teams: { [mine.teams[0].teamId]: 'admin' } })
    await expect(getRetention(admin, database.db)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(updateRetention(admin, days, database.db)).rejects.toMatchObject({ code: 'forbidden' })
    const owner = testScope({ orgId: mine.orgId, isOwner: true })
    await updateRetention(owner, days, database.db)
    expect(await getRetention(owner, database.db)).toMatchObject({ days })
    const elsewhere = await getRetention(testScope({ orgId: theirs.orgId, isOwner: true }), database.db)
    expect(elsewhere.days).toEqual({ spanDays: 14, logDays: 14, executionDays: 400, eventDays: 14 })
  })

  test('forecasts from whole days that had something', async () => {
    const owner = testScope({ orgId: mine.orgId, isOwner: true })
    const { use } = await getRetention(owner, database.db)
    expect(use.spans.bytes).toBeGreaterThan(0)
    expect(use.spans.bytesPerDay).toBeNull()
    expect(use.executions.bytesPerDay).toBeNull()
  })
})

test('an account and its sessions are those of the person who asks', async () => {
  const userId = randomUUID()
  for (const [i, { orgId }] of [mine, theirs].entries()) {
    await database.db.execute(
      sql`insert into users (org_id, id, email, name, created_at) values (${orgId}, ${userId}, 'ada@example.com', ${`Ada ${i}`}, now())`,
    )
    await database.db.execute(sql`insert into sessions (org_id, id, user_id, created_at, last_seen_at, expires_at)
      values (${orgId}, ${randomUUID()}, ${userId}, now(), now(), now() + interval '1 day'),
        (${orgId}, ${randomUUID()}, ${randomUUID()}, now(), now(), now() + interval '1 day'),
        (${orgId}, ${randomUUID()}, ${userId}, now(), now(), now() - interval '1 day')`)
  }
  const scope = testScope({ orgId: mine.orgId, userId })
  expect(await getAccount(scope, database.db)).toMatchObject({
    name: 'Ada 0',
    email: 'ada@example.com',
    teams: [],
  })
  expect(await listOwnSessions(scope, database.db)).toHaveLength(1)
  await expect(getAccount(testScope({ orgId: mine.orgId }), database.db)).rejects.toMatchObject({
    code: 'not_found',
  })
})
