import { expect, test } from 'vitest'
import { decoded } from '@/lib/ingest/events/testing/decoding'
import { decodePrefect } from './decode'

const event = (type: string, payload: object, related: object[] = []) => ({
  id: `e-${type}`,
  event: type,
  occurred: '2026-11-21T10:00:00Z',
  resource: { 'prefect.resource.id': 'prefect.deployment.d1', 'prefect.resource.name': 'nightly' },
  related: [
    {
      'prefect.resource.id': 'prefect.flow.f1',
      'prefect.resource.role': 'flow',
      'prefect.resource.name': 'load',
    },
    ...related,
  ],
  payload,
})

const changesOf = (body: unknown) =>
  decoded(decodePrefect, { body }).events.flatMap(({ changes }) => changes ?? [])

test('an edited deployment is told with its fields, and nobody where Prefect names nobody', () => {
  const updates = { schedules: { from: ['0 3 * * *'], to: ['0 2 * * *'] }, paused: { from: false, to: true } }
  const changes = changesOf(event('prefect.deployment.updated', { updated_fields: ['schedules'], updates }))
  expect(changes).toMatchObject([
    {
      about: 'edit',
      of: { flow: 'load' },
      actor: null,
      classes: ['schedule'],
      fields: [
        { name: 'schedules', from: ['0 3 * * *'], to: ['0 2 * * *'] },
        { name: 'paused', from: false, to: true },
      ],
    },
  ])
})

test('Prefect Cloud names who did it, and a deployment made by a program its commit', () => {
  const actor = {
    'prefect.resource.id': 'prefect-cloud.actor.a1',
    'prefect.resource.role': 'actor',
    'prefect.resource.name': 'Ada',
  }
  const info = { type: 'vcs:github', version: '7f3c', commit_sha: '7f3c01', message: 'Run earlier' }
  const changes = changesOf(event('prefect.deployment.created', { version_info: info }, [actor]))
  expect(changes).toMatchObject([
    { about: 'edit', actor: { kind: 'prefect', id: 'a1', name: 'Ada' } },
    { about: 'definition', commit: '7f3c01', revision: '7f3c', reason: 'Run earlier' },
  ])
})

test('that a deployment is ready changes nothing', () => {
  expect(changesOf(event('prefect.deployment.ready', {}))).toEqual([])
})
