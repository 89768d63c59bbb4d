import { expect, test } from 'vitest'
import { cloudEventsDecoder } from '@/lib/ingest/cloudevents/decode'
import { decoded, foldsAlike, survivesMangling, tellingsOf } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import type { DecodedRequest, IncomingEvent } from '@/lib/model/event'
import { connectCloudEvent, decodePolledStatus, STATUS_TYPE } from './decode'
import { kafkaConnectPoll } from './poll'

const decodeEvents = cloudEventsDecoder(connectCloudEvent)
const decode = (event: IncomingEvent): DecodedRequest => {
  const read = decodeEvents(event)
  const isNothing = read.events.length + read.rejected.length === 0
  return isNothing ? { ...read, rejected: [{ path: '', reason: '', message: '', item: null }] } : read
}

const TRACE = 'org.apache.kafka.connect.errors.ConnectException: no such table\n\tat io.example.Sink'
const status = (connector: string, task: string) => ({
  name: 'orders-sink',
  connector: { state: connector, worker_id: '10.0.0.1:8083' },
  tasks: [{ id: 0, state: task, worker_id: '10.0.0.2:8083', ...(task === 'FAILED' ? { trace: TRACE } : {}) }],
  type: 'sink',
})
const sent = (minute: number, data: unknown) => ({
  body: {
    specversion: '1.0',
    type: STATUS_TYPE,
    source: 'connect-1',
    id: `s-${minute}`,
    time: `2026-05-01T10:0${minute}:00Z`,
    data,
  },
})
const STORY = [
  sent(0, status('UNASSIGNED', 'UNASSIGNED')),
  sent(1, status('RUNNING', 'RUNNING')),
  sent(2, status('RUNNING', 'FAILED')),
  sent(3, status('FAILED', 'FAILED')),
  sent(4, status('RUNNING', 'RUNNING')),
]

test('a connector is an execution with its tasks and why they failed', () => {
  expect(tellingsOf(decode, [STORY[2] ?? { body: null }])).toMatchObject([
    {
      of: { namespace: 'connect-1', flow: 'orders-sink', nativeId: 'orders-sink' },
      states: [{ state: 'running', reopens: true }],
      labels: { 'kafka_connect.type': 'sink' },
    },
    {
      of: { nativeId: '0' },
      states: [{ state: 'failed' }],
      worker: '10.0.0.2:8083',
      errors: [{ type: 'org.apache.kafka.connect.errors.ConnectException', message: TRACE }],
    },
  ])
})

test('other events of the source are kept', () => {
  const body = { specversion: '1.0', type: 'com.example', source: '/s', id: '1' }
  expect(decoded(decode, { body }).events).toMatchObject([{ isKept: true }])
})

test('statuses fold alike in any order, and survive anything', () => {
  foldsAlike('kafka-connect', decode, STORY)
  survivesMangling('kafka-connect: mangled', decode, STORY)
  survivesMangling('kafka-connect: polled, mangled', decodePolledStatus, [
    { body: { kind: 'status', item: status('FAILED', 'FAILED'), at: '2026-05-01T10:00:00Z' } },
  ])
})

test('asking tells what changed since the last time', async () => {
  let now = status('RUNNING', 'RUNNING')
  const api = scriptedApi((path) =>
    path === '/connectors?expand=status'
      ? { 'orders-sink': { status: now } }
      : path === '/connectors/orders-sink/status'
        ? now
        : null,
  )
  const [first] = await pagesOf(kafkaConnectPoll, api, null)
  expect(first?.items).toHaveLength(1)
  expect((await pagesOf(kafkaConnectPoll, api, first?.cursor))[0]?.items).toEqual([])
  now = status('RUNNING', 'FAILED')
  const [second] = await pagesOf(kafkaConnectPoll, api, first?.cursor)
  expect(polledTellings(kafkaConnectPoll, second?.items ?? [])).toMatchObject([
    { states: [{ word: 'RUNNING' }] },
    { states: [{ word: 'FAILED' }] },
  ])
  const asked = { namespace: 'kafka-connect', flow: 'orders-sink', nativeId: 'orders-sink' }
  expect(await kafkaConnectPoll.ask?.(api, asked)).toMatchObject({ item: { name: 'orders-sink' } })
  expect(await kafkaConnectPoll.ask?.(api, { ...asked, flow: 'none' })).toBeNull()
})
