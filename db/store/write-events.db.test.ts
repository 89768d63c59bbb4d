import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { told } from '@/lib/ingest/events/decoded-event'
import type { EventOutcome } from '@/lib/ingest/events/event-sink'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedRequest, IncomingEvent, Telling } from '@/lib/model/event'
import { PRECEDENCE } from '@/lib/model/fact'
import { Refusal } from '@/lib/model/refusal'
import { STATES } from '@/lib/model/state'
import { makePartitions } from '../partitions'
import { TEST_SOURCE } from '../testing/ingest-fixture'
import { type TestDatabase, testDatabase } from '../testing/test-database'
import { createEventWriter, type EventWriter } from './write-events'

const NOW = new Date('2026-11-21T12:00:00Z')

let database: TestDatabase
let writer: EventWriter
const reported: unknown[] = []

beforeAll(async () => {
  database = await testDatabase()
  await makePartitions(database.db, NOW)
  writer = createEventWriter({
    connectionString: database.url,
    writers: 3,
    queueBytes: 64 * 1024 * 1024,
    clock: () => NOW.getTime(),
    report: (error) => reported.push(error),
  })
})
afterEach(async () => {
  reported.length = 0
  await database.pool.query(
    `truncate events, event_bodies, event_executions, execution_keys, execution_references, executions, task_runs, source_counts, rejections`,
  )
})
afterAll(async () => {
  await writer.close()
  await database.close()
})

/** A tool whose payload is `{id, run, state, task?, by?, of?}`, one or many. */
function decode({ body }: IncomingEvent): DecodedRequest {
  const items = Array.isArray(body) ? new JsonReader(body).items() : [new JsonReader(body)]
  const request: DecodedRequest = { events: [], rejected: [] }
  for (const item of items) {
    const id = item.at('id').text()
    if (id === undefined) {
      const { path, value } = item
      request.rejected.push({ path, reason: 'no_id', message: 'has no id', item: value })
    } else request.events.push(told(named(id, item), tellingsOf(item)))
  }
  return request
}

const named = (key: string, item: JsonReader) => ({
  key,
  type: item.at('task').isThere ? 'step' : 'run',
  at: item.at('at').time() ?? null,
  subject: item.at('run').text() ?? null,
  body: item.value,
})

function tellingsOf(item: JsonReader): Telling[] {
  const of = { namespace: 'shop', flow: 'orders', nativeId: item.at('run').text() ?? '', attempt: 1 }
  const at = item.at('at').time() ?? '0'
  const state = STATES.find((each) => each === item.at('state').text())
  const states = state === undefined ? [] : [{ state, word: state, at, precedence: PRECEDENCE.word }]
  const task = item.at('task').text()
  if (task === undefined) {
    const key = item.at('by').text()
    const references =
      key === undefined
        ? []
        : [{ kind: 'parent' as const, key, confidence: 'certain' as const, evidence: 'told' }]
    return [
      { about: 'execution', of, at, states, startedAt: at, endedAt: at, title: `run ${at}`, references },
    ]
  }
  // A number no column takes: what the database refuses, and nobody saw coming.
  const attempt = item.at('attempt').number() ?? 1
  const error = { type: null, message: `${task} broke`, at, spanId: null, rank: 2 as const }
  return [
    {
      about: 'task',
      execution: of,
      of: { nativeId: task, mapIndex: null, attempt },
      at,
      name: item.at('called').text() ?? task,
      states,
      endedAt: at,
      errors: state === 'failed' ? [error] : [],
    },
  ]
}

const send = (body: unknown): Promise<EventOutcome> =>
  writer.write({
    protocol: 'webhook',
    source: TEST_SOURCE,
    dialect: 'shop',
    parser: 'shop@1',
    decode,
    headers: { 'x-event': 'run' },
    body: Buffer.from(JSON.stringify(body)),
    isJson: true,
  })

const rows = async (query: string) => (await database.pool.query(query)).rows
const at = (second: number) => `2026-11-21T11:00:${String(second).padStart(2, '0')}Z`

/** Everything that follows from what was told, without when it was received. */
const projection = () =>
  rows(`select json_agg(row_to_json(e)::jsonb - '{revision,received_at,updated_at}'::text[] order by id) as executions,
    (select json_agg(row_to_json(t)::jsonb order by id) from task_runs t) as tasks,
    (select json_agg(row_to_json(k)::jsonb order by key) from execution_keys k) as keys,
    (select json_agg(row_to_json(r)::jsonb order by key) from execution_references r) as refs
    from executions e`)

const STORY = [
  { id: 'a', run: '7', state: 'running', at: at(1), by: 'url:ci.example/1' },
  { id: 'b', run: '7', task: 'extract', state: 'success', at: at(2) },
  { id: 'c', run: '7', task: 'load', state: 'running', at: at(3) },
  { id: 'd', run: '7', task: 'load', state: 'failed', at: at(4) },
  { id: 'e', run: '7', state: 'failed', at: at(5) },
  { id: 'f', run: '8', task: 'extract', state: 'success', at: at(6) },
]

test('stores what was said, what it means and how it hangs together', async () => {
  expect(await send(STORY)).toEqual({ stored: 6, repeated: 0, rejected: [] })
  expect(
    await rows('select native_id, state, failed_task, error_message from executions order by 1'),
  ).toEqual([
    { native_id: '7', state: 'failed', failed_task: 'load', error_message: 'load broke' },
    { native_id: '8', state: 'unknown', failed_task: null, error_message: null },
  ])
  expect(await rows('select type, verdict, repeats, parser from events order by key limit 1')).toEqual([
    { type: 'run', verdict: 'told', repeats: 0, parser: 'shop@1' },
  ])
  expect(await rows('select kind, key from execution_references')).toEqual([
    { kind: 'parent', key: 'url:ci.example/1' },
  ])
  expect(await rows('select count(*)::int from event_executions')).toEqual([{ count: 6 }])
  expect(await rows('select name from flows')).toEqual([{ name: 'orders' }])
})

test('gives the same rows in whatever order, parts and repetition the events arrive', async () => {
  await send(STORY)
  const expected = await projection()
  const orders = [
    [...STORY].reverse(),
    [5, 3, 1, 0, 2, 4, 3, 1].flatMap((index) => STORY[index] ?? []),
    [4, 4, 0, 3, 5, 2, 1].flatMap((index) => STORY[index] ?? []),
  ]
  for (const order of orders) {
    await database.pool.query(
      'truncate events, event_bodies, event_executions, executions, task_runs, execution_keys, execution_references',
    )
    await Promise.all(order.map((event) => send(event)))
    expect(await projection()).toEqual(expected)
  }
})

test('names the task run that failed as it is called at last, in whatever order it was told', async () => {
  const story = [
    { id: 'x', run: '9', task: 'load', called: 'Load', state: 'failed', at: at(4) },
    { id: 'y', run: '9', task: 'load', called: 'Load orders', state: 'running', at: at(5) },
  ]
  for (const order of [story, [...story].reverse()]) {
    await database.pool.query('truncate events, event_bodies, executions, task_runs')
    for (const event of order) await send(event)
    expect(await rows('select failed_task from executions')).toEqual([{ failed_task: 'Load orders' }])
  }
})

test('counts an event that comes again, and stores it once', async () => {
  await send(STORY[0])
  expect(await send([STORY[0], STORY[1], STORY[0]])).toMatchObject({ stored: 1, repeated: 2 })
  expect(await rows('select key, repeats from events order by key')).toEqual([
    { key: 'a', repeats: 2 },
    { key: 'b', repeats: 0 },
  ])
  expect(await rows(`select verdict, count::int from source_counts order by 1`)).toEqual([
    { verdict: 'duplicate', count: 2 },
    { verdict: 'stored', count: 2 },
  ])
})

test('connections that are cut lose nothing and double nothing for a tool that sends again', async () => {
  const untilStored = async (body: unknown): Promise<void> => {
    for (;;) {
      try {
        await send(body)
        return
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'unavailable') throw error
        await new Promise(setImmediate)
      }
    }
  }
  const events = Array.from({ length: 200 }, (_, index) => ({
    ...{ id: `${index}`, run: `${index % 20}`, task: `step ${index}`, state: 'success', at: at(index % 60) },
  }))
  const stored = Promise.all(events.map(untilStored))
  for (let cut = 0; cut < 5; cut++) {
    await new Promise(setImmediate)
    await rows(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'runledger-writer' and datname = current_database()`,
    )
  }
  await stored
  const counts = `select (select count(*)::int from events) as events, (select count(*)::int from event_bodies) as bodies,
    (select count(*)::int from executions) as executions, (select count(*)::int from task_runs) as tasks`
  expect(await rows(counts)).toEqual([{ events: 200, bodies: 200, executions: 20, tasks: 200 }])
})

test('takes what is sound beside what is not, and says of the rest where it is', async () => {
  const outcome = await send([STORY[0], { run: '9' }, STORY[1]])
  expect(outcome).toMatchObject({ stored: 2, rejected: [{ path: '[1]', reason: 'no_id' }] })
  expect(await rows('select signal, reason, path from rejections')).toEqual([
    { signal: 'events', reason: 'no_id', path: '[1]' },
  ])
})

test('stores an event that nobody can write as failed, beside neighbours that are whole', async () => {
  const poison = { id: 'p', run: '9', task: 'x', state: 'success', at: at(7), attempt: 1e12 }
  const [first, second] = await Promise.all([send([STORY[0], poison]), send(STORY[1])])
  expect([first?.stored, second?.stored]).toEqual([2, 1])
  expect(await rows('select key, verdict from events order by key')).toEqual([
    { key: 'a', verdict: 'told' },
    { key: 'b', verdict: 'told' },
    { key: 'p', verdict: 'failed' },
  ])
  expect(reported.length).toBeGreaterThan(0)
})

test('keeps secrets out of what is stored', async () => {
  await send({ ...STORY[0], access_token: 'very-secret-value', note: 'ghp_0123456789abcdefghij' })
  const [row] = await rows('select body from event_bodies')
  expect(JSON.parse(row.body)).toMatchObject({ access_token: '[redacted:key]', note: '[redacted:github]' })
})

test('refuses what is no JSON', async () => {
  const refused = writer.write({
    protocol: 'webhook',
    source: TEST_SOURCE,
    dialect: 'shop',
    parser: 'shop@1',
    decode,
    headers: {},
    body: Buffer.from('{"id":'),
    isJson: true,
  })
  await expect(refused).rejects.toMatchObject({ code: 'invalid' })
})
