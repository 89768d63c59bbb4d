import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePartitions } from '@/db/partitions'
import { connectSource } from '@/db/store/connect-source'
import { createSource } from '@/db/store/create-source'
import { replayEvents } from '@/db/store/replay-events'
import { setUp } from '@/db/store/set-up'
import { createEventWriter, type EventWriter } from '@/db/store/write-events'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { hookAuthenticator } from '@/lib/auth/hook-sender'
import { ingestAuthenticator } from '@/lib/auth/ingest-token'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { createEventReceiver } from '@/lib/ingest/events/receiver'
import type { Scope } from '@/lib/model/scope'

const SECRET = 'It is a secret to everybody'
const MAPPING = {
  execution: { flow: { path: 'pipeline' }, id: { path: 'run.id' }, state: { path: 'run.status' } },
}

let database: TestDatabase
let writer: EventWriter
let server: http.Server
let hook: string
let sourceId: string
let owner: Scope
let nowMs = Date.now()

beforeAll(async () => {
  database = await testDatabase()
  await makePartitions(database.db, new Date())
  const source = { name: 'Nightly', kind: 'opentelemetry', environment: 'production' }
  const [email, password] = ['a@b.example', 'orange bicycle harbour']
  const who = { organization: 'Acme', email, name: 'Ada', password, team: 'Data', source }
  const made = await setUp(who, {}, database.db)
  owner = testScope({ orgId: made.orgId, userId: made.userId, isOwner: true })
  const { rows } = await database.pool.query('select id from teams')
  const piper = { teamId: rows[0].id, name: 'Piper', kind: 'generic', environment: 'production' }
  sourceId = (await createSource(owner, piper, database.db)).sourceId
  const secret = Buffer.from(sealSecret(SECRET, 'connection'), 'base64url')
  await connectSource(
    owner,
    sourceId,
    { webhook: { verifier: 'hmac', secret, overlapHours: 1 } },
    database.db,
  )
  const report = (error: unknown): never => {
    throw error
  }
  writer = createEventWriter({
    connectionString: database.url,
    writers: 1,
    queueBytes: 64 * 1024 * 1024,
    clock: Date.now,
    report,
  })
  const authenticate = ingestAuthenticator(() => database.db)
  const receiver = createEventReceiver({
    sink: writer,
    authenticate,
    authenticateHook: hookAuthenticator(
      () => database.db,
      authenticate,
      () => nowMs,
    ),
    spool: null,
    confirm: () => Promise.reject(new Error('nothing is confirmed here')),
    bodyBytesMax: 1024 * 1024,
    itemsPerSecondDefault: 100_000,
    clock: Date.now,
    report,
  })
  server = http.createServer((request, response) => void receiver.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/hooks/${sourceId}`
})
afterAll(async () => {
  server.close()
  await writer.close()
  await database.close()
})

async function send(id: string, status: string) {
  const body = JSON.stringify({ pipeline: 'orders', run: { id, status } })
  const signature = createHmac('sha256', SECRET).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-signature-256': `sha256=${signature}` }
  return (await fetch(hook, { method: 'POST', headers, body })).status
}

const rows = async (query: string) => (await database.pool.query(query)).rows

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
