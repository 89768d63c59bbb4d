import { createHmac } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createIngestToken } from '@/db/store/create-ingest-token'
import { receiverFixture } from './testing/receiver-fixture'

const HOOK_SECRET = 'It is a secret to everybody'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-spool-'))
const fixture = await receiverFixture({ spoolFolder: folder })
const { database, owner, reported, rows, post, state, token: nightlyToken } = fixture
const sourceId = await fixture.sourceOf('github', 'GitHub', HOOK_SECRET)
const otherId = await fixture.sourceOf('github', 'Unsigned')
const { token } = await createIngestToken(owner, otherId, { name: 'hook' }, database.db)
afterAll(async () => {
  await fixture.close()
  fs.rmSync(folder, { recursive: true })
})

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
    state.isAway = true
    const { raw, headers } = signed(run(5, 'success', '2026-11-21T10:08:00Z'), 'd-5')
    expect(await post(`/api/hooks/${sourceId}`, raw, headers)).toMatchObject({ status: 202 })
    expect(fs.readdirSync(folder)).toHaveLength(1)
    state.isAway = false
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
    state.isAway = true
    const answer = await post(
      '/api/v1/lineage',
      event('01941f29-7c00-7000-8000-000000000003', 'START'),
      bearer(),
    )
    state.isAway = false
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
  })
})
