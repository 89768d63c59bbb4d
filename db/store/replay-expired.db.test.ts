import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { replayFixture } from '../testing/replay-fixture'
import { shopReader as shop } from '../testing/shop-reader'
import { deleteExecutionsBefore } from './delete-expired'
import { deleteLineageBefore } from './delete-lineage'
import { previewReplay, replayEvents } from './replay-events'

const fixture = await replayFixture()
const { database, world, rows, send, sendLineage, ids, editor } = fixture
afterEach(() => fixture.clear())
afterAll(fixture.close)

const V1 = shop(1, { go: 'running', done: 'success', broke: 'success' })
const V2 = shop(2, { go: 'running', done: 'success', broke: 'failed', halt: 'cancelled' })
const with2 = { findReader: () => V2 }
const on = () => database.db

describe('an execution that retention deleted', () => {
  const OLD = '2024-11-21T11:00:00Z'
  const forget = async () => {
    const before = new Date('2025-11-21T00:00:00Z')
    await deleteExecutionsBefore(world.orgId, before, 100, database.db)
    await deleteLineageBefore(world.orgId, before, 100, database.db)
    expect(await rows('select id from executions')).toEqual([])
  }

  test('stays deleted, while what the same events tell of a younger one is told', async () => {
    const old = { id: 'a', run: '7', word: 'go', at: OLD, url: 'https://shop.example/7' }
    await send(V1, old, { id: 'b', run: '7', task: 'load', word: 'go', at: OLD })
    await forget()
    await send(V1, { id: 'h', run: '8', word: 'halt', at: '2026-11-21T11:00:04Z' })
    const preview = await previewReplay(editor(), await ids(), { on: on(), ...with2 })
    const done = await replayEvents(editor(), await ids(), { on: on(), ...with2 })
    expect({ ...preview, isPreview: false }).toEqual(done)
    expect(done).toMatchObject({ expiredCount: 1, executionCount: 1, executions: [{ nativeId: '8' }] })
    expect(await rows('select native_id from executions')).toEqual([{ native_id: '8' }])
    expect(await rows('select id from task_runs')).toEqual([])
    expect(await rows(`select key from execution_keys where key like 'url:%'`)).toEqual([])
  })

  test('is put right like any other while it is still there', async () => {
    await send(V1, { id: 'a', run: '7', word: 'broke', at: OLD })
    const done = await replayEvents(editor(), await ids(), { on: on(), ...with2 })
    expect(done).toMatchObject({ expiredCount: 0, executions: [{ outcome: 'changed' }] })
    expect(await rows('select state from executions')).toEqual([{ state: 'failed' }])
  })

  test('comes back by no event of OpenLineage, nor does what it read and wrote', async () => {
    await sendLineage(OLD)
    await database.pool.query(`update lineage_records set seen_on = '2024-11-21'`)
    await database.pool.query(`update lineage_datasets set seen_on = '2024-11-21'`)
    await forget()
    const done = await replayEvents(editor(), await ids(), { on: on() })
    expect(done).toMatchObject({ expiredCount: 1, executionCount: 0 })
    for (const table of ['executions', 'lineage_records', 'lineage_datasets', 'execution_keys'])
      expect(await rows(`select * from ${table}`), table).toEqual([])
  })
})
