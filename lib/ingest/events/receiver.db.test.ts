import { createHmac } from 'node:crypto'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makePartitions } from '@/db/partitions'
import { connectSource } from '@/db/store/connect-source'
import { createIngestToken } from '@/db/store/create-ingest-token'
import { createSource } from '@/db/store/create-source'
import { setUp } from '@/db/store/set-up'
import { createEventWriter, type EventWriter } from '@/db/store/write-events'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { hookAuthenticator } from '@/lib/auth/hook-sender'
import { ingestAuthenticator } from '@/lib/auth/ingest-token'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { type EventSpool, openEventSpool } from '@/lib/jobs/event-spool'
import { Refusal } from '@/lib/model/refusal'
import { createEventReceiver, type EventReceiver } from './receiver'

const HOOK_SECRET = 'It is a secret to everybody'

let database: TestDatabase
let writer: EventWriter
let receiver: EventReceiver
let spool: EventSpool
let server: http.Server
let base: string
let sourceId: string
let otherId: string
let token: string
let nightlyToken: string
let isAway = false
const reported: unknown[] = []
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-spool-'))

beforeAll(async () => {
  database = await testDatabase()
  await makePartitions(database.db, new Date())
  const source = { name: 'Nightly', kind: 'opentelemetry', environment: 'production' }
  const made = await setUp(
    {
      organization: 'Acme',
      email: 'a@b.example',
      name: 'Ada',
      password: 'orange bicycle harbour',
      team: 'Data',
      source,
    },
    {},
    database.db,
  )
  nightlyToken = made.token
  const owner = testScope({ orgId: made.orgId, userId: made.userId, isOwner: true })
  const { rows } = await database.pool.query('select id from teams')
  const teamId: string = rows[0].id
  const github = { teamId, name: 'GitHub', kind: 'github', environment: 'production' }
  sourceId = (await createSource(owner, github, database.db)).sourceId
  otherId = (await createSource(owner, { ...github, name: 'Unsigned' }, database.db)).sourceId
  token = (await createIngestToken(owner, otherId, { name: 'hook' }, database.db)).token
  const secret = Buffer.from(sealSecret(HOOK_SECRET, 'connection'), 'base64url')
  await connectSource(
    owner,
    sourceId,
    { webhook: { verifier: 'hmac', secret, overlapHours: 1 } },
    database.db,
  )

  writer = createEventWriter({
    connectionString: database.url,
    writers: 2,
    queueBytes: 64 * 1024 * 1024,
    clock: Date.now,
    report: (error) => reported.push(error),
  })
  const sink = {
    hasRoom: (bytes: number) => !isAway && writer.hasRoom(bytes),
    write: (...request: Parameters<EventWriter['write']>) =>
      isAway ? Promise.reject(new Refusal('unavailable', 'away', 1)) : writer.write(...request),
  }
  spool = openEventSpool(folder, sink, (error) => reported.push(error))
  const authenticate = ingestAuthenticator(() => database.db)
  receiver = createEventReceiver({
    sink,
    authenticate,
    authenticateHook: hookAuthenticator(() => database.db, authenticate),
    spool: (request) => spool.put(request),
    confirm: () => Promise.reject(new Error('nothing is confirmed here')),
    bodyBytesMax: 1024 * 1024,
    itemsPerSecondDefault: 100_000,
    clock: Date.now,
    report: (error) => reported.push(error),
  })
  server = http.createServer((request, response) => void receiver.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await receiver.close()
  await spool.close()
  await writer.close()
  await database.close()
  fs.rmSync(folder, { recursive: true })
})

const rows = async (query: string) => (await database.pool.query(query)).rows

async function post(to: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') {
  const raw =
    typeof body === 'string' ? body : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body)
  const init = { method, headers, ...(method === 'POST' ? { body: raw } : {}) }
  const answer = await fetch(`${base}${to}`, init)
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

const run = (id: number, conclusion: string | null, at: string) => ({
  action: conclusion === null ? 'in_progress' : 'completed',
  workflow_run: {
    id,
    run_attempt: 1,
    run_number: id,
    name: 'Build',
    path: '.github/workflows/build.yml',
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    html_url: `https://github.com/octo/app/actions/runs/${id}`,
    head_branch: 'main',
    head_sha: '0123456789012345678901234567890123456789',
    event: 'push',
    created_at: '2026-11-21T10:00:00Z',
    run_started_at: '2026-11-21T10:00:01Z',
    updated_at: at,
  },
  repository: { full_name: 'octo/app' },
})

function signed(body: unknown, delivery: string) {
  const raw = JSON.stringify(body)
  const signature = createHmac('sha256', HOOK_SECRET).update(raw).digest('hex')
  return {
    raw,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'workflow_run',
      'x-github-delivery': delivery,
      'x-hub-signature-256': `sha256=${signature}`,
    },
  }
}

describe('a webhook', () => {
  test('that is signed becomes an execution; sent again it changes nothing', async () => {
    const { raw, headers } = signed(run(1, 'failure', '2026-11-21T10:05:00Z'), 'd-1')
    expect(await post(`/api/hooks/${sourceId}`, raw, headers)).toMatchObject({
      status: 200,
      body: { stored: 1, repeated: 0 },
    })
    expect(await post(`/api/hooks/${sourceId}`, raw, headers)).toMatchObject({
      body: { stored: 0, repeated: 1 },
    })
    expect(await rows(`select native_id, state, branch from executions where native_id = '1'`)).toEqual([
      { native_id: '1', state: 'failed', branch: 'main' },
    ])
  })

  test('that is not is refused, counted, and shown without its body', async () => {
    const { raw, headers } = signed(run(2, null, '2026-11-21T10:05:00Z'), 'd-2')
    const forged = raw.replace('"main"', '"evil"')
    expect((await post(`/api/hooks/${sourceId}`, forged, headers)).status).toBe(401)
    expect((await post(`/api/hooks/${sourceId}`, raw)).status).toBe(401)
    await vi.waitFor(
      async () =>
        expect(await rows(`select reason, item, signal from rejections where reason = 'unverified'`)).toEqual(
          [
            { reason: 'unverified', item: null, signal: 'events' },
            { reason: 'unverified', item: null, signal: 'events' },
          ],
        ),
      { timeout: 10_000 },
    )
    expect(await rows(`select 1 from executions where native_id = '2'`)).toEqual([])
  })

  test('without a secret is held to a token of its source, in a header or the address', async () => {
    const body = run(3, 'success', '2026-11-21T10:06:00Z')
    const headers = { 'x-github-event': 'workflow_run', 'x-github-delivery': 'd-3' }
    expect((await post(`/api/hooks/${otherId}`, body, headers)).status).toBe(401)
    expect((await post(`/api/hooks/${otherId}/${token}`, body, headers)).status).toBe(200)
    expect((await post(`/api/hooks/${otherId}?token=${token}`, body, headers)).status).toBe(200)
    const basic = `Basic ${Buffer.from(`any:${token}`).toString('base64')}`
    expect((await post(`/api/hooks/${otherId}`, body, { ...headers, authorization: basic })).status).toBe(200)
    // A token of another source proves nothing here.
    expect((await post(`/api/hooks/${otherId}/${nightlyToken}`, body, headers)).status).toBe(401)
  })

  test('is answered for what it is: no source, no JSON, too long, wrong method, a form', async () => {
    expect((await post('/api/hooks/00000000-0000-4000-8000-000000000000', {})).status).toBe(404)
    const to = `/api/hooks/${otherId}/${token}`
    expect((await post(to, '{"a":')).status).toBe(400)
    expect((await post(to, Buffer.alloc(1024 * 1024 + 1, 32))).status).toBe(413)
    expect(
      (await post(to, gzipSync(Buffer.alloc(2 * 1024 * 1024)), { 'content-encoding': 'gzip' })).status,
    ).toBe(413)
    const got = await post(to, '', {}, 'GET')
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
    const form = new URLSearchParams({ payload: JSON.stringify(run(4, 'success', '2026-11-21T10:07:00Z')) })
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-github-event': 'workflow_run',
      'x-github-delivery': 'd-4',
    }
    expect((await post(to, form.toString(), headers)).body).toEqual({ stored: 1, repeated: 0 })
    expect(reported).toEqual([])
  })

  test('that comes while there is no database is taken all the same, and stored when there is one', async () => {
    isAway = true
    const { raw, headers } = signed(run(5, 'success', '2026-11-21T10:08:00Z'), 'd-5')
    expect(await post(`/api/hooks/${sourceId}`, raw, headers)).toMatchObject({ status: 202 })
    expect(fs.readdirSync(folder)).toHaveLength(1)
    isAway = false
    await vi.waitFor(
      async () =>
        expect(await rows(`select state from executions where native_id = '5'`)).toEqual([
          { state: 'success' },
        ]),
      { timeout: 10_000 },
    )
    await vi.waitFor(() => expect(fs.readdirSync(folder)).toEqual([]))
  })
})

describe('OpenLineage', () => {
  const event = (runId: string, eventType: string) => ({
    eventType,
    eventTime: '2026-11-21T10:00:00Z',
    run: { runId },
    job: { namespace: 'shop', name: 'orders' },
    producer: 'https://example.com/producer',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  })
  const bearer = () => ({ authorization: `Bearer ${nightlyToken}`, 'content-type': 'application/json' })

  test('is answered with 201 and a body; without a token with 401', async () => {
    const sent = event('01941f29-7c00-7000-8000-000000000001', 'COMPLETE')
    expect((await post('/api/v1/lineage', sent)).status).toBe(401)
    expect(await post('/api/v1/lineage', sent, bearer())).toMatchObject({ status: 201, body: { stored: 1 } })
    expect(await post('/base/api/v1/lineage/', [sent], bearer())).toMatchObject({ body: { repeated: 1 } })
  })

  test('says of what it cannot take where it is', async () => {
    const bad = { ...event('r', 'START'), job: { namespace: 'shop' } }
    expect(await post('/api/v1/lineage', bad, bearer())).toMatchObject({
      status: 400,
      body: { path: 'job.name' },
    })
    const batch = [event('01941f29-7c00-7000-8000-000000000002', 'START'), bad]
    expect(await post('/api/v1/lineage/batch', batch, bearer())).toMatchObject({
      status: 200,
      body: {
        status: 'partial_success',
        summary: { received: 2, successful: 1, failed: 1 },
        failed_events: [{ index: 1, retriable: false }],
      },
    })
  })

  test('is told to come back while there is no database: its clients do', async () => {
    isAway = true
    const answer = await post(
      '/api/v1/lineage',
      event('01941f29-7c00-7000-8000-000000000003', 'START'),
      bearer(),
    )
    isAway = false
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
  })
})
