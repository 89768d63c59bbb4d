import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makePartitions } from '@/db/partitions'
import { createSource } from '@/db/store/create-source'
import { takeLease } from '@/db/store/leases'
import { createEventWriter, type EventWriter } from '@/db/store/write-events'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { sealSecret } from '@/lib/auth/sealed-secret'
import type { EventSink } from '@/lib/ingest/events/event-sink'
import { SourcePoller } from './poll-sources'
import { job, START, scriptAirbyte } from './testing/scripted-airbyte'
import { type ToolServer, toolServer } from './testing/tool-server'

const SECRET = 'hightouch-or-airbyte-secret'

type Tail<All extends unknown[]> = All extends [unknown, ...infer Rest] ? Rest : never

let database: TestDatabase
let writer: EventWriter
let world: World
let server: ToolServer
let sourceId: string
let now = START
const pollers: SourcePoller[] = []

beforeAll(async () => {
  database = await testDatabase()
  await makePartitions(database.db, new Date(START))
  world = await buildWorld(database.db)
  server = await toolServer()
  writer = createEventWriter({
    connectionString: database.url,
    writers: 1,
    queueBytes: 64 * 1024 * 1024,
    clock: () => now,
    report: (error) => {
      throw error
    },
  })
})
beforeEach(async () => {
  now = START
  server.asked.length = 0
  const owner = testScope({ orgId: world.orgId, isOwner: true })
  const made = {
    teamId: world.teams[0].teamId,
    name: 'Airbyte',
    kind: 'airbyte' as const,
    environment: 'test',
  }
  sourceId = (await createSource(owner, made, database.db)).sourceId
  const settings = { edition: 'cloud', clientId: 'runledger', clientSecret: SECRET }
  const sealed = Buffer.from(sealSecret(JSON.stringify(settings), 'connection'), 'base64url')
  await database.pool.query(
    'insert into source_connections (org_id, source_id, poll_url, poll_settings, is_polled, updated_at) values ($1, $2, $3, $4, true, $5)',
    [world.orgId, sourceId, server.address, sealed, new Date(START - 1_000)],
  )
})
afterEach(async () => {
  for (const poller of pollers.splice(0)) await poller.stop()
  await database.pool.query(`truncate sources, source_connections, poll_rounds, events, event_bodies, event_executions, executions,
    task_runs, leases, execution_keys, execution_references, flow_usual`)
})
afterAll(async () => {
  await writer.close()
  await server.close()
  await database.close()
})

const poller = (sink: EventSink = writer): SourcePoller => {
  const made = new SourcePoller(database.db, sink, () => now)
  pollers.push(made)
  return made
}
const stealLease = () =>
  database.pool.query(
    `update leases set holder = 'another', epoch = epoch + 1, expires_at = $1 where name = 'poller'`,
    [new Date(now + 60_000)],
  )
/** One look and all that it began. */
const look = async (by = poller()): Promise<void> => {
  await by.look()
  await by.settled()
}
const rows = async (query: string) => (await database.pool.query(query)).rows
const round = async () =>
  (await rows('select error, failures, items::int, corrections::int, cursor from poll_rounds'))[0]

const airbyte = (...of: Tail<Parameters<typeof scriptAirbyte>>) => scriptAirbyte(server, ...of)

describe('a round', () => {
  test('reads all pages, stores them, and goes on from there', async () => {
    airbyte(Array.from({ length: 250 }, (_, index) => job(index + 1)))
    await look()
    expect(
      await rows('select count(*)::int, min(protocol) as protocol, min(parser) as parser from events'),
    ).toEqual([{ count: 250, protocol: 'poll', parser: 'airbyte@1' }])
    expect(await rows('select count(*)::int from executions')).toEqual([{ count: 250 }])
    expect(await round()).toMatchObject({
      error: null,
      failures: 0,
      items: 250,
      cursor: { since: expect.any(String) },
    })
    // Not due again before its time, then from the cursor, and nothing of it is new.
    server.asked.length = 0
    await look()
    expect(server.asked).toEqual([])
    now += 61_000
    await look()
    expect(server.asked.some((asked) => asked.includes('updatedAtStart=2026-11-21T11'))).toBe(true)
    expect(await rows('select count(*)::int from events')).toEqual([{ count: 250 }])
  })

  test('that dies between a page and its cursor reads the page again, and loses and doubles nothing', async () => {
    airbyte(Array.from({ length: 150 }, (_, index) => job(index + 1)))
    // The page is written, and then another process has the lease.
    const write: EventWriter['write'] = async (request) => {
      const outcome = await writer.write(request)
      await stealLease()
      return outcome
    }
    await look(poller({ ...writer, hasRoom: (bytes) => writer.hasRoom(bytes), write }))
    expect(await rows('select count(*)::int from events')).toEqual([{ count: 50 }])
    expect(await round()).toMatchObject({ cursor: null, items: 0 })
    now += 61_000
    await look()
    expect(await rows('select count(*)::int from events')).toEqual([{ count: 150 }])
    expect(await rows('select count(*)::int from executions')).toEqual([{ count: 150 }])
    expect(await round()).toMatchObject({ items: 150, error: null })
  })

  test('writes nothing once somebody else asks', async () => {
    airbyte([job(1)])
    const one = poller()
    await one.look()
    await stealLease()
    await one.settled()
    expect(await round()).toMatchObject({ cursor: null })
    expect(await rows('select id from events')).toEqual([])
  })

  test('that fails says why without any credential, and comes later each time', async () => {
    const one = poller()
    airbyte([], (path) => (path.startsWith('/v1/jobs') ? { status: 401 } : null))
    await look(one)
    expect(await round()).toMatchObject({
      error: 'GET /v1/jobs answered 401: the credentials are not good, or may not read this',
      failures: 1,
    })
    server.asked.length = 0
    now += 61_000
    await look(one)
    expect(server.asked).toEqual([])
    now += 61_000
    await look(one)
    expect(await round()).toMatchObject({ failures: 2 })
    expect(JSON.stringify(await rows('select * from poll_rounds'))).not.toContain(SECRET)
    // Somebody mends it, and need not wait.
    airbyte([job(1)])
    await database.pool.query('update source_connections set updated_at = $1', [new Date(now + 1)])
    await look(one)
    expect(await round()).toMatchObject({ error: null, failures: 0, items: 1 })
  })

  test('leaves a tool alone for as long as it asks', async () => {
    airbyte([], (path) =>
      path.startsWith('/v1/jobs') ? { status: 429, headers: { 'retry-after': '1800' } } : null,
    )
    const one = poller()
    await look(one)
    server.asked.length = 0
    now += 1_000_000
    await look(one)
    expect(server.asked).toEqual([])
    now += 900_000
    await look(one)
    expect(server.asked.length).toBeGreaterThan(0)
  })

  test('is not begun for a source whose polling is off, or by who has not the lease', async () => {
    airbyte([job(1)])
    await takeLease({ name: 'poller', holder: 'other', now: new Date(now), ttlMs: 60_000 }, database.db)
    await look()
    await database.pool.query('truncate leases')
    await database.pool.query('update source_connections set is_polled = false')
    await look()
    expect(server.asked).toEqual([])
  })

  test('says so where its credentials cannot be opened any more', async () => {
    await database.pool.query(
      `update source_connections set poll_settings = '\\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'`,
    )
    await look()
    expect((await round())?.error).toContain('enter them again')
  })
})

describe('the reconciler', () => {
  const states = () => rows('select native_id, state, dialect from executions order by native_id')

  test('asks for what should be over, and what the source says is told as a correction', async () => {
    airbyte([job(1, 'running'), job(2, 'running')])
    await look()
    expect(await states()).toMatchObject([{ state: 'running' }, { state: 'running' }])
    await database.db.execute(sql`insert into flow_usual (org_id, flow_id, p95_ms, counted, updated_at)
      select org_id, id, 60000, 20, now() from flows where org_id = ${world.orgId} on conflict do nothing`)
    // The round does not show it any more; asked for by its id it is there.
    const jobs = [job(1, 'failed', 5), job(2, 'running')]
    airbyte(jobs, (path) => (path.includes('updatedAtStart') ? { status: 500 } : null))
    now += 60_000
    await look()
    expect(await states()).toMatchObject([{ state: 'failed', dialect: 'airbyte' }, { state: 'running' }])
    expect(await rows(`select subject, protocol from events where type = 'reconciled'`)).toEqual([
      { subject: 'orders · job 1 · asked: was running here, the source says failed', protocol: 'poll' },
    ])
    expect(await round()).toMatchObject({ corrections: 1 })
    // Not asked again within ten minutes.
    server.asked.length = 0
    const again = poller()
    now += 60_000
    await look(again)
    const first = server.asked.filter((asked) => asked.endsWith('/v1/jobs/2')).length
    now += 60_000
    await look(again)
    expect(server.asked.filter((asked) => asked.endsWith('/v1/jobs/2')).length).toBe(first)
  })

  test('gives up what the source does not know, until the source knows it again', async () => {
    airbyte([job(1, 'running')])
    await look()
    await database.db.execute(sql`insert into flow_usual (org_id, flow_id, p95_ms, counted, updated_at)
      select org_id, id, 60000, 20, now() from flows where org_id = ${world.orgId} on conflict do nothing`)
    airbyte([])
    now += 61_000
    await look()
    expect(await states()).toMatchObject([{ state: 'lost', dialect: 'airbyte' }])
    expect(await rows(`select subject, parser from events where type = 'reconciled'`)).toEqual([
      { subject: 'orders 1 · lost: the source knows no such execution', parser: 'reconciler@1' },
    ])
    airbyte([job(1, 'succeeded', 7)])
    now += 61_000
    await look()
    expect(await states()).toMatchObject([{ state: 'success' }])
  })

  test('gives up what is silent where nobody can be asked, and never what runs until it is stopped', async () => {
    await database.pool.query('update source_connections set is_polled = false')
    const running = (id: number) => ({ ...job(id, 'running'), connectionId: 'c' })
    const body = (id: number) =>
      Buffer.from(JSON.stringify({ kind: 'job', item: running(id), connection: 'orders', workspace: 'shop' }))
    const { readerOf } = await import('@/lib/ingest/events/reader')
    const reader = readerOf('airbyte', 'poll', null)
    if (reader === null) throw new Error('no reader')
    const source = {
      orgId: world.orgId,
      sourceId,
      teamId: world.teams[0].teamId,
      kind: 'airbyte',
      environment: 'test',
      recognition: 'automatic' as const,
      itemsPerSecond: null,
      isSelf: false,
    }
    const send = (id: number) =>
      writer.write({ ...reader, protocol: 'poll', source, headers: {}, body: body(id), isJson: true })
    for (const id of [1, 2]) await send(id)
    await database.pool.query(
      `update executions set labels = '{"processing":"streaming"}' where native_id = '2'`,
    )
    const first = poller()
    now += 23 * 3_600_000
    await look(first)
    expect(await states()).toMatchObject([{ state: 'running' }, { state: 'running' }])
    await first.stop()
    now += 2 * 3_600_000
    // Whoever has just been started has not heard what was sent before.
    const second = poller()
    await look(second)
    expect(await states()).toMatchObject([{ state: 'running' }, { state: 'running' }])
    now += 25 * 3_600_000
    await look(second)
    expect(await states()).toMatchObject([{ state: 'lost' }, { state: 'running' }])
    expect(await round()).toMatchObject({ corrections: 1, items: 0 })
    await second.stop()
    // That it was given up is no sign of life; that its source tells of something else is.
    await send(4)
    now += 25 * 3_600_000
    const third = poller()
    await look(third)
    expect((await states()).slice(2)).toMatchObject([{ state: 'running' }])
    await send(5)
    now += 60_000
    await look(third)
    expect((await states()).slice(2)).toMatchObject([{ state: 'lost' }, { state: 'running' }])
  })
})
