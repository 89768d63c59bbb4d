import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { receiverFixture } from './testing/receiver-fixture'

/** One of the cases that were derived from the specification. */
type HttpCase = {
  name: string
  headers: Record<string, string>
  body: string
  valid: boolean
  count?: number
  expectStatus?: number
  attributes?: Record<string, string | null>
  dataBytesUtf8?: string
  dataIsString?: true
}

const CASES = '../shared/fixtures/cloudevents/derived/http-cases.json'
const cases: HttpCase[] = existsSync(CASES) ? JSON.parse(readFileSync(CASES, 'utf8')) : []

const fixture = await receiverFixture()
const { database, reported, rows, post: send, token } = fixture
afterAll(fixture.close)

const bearer = () => ({ authorization: `Bearer ${token}` })

async function forget(): Promise<void> {
  await database.pool.query('delete from events')
  await database.pool.query('delete from event_bodies')
}

describe('CloudEvents over HTTP', () => {
  test.skipIf(cases.length > 0)('the cases are skipped: there is no ../shared/fixtures/cloudevents', () => {
    expect(cases).toEqual([])
  })

  test.for(cases.map((each) => [each.name, each] as const))('%s', async ([, each]) => {
    await forget()
    const answer = await send('/api/v1/cloudevents', each.body, { ...each.headers, ...bearer() })
    const stored = await rows('select key, body from events join event_bodies on event_id = id')
    if (!each.valid) {
      expect(answer.status).toBe(each.expectStatus ?? 400)
      expect(stored).toEqual([])
      return
    }
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ stored: each.count ?? 1, repeated: 0 })
    expect(stored).toHaveLength(each.count ?? 1)
    const [event] = stored.map(({ body }) => JSON.parse(body))
    for (const [name, value] of Object.entries(each.attributes ?? {})) expect(event[name]).toBe(value)
    if (each.dataBytesUtf8 !== undefined)
      expect(Buffer.from(event.data_base64, 'base64').toString('utf8')).toBe(each.dataBytesUtf8)
    if (each.dataIsString === true) expect(event.data).toBeTypeOf('string')
    // Sent again, it is the same.
    const again = await send('/api/v1/cloudevents', each.body, { ...each.headers, ...bearer() })
    expect(again.body).toEqual({ stored: 0, repeated: each.count ?? 1 })
    expect(reported).toEqual([])
  })

  test('a batch is taken whole or not at all', async () => {
    await forget()
    const event = { specversion: '1.0', type: 't', source: '/s', id: '1' }
    const headers = { 'content-type': 'application/cloudevents-batch+json', ...bearer() }
    const answer = await send('/api/v1/cloudevents', JSON.stringify([event, { ...event, id: '' }]), headers)
    expect(answer).toMatchObject({ status: 400, body: { path: '[1].id' } })
    expect(await rows('select 1 from events')).toEqual([])
  })

  test('the token may be in the address, and must be somewhere', async () => {
    const event = JSON.stringify({ specversion: '1.0', type: 't', source: '/s', id: 'a' })
    const headers = { 'content-type': 'application/cloudevents+json' }
    expect((await send('/api/v1/cloudevents', event, headers)).status).toBe(401)
    expect((await send(`/api/v1/cloudevents?access_token=${token}`, event, headers)).status).toBe(200)
  })

  test('who asks first whether events may be sent is told so', async () => {
    const headers = { 'webhook-request-origin': 'events.example.com', 'webhook-request-rate': '120' }
    const answer = await send('/base/api/v1/cloudevents', '', headers, 'OPTIONS')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('webhook-allowed-origin')).toBe('events.example.com')
    expect(answer.headers.get('webhook-allowed-rate')).toBe('6000000')
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS')
    expect((await send('/api/v1/cloudevents', '', {}, 'GET')).status).toBe(405)
  })
})

test('CDEvents become executions, in binary mode and bare', async () => {
  const event = (predicate: string, id: string) => ({
    context: {
      specversion: '0.5.1',
      id,
      source: '/ci',
      type: `dev.cdevents.pipelinerun.${predicate}.0.3.0`,
      timestamp: '2026-11-21T10:00:00Z',
    },
    subject: { id: 'run-1', content: { pipelineName: 'deploy', outcome: 'success' } },
  })
  const headers = {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': '1',
    'ce-source': '/ci',
    'ce-type': 'dev.cdevents.pipelinerun.started.0.3.0',
    ...bearer(),
  }
  await send('/api/v1/cloudevents', JSON.stringify(event('started', '1')), headers)
  const bare = { 'content-type': 'application/json', ...bearer() }
  await send('/api/v1/cdevents', JSON.stringify(event('finished', '2')), bare)
  expect(
    await rows(`select f.name as flow, e.state from executions e join flows f on f.id = e.flow_id`),
  ).toEqual([{ flow: 'deploy', state: 'success' }])
})

test('alerts of Prometheus are kept, once for as long as they last', async () => {
  await forget()
  const alert = {
    status: 'firing',
    labels: { flow: 'orders' },
    startsAt: '2026-11-21T10:00:00Z',
    fingerprint: 'f',
  }
  const group = JSON.stringify({ version: '4', groupKey: 'g', alerts: [alert] })
  const headers = { 'content-type': 'application/json', ...bearer() }
  expect((await send('/api/v1/alertmanager', group, headers)).body).toEqual({ stored: 1, repeated: 0 })
  expect((await send('/api/v1/alertmanager', group, headers)).body).toEqual({ stored: 0, repeated: 1 })
  expect(await rows('select verdict, subject, protocol from events')).toEqual([
    { verdict: 'kept', subject: 'orders', protocol: 'alertmanager' },
  ])
  expect((await send('/api/v1/alertmanager', '{}', headers)).status).toBe(400)
})
