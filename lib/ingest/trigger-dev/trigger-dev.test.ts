import { expect, test } from 'vitest'
import { decoded, foldsAlike, survivesMangling, tellingsOf } from '@/lib/ingest/events/testing/decoding'
import { decodeTriggerDev } from './decode'

const alert = (type: string, object: object) => ({
  id: `a-${type}`,
  created: '2026-05-01T10:01:00Z',
  webhookVersion: 'v1',
  type,
  object,
})
const FAILED = alert('alert.run.failed', {
  task: { id: 'charge', filePath: 'trigger/charge.ts', version: '20260501.1' },
  run: {
    id: 'run_1',
    number: 7,
    status: 'CRASHED',
    createdAt: '2026-05-01T10:00:00Z',
    startedAt: '2026-05-01T10:00:05Z',
    completedAt: '2026-05-01T10:01:00Z',
    error: { type: 'BUILT_IN_ERROR', name: 'TypeError', message: 'x is undefined' },
    tags: ['https://ci.example.com/runs/1'],
    dashboardUrl: 'https://cloud.trigger.dev/runs/run_1',
  },
  environment: { slug: 'prod' },
  project: { slug: 'shop', name: 'Shop' },
  git: { branch: 'main', commitSha: 'abc' },
})
const DEPLOYED = alert('alert.deployment.success', {
  deployment: { version: '20260501.1' },
  project: { name: 'Shop' },
})

test('a run that failed is an execution, a deployment is kept', () => {
  expect(tellingsOf(decodeTriggerDev, [{ body: FAILED }])).toMatchObject([
    {
      of: { namespace: 'shop', flow: 'charge', nativeId: 'run_1' },
      title: '#7',
      states: [{ state: 'failed', word: 'CRASHED' }],
      errors: [{ type: 'TypeError', message: 'x is undefined' }],
      environment: 'prod',
      commit: 'abc',
      references: [{ key: 'url:ci.example.com/runs/1' }],
    },
  ])
  expect(decoded(decodeTriggerDev, { body: DEPLOYED }).events).toMatchObject([
    { isKept: true, subject: 'Shop · 20260501.1' },
  ])
})

test('alerts fold alike in any order, and survive anything', () => {
  const all = [{ body: FAILED }, { body: DEPLOYED }]
  foldsAlike('trigger-dev', decodeTriggerDev, all)
  survivesMangling('trigger-dev: mangled', decodeTriggerDev, all)
})
