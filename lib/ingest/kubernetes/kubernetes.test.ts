import { describe, expect, test } from 'vitest'
import {
  decoded,
  foldsAlike,
  recordedPayloads,
  type SentPayload,
  survivesMangling,
  tellingsOf,
} from '@/lib/ingest/events/testing/decoding'
import { decodeKubernetes } from './decode'

const at = (second: number): string => `2026-05-01T10:00:${String(second).padStart(2, '0')}Z`
const nano = (second: number): string => `${Date.parse(at(second))}000000`
const CRON = [{ kind: 'CronJob', name: 'nightly', uid: 'c-1' }]

const job = (version: number, status: object, type = 'MODIFIED'): SentPayload => ({
  body: {
    type,
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        namespace: 'etl',
        name: 'nightly-29394820',
        uid: 'j-1',
        resourceVersion: String(version),
        creationTimestamp: at(0),
        ownerReferences: CRON,
      },
      status,
    },
  },
})
const pod = (version: number, status: object): SentPayload => ({
  body: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: 'etl',
      name: 'nightly-29394820-x7k2p',
      uid: 'p-1',
      resourceVersion: String(version),
      creationTimestamp: at(1),
      ownerReferences: [{ kind: 'Job', name: 'nightly-29394820', uid: 'j-1' }],
    },
    spec: { nodeName: 'node-a' },
    status,
  },
})
const failed = {
  type: 'Failed',
  status: 'True',
  reason: 'BackoffLimitExceeded',
  message: 'too many tries',
  lastTransitionTime: at(30),
}
const ended = {
  name: 'main',
  state: { terminated: { exitCode: 3, reason: 'Error', startedAt: at(5), finishedAt: at(20) } },
}

const STORY = [
  job(1, {}, 'ADDED'),
  job(2, { active: 1, startTime: at(1) }),
  pod(3, { phase: 'Pending' }),
  pod(4, {
    phase: 'Running',
    startTime: at(2),
    containerStatuses: [{ state: { running: { startedAt: at(5) } } }],
  }),
  pod(5, { phase: 'Failed', containerStatuses: [ended] }),
  job(6, { active: 1, failed: 1, startTime: at(1) }),
  job(7, { failed: 2, startTime: at(1), conditions: [failed] }),
  job(8, { failed: 2, startTime: at(1), conditions: [failed] }, 'DELETED'),
]

test('a Job is an execution of the flow that its CronJob is', () => {
  expect(tellingsOf(decodeKubernetes, [STORY[6] ?? { body: null }])).toMatchObject([
    {
      of: { namespace: 'etl', flow: 'nightly', nativeId: 'j-1' },
      states: [{ state: 'failed', word: 'Failed', at: nano(30) }],
      startedAt: nano(1),
      endedAt: nano(30),
      errors: [{ type: 'BackoffLimitExceeded', message: 'too many tries' }],
      trigger: 'schedule',
      labels: { 'kubernetes.cronjob': 'nightly' },
    },
  ])
})

test('a pod is a task run of its Job, with why it ended', () => {
  expect(tellingsOf(decodeKubernetes, [STORY[4] ?? { body: null }])).toMatchObject([
    {
      about: 'task',
      execution: { namespace: 'etl', flow: 'nightly', nativeId: 'j-1' },
      states: [{ state: 'failed', at: nano(20) }],
      startedAt: nano(5),
      endedAt: nano(20),
      worker: 'node-a',
      errors: [{ type: 'Error', message: 'main ended with exit code 3' }],
    },
  ])
})

test.for([
  [{ conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: at(9) }] }, 'success'],
  [{ conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded' }] }, 'timed_out'],
  [{ conditions: [{ type: 'Suspended', status: 'True' }] }, 'waiting'],
  [{ conditions: [{ type: 'Complete', status: 'False' }], active: 1 }, 'running'],
  [{ active: 1, failed: 1 }, 'retrying'],
  [{}, 'queued'],
] as const)('a Job with %o is %s', ([status, state]) => {
  expect(tellingsOf(decodeKubernetes, [job(1, status)])[0]?.states).toMatchObject([{ state }])
})

test('a Job that was deleted before its end is cancelled', () => {
  expect(tellingsOf(decodeKubernetes, [job(9, { active: 1 }, 'DELETED')])[0]?.states).toMatchObject([
    { state: 'cancelled' },
  ])
})

test('a list holds many, and what serves is no run', () => {
  const service = { kind: 'Pod', metadata: { name: 'web', uid: 'w' } }
  const list = {
    kind: 'List',
    items: [job(1, {}).body, service, { kind: 'Secret', metadata: { name: 's', uid: 's' } }, 'none'],
  }
  const { events, rejected } = decoded(decodeKubernetes, { body: list })
  expect(events).toMatchObject([{ type: 'Job.changed', tellings: [{}] }, { isKept: true }, { isKept: false }])
  expect(rejected).toMatchObject([{ path: 'items[3]' }])
})

test('the same version of an object is the same event', () => {
  const keyOf = (payload: SentPayload) => decoded(decodeKubernetes, payload).events[0]?.key
  expect(keyOf(job(1, {}, 'ADDED'))).toBe(keyOf(job(1, {}, 'MODIFIED')))
  expect(keyOf(job(1, {}, 'DELETED'))).not.toBe(keyOf(job(1, {})))
})

test('objects fold alike in any order, and survive anything', () => {
  foldsAlike('kubernetes', decodeKubernetes, STORY)
  survivesMangling('kubernetes: mangled', decodeKubernetes, STORY)
})

const recorded = recordedPayloads('kubernetes')
describe.skipIf(recorded === null)(
  'all fields of the API (skipped without ../shared/fixtures/kubernetes)',
  () => {
    const payloads = [...(recorded ?? [])].map(([name, body]) => ({ name, body }))

    test.for(payloads.map(({ name, body }) => [name, body] as const))('%s is taken', ([name, body]) => {
      const { events, rejected } = decoded(decodeKubernetes, { body })
      expect(rejected).toEqual([])
      expect(events).toMatchObject([name.includes('.Job.') ? { tellings: [{}] } : { isKept: true }])
    })

    test('survive anything', () => {
      survivesMangling('kubernetes: recorded, mangled', decodeKubernetes, payloads)
    })
  },
)
