import { createHmac } from 'node:crypto'
import { afterAll, afterEach, expect, test } from 'vitest'
import { connectSource } from '@/db/store/connect-source'
import { replayEvents } from '@/db/store/replay-events'
import { receiverFixture } from '@/lib/ingest/events/testing/receiver-fixture'

const SECRET = 'It is a secret to everybody'
const MAPPING = {
  execution: { flow: { path: 'pipeline' }, id: { path: 'run.id' }, state: { path: 'run.status' } },
}

let nowMs = Date.now()
const fixture = await receiverFixture({ hookClock: () => nowMs })
const { database, owner, reported, rows } = fixture
const sourceId = await fixture.sourceOf('generic', 'Piper', SECRET)
afterAll(fixture.close)
afterEach(() => expect(reported).toEqual([]))

async function send(id: string, status: string) {
  const body = JSON.stringify({ pipeline: 'orders', run: { id, status } })
  const signature = createHmac('sha256', SECRET).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-signature-256': `sha256=${signature}` }
  return (await fixture.post(`/api/hooks/${sourceId}`, body, headers)).status
}

test('what comes before the mapping is kept, and read by it afterwards', async () => {
  expect(await send('1', 'succeeded')).toBe(200)
  const [kept] = await rows('select id, verdict, because from events')
  expect(kept).toMatchObject({ verdict: 'kept', because: expect.stringContaining('no mapping') })

  await connectSource(owner, sourceId, { mapping: MAPPING }, database.db)
  // What is known of a source is remembered for some seconds.
  nowMs += 60_000
  expect(await send('2', 'failed')).toBe(200)
  expect(await rows('select native_id, state from executions order by native_id')).toEqual([
    { native_id: '2', state: 'failed' },
  ])

  const replayed = await replayEvents(owner, [kept.id], { on: database.db })
  expect(replayed.events).toMatchObject([{ before: 'kept', after: 'told' }])
  expect(await rows('select native_id, state from executions order by native_id')).toEqual([
    { native_id: '1', state: 'success' },
    { native_id: '2', state: 'failed' },
  ])
})
