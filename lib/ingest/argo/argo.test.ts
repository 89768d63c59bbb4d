import { expect, test } from 'vitest'
import {
  decoded,
  foldsAlike,
  type SentPayload,
  survivesMangling,
  tellingsOf,
} from '@/lib/ingest/events/testing/decoding'
import { decodeArgo } from './decode'

const at = (second: number): string => `2026-05-01T10:00:${String(second).padStart(2, '0')}Z`

const workflow = (phase: string | undefined, nodes: object, more: object = {}): SentPayload => ({
  body: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      namespace: 'argo',
      name: 'nightly-x7k2p',
      uid: 'w-1',
      creationTimestamp: at(0),
      labels: { 'workflows.argoproj.io/cron-workflow': 'nightly' },
    },
    spec: {
      workflowTemplateRef: { name: 'etl' },
      arguments: { parameters: [{ name: 'by', value: 'https://ci.example.com/runs/1' }] },
    },
    status: { ...(phase === undefined ? {} : { phase, startedAt: at(1) }), nodes, ...more },
  },
})
const root = { id: 'nightly-x7k2p', displayName: 'nightly-x7k2p', type: 'DAG', startedAt: at(1) }
const load = {
  id: 'nightly-x7k2p-1',
  displayName: 'load',
  type: 'Pod',
  boundaryID: 'nightly-x7k2p',
  startedAt: at(2),
  hostNodeName: 'node-a',
}

const STORY = [
  workflow(undefined, {}),
  workflow('Running', { a: { ...root, phase: 'Running' }, b: { ...load, phase: 'Running' } }),
  workflow(
    'Failed',
    {
      a: { ...root, phase: 'Failed', finishedAt: at(9) },
      b: { ...load, phase: 'Failed', finishedAt: at(8), message: 'exit code 1' },
    },
    { finishedAt: at(10), message: 'child failed' },
  ),
]

test('a workflow is an execution with its nodes, as it is by OpenTelemetry', () => {
  expect(tellingsOf(decodeArgo, [STORY[2] ?? { body: null }])).toMatchObject([
    {
      of: { namespace: 'argo', flow: 'nightly', nativeId: 'nightly-x7k2p', attempt: 1 },
      states: [{ state: 'failed', word: 'Failed' }],
      trigger: 'schedule',
      labels: { 'argo.template': 'etl' },
      references: [{ key: 'url:ci.example.com/runs/1' }],
    },
    { about: 'task', name: 'nightly-x7k2p', kind: 'DAG', states: [{ state: 'failed' }] },
    {
      name: 'load',
      parent: { nativeId: 'nightly-x7k2p' },
      errors: [{ message: 'exit code 1' }],
      worker: 'node-a',
    },
  ])
})

test('what ran out of time says so', () => {
  const late = workflow('Failed', {}, { message: 'Max duration limit exceeded', finishedAt: at(10) })
  expect(tellingsOf(decodeArgo, [late])[0]?.states).toMatchObject([{ state: 'timed_out' }])
})

test('a workflow that was deleted as it ran is cancelled', () => {
  const gone = { body: { type: 'DELETED', object: workflow('Running', {}).body } }
  expect(tellingsOf(decodeArgo, [gone])[0]?.states).toMatchObject([{ state: 'cancelled', word: 'deleted' }])
})

test('what is no workflow is refused', () => {
  expect(decoded(decodeArgo, { body: { kind: 'Pod', metadata: { name: 'x' } } }).rejected).toHaveLength(1)
})

test('workflows fold alike in any order, and survive anything', () => {
  foldsAlike('argo', decodeArgo, STORY)
  survivesMangling('argo: mangled', decodeArgo, STORY)
})
