import { sql } from 'drizzle-orm'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { replayFixture } from '../testing/replay-fixture'
import { testScope } from '../testing/scopes'
import { shopReader as shop } from '../testing/shop-reader'
import { buildWorld, strangersTo } from '../testing/source-world'
import { previewReplay, replayEvents, replayRange } from './replay-events'

const fixture = await replayFixture()
const { database, world, source, rows, send, sendLineage, ids, editor } = fixture
afterEach(() => fixture.clear())
afterAll(fixture.close)

const V1 = shop(1, { go: 'running', done: 'success', broke: 'success' })
const V2 = shop(2, { go: 'running', done: 'success', broke: 'failed', halt: 'cancelled' })
const with2 = { findReader: () => V2 }

const everything = () =>
  rows(`select (select json_agg(to_jsonb(e) - '{revision,updated_at}'::text[] order by id) from executions e) as e,
    (select json_agg(to_jsonb(t) order by id) from task_runs t) as t, (select json_agg(to_jsonb(v) order by id) from events v) as v,
    (select json_agg(to_jsonb(k) order by key) from execution_keys k) as k,
    (select json_agg(to_jsonb(x) order by execution_id, event_id) from event_executions x) as x,
    (select count(*) from audit_entries where action = 'events.replayed') as a`)
const at = (second: number) => `2026-11-21T11:00:0${second}Z`
const on = () => database.db

const STORY = [
  { id: 'a', run: '7', word: 'go', at: at(1), url: 'https://shop.example/7' },
  { id: 'b', run: '7', task: 'load', word: 'go', at: at(2) },
  { id: 'c', run: '7', word: 'broke', at: at(3) },
]

describe('replay', () => {
  test('by the same reader changes nothing but the audit log', async () => {
    await send(V1, ...STORY)
    const [before] = await everything()
    const done = await replayEvents(editor(), await ids(), { on: on(), findReader: () => V1 })
    expect(done).toMatchObject({
      eventCount: 3,
      unreadCount: 0,
      events: [],
      changedCount: 0,
      executionCount: 1,
    })
    const [after] = await everything()
    expect({ ...after, a: before.a }).toEqual(before)
    expect(Number(after.a)).toBe(Number(before.a) + 1)
  })

  test('takes back what was misunderstood, from all events of the execution, though one is asked for', async () => {
    await send(V1, ...STORY)
    const done = await replayEvents(editor(), await ids("key = 'c'"), { on: on(), ...with2 })
    expect(await rows('select state from executions')).toEqual([{ state: 'failed' }])
    expect(done.executions).toMatchObject([
      {
        outcome: 'changed',
        isWhole: true,
        flow: 'orders',
        nativeId: '7',
        fields: expect.arrayContaining([{ field: 'state', before: 'success', after: 'failed' }]),
      },
    ])
    expect(await rows('select key, parser from events order by key')).toEqual([
      { key: 'a', parser: 'shop@1' },
      { key: 'b', parser: 'shop@1' },
      { key: 'c', parser: 'shop@2' },
    ])
    expect(await rows('select action, after from audit_entries order by seq desc limit 1')).toMatchObject([
      { action: 'events.replayed', after: { events: 1, executionsChanged: 1 } },
    ])
  })

  test('tells of what was not understood before', async () => {
    await send(V1, { id: 'h', run: '8', word: 'halt', at: at(4) })
    expect(await rows('select id from executions')).toEqual([])
    const done = await replayEvents(editor(), await ids(), { on: on(), ...with2 })
    expect(done.events).toMatchObject([
      { before: 'ignored', after: 'told', parserBefore: 'shop@1', parserAfter: 'shop@2' },
    ])
    expect(done.executions).toMatchObject([{ outcome: 'made', nativeId: '8' }])
    expect(await rows('select state from executions')).toEqual([{ state: 'cancelled' }])
    expect(await rows('select count(*)::int from event_executions')).toEqual([{ count: 1 }])
    expect(await rows('select name from flows')).toEqual([{ name: 'orders' }])
  })

  test('moves what was told of the wrong execution, with its names and task runs', async () => {
    const moved = STORY.map((event) => ({ ...event, build: '70' }))
    await send(V1, ...moved)
    const done = await replayEvents(editor(), await ids(), { on: on(), ...with2 })
    expect(done.executions.map(({ outcome, nativeId }) => [outcome, nativeId]).sort()).toEqual([
      ['made', '70'],
      ['removed', '7'],
    ])
    expect(await rows('select native_id from executions')).toEqual([{ native_id: '70' }])
    expect(
      await rows('select e.native_id from task_runs t join executions e on e.id = t.execution_id'),
    ).toEqual([{ native_id: '70' }])
    expect(await rows('select count(distinct execution_id)::int from execution_keys')).toEqual([{ count: 1 }])
  })

  test('adds, and says so, where something that was said is not stored any more', async () => {
    await send(V1, ...STORY)
    await database.pool.query(
      `delete from event_bodies where event_id in (select id from events where key = 'a')`,
    )
    const done = await replayEvents(editor(), await ids(), { on: on(), ...with2 })
    expect(done).toMatchObject({ eventCount: 2, unreadCount: 1, executions: [{ isWhole: false }] })
    expect(await rows('select url from executions')).toEqual([{ url: 'https://shop.example/7' }])
  })

  test('adds where the events of its beginning have been deleted', async () => {
    await send(V1, ...STORY)
    await database.pool.query(`delete from events where key = 'a'`)
    await database.pool.query(`update events set received_at = received_at + interval '1 hour'`)
    await database.pool.query(`update event_bodies set received_at = received_at + interval '1 hour'`)
    const done = await replayEvents(editor(), await ids(), { on: on(), ...with2 })
    expect(done.executions).toMatchObject([{ isWhole: false }])
    expect(await rows('select url from executions')).toEqual([{ url: 'https://shop.example/7' }])
  })

  test('forgets the task run that failed by a reading that is not held any more', async () => {
    const wrong = shop(1, { go: 'failed', done: 'success' })
    await send(
      wrong,
      { id: 'a', run: '7', word: 'done', at: at(1) },
      { id: 'b', run: '7', task: 'load', word: 'go', at: at(2) },
    )
    const facts = () => rows(`select facts ? 'task runs' as told from executions`)
    expect(await facts()).toEqual([{ told: true }])
    await replayEvents(editor(), await ids(), { on: on(), ...with2 })
    expect(await facts()).toEqual([{ told: false }])
  })

  test('reads OpenLineage again, and finds the same', async () => {
    await sendLineage(at(5))
    const [before] = await everything()
    expect(before.e).toHaveLength(1)
    const done = await replayEvents(editor(), await ids(), { on: on() })
    expect(done).toMatchObject({ eventCount: 1, changedCount: 0 })
    const [after] = await everything()
    expect({ ...after, a: before.a }).toEqual(before)
  })
})

describe('a preview', () => {
  test('tells what a replay will do, and does nothing', async () => {
    await send(V1, ...STORY, { id: 'h', run: '8', word: 'halt', at: at(4) })
    const [before] = await everything()
    const preview = await previewReplay(editor(), await ids(), { on: on(), ...with2 })
    expect(await everything()).toEqual([before])
    const done = await replayEvents(editor(), await ids(), { on: on(), ...with2 })
    expect(preview.isPreview).toBe(true)
    expect({ ...preview, isPreview: false }).toEqual(done)
  })
})

describe('a range', () => {
  test('goes in pages that add up to all of it', async () => {
    await send(V1, ...STORY, { id: 'h', run: '8', word: 'halt', at: at(4) })
    let after: string | undefined
    let count = 0
    do {
      const { replay, next } = await replayRange(
        editor(),
        { sourceId: source.sourceId, after },
        { isPreview: false, limit: 2, on: on(), ...with2 },
      )
      count += replay.eventCount
      after = next ?? undefined
    } while (after !== undefined)
    expect(count).toBe(4)
    expect(await rows('select distinct parser from events')).toEqual([{ parser: 'shop@2' }])
    expect(await rows('select state from executions order by native_id')).toEqual([
      { state: 'failed' },
      { state: 'cancelled' },
    ])
  })
})

describe('nobody else', () => {
  test('replays or previews them', async () => {
    await send(V1, ...STORY)
    const theirs = await buildWorld(database.db)
    for (const [who, scope] of strangersTo(world, theirs)) {
      const [before] = await rows('select count(*) from audit_entries')
      for (const work of [previewReplay, replayEvents])
        await expect(work(scope, await ids(), { on: on(), ...with2 }), who).rejects.toMatchObject({
          code: 'not_found',
        })
      expect(await rows('select count(*) from audit_entries'), who).toEqual([before])
    }
    const viewer = testScope({ orgId: world.orgId, teams: { [source.teamId]: 'viewer' } })
    await expect(replayEvents(viewer, await ids(), { on: on(), ...with2 })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(previewReplay(viewer, await ids(), { on: on(), ...with2 })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await rows('select distinct parser from events')).toEqual([{ parser: 'shop@1' }])
  })

  test('is told of executions of teams that they may not see, but for their number', async () => {
    await send(V1, ...STORY)
    const other = world.teams[1].teamId
    await database.db.execute(sql`update executions set team_id = ${other}`)
    const preview = await previewReplay(editor(), await ids(), { on: on(), ...with2 })
    expect(preview).toMatchObject({ executions: [], executionCount: 0, privateCount: 1 })
  })
})
