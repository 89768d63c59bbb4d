import { expect, test } from 'vitest'
import { decoded, recordedPayloads, survivesMangling } from '@/lib/ingest/events/testing/decoding'
import { decodeAlertmanager } from './decode'

const alert = (more: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'RunFailed', service: 'orders' },
  annotations: { summary: 'orders failed' },
  startsAt: '2026-05-01T10:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: 'b7ac3a3a0b0e1f22',
  ...more,
})
const group = (...alerts: unknown[]) => ({
  version: '4',
  groupKey: '{}:{a="b"}',
  status: 'firing',
  truncatedAlerts: 0,
  alerts,
})
const eventsOf = (body: unknown) => decoded(decodeAlertmanager, { body }).events

test('each alert of a group is an event on the service that it names', () => {
  const resolved = alert({ status: 'resolved', endsAt: '2026-05-01T11:00:00Z' })
  const [firing, over] = eventsOf(group(alert(), resolved))
  expect(firing).toMatchObject({
    type: 'alert.firing',
    subject: 'orders · RunFailed · orders failed',
    at: `${Date.parse('2026-05-01T10:00:00Z')}000000`,
    isKept: true,
    body: { alerts: [alert()] },
  })
  expect(over).toMatchObject({ type: 'alert.resolved', at: `${Date.parse('2026-05-01T11:00:00Z')}000000` })
})

test('it is the same alert by group, fingerprint, beginning and status', () => {
  const [one] = eventsOf(group(alert()))
  const [again] = eventsOf(group(alert({ annotations: { summary: 'still failing' } })))
  expect(again?.key).toBe(one?.key)
  for (const other of [{ fingerprint: 'x' }, { startsAt: '2026-05-02T10:00:00Z' }, { status: 'resolved' }])
    expect(eventsOf(group(alert(other)))[0]?.key).not.toBe(one?.key)
  expect(eventsOf({ ...group(alert()), groupKey: 'other' })[0]?.key).not.toBe(one?.key)
  // What is stored of it names it in the same way.
  expect(eventsOf(one?.body)[0]?.key).toBe(one?.key)
})

test('what was left out is noted', () => {
  expect(eventsOf({ ...group(alert()), truncatedAlerts: 3 })[0]?.notes).toMatchObject([
    { path: 'truncatedAlerts' },
  ])
})

test('nothing makes it throw', () => {
  survivesMangling('alertmanager: mangled', decodeAlertmanager, [
    { body: group(alert(), alert({ status: 'resolved' })) },
  ])
})

const recorded = recordedPayloads('webhooks/alerting')?.get('alertmanager-webhook-v4.json')
test.skipIf(recorded === undefined)(
  'a recorded one is taken (skipped without ../shared/fixtures/webhooks)',
  () => {
    expect(eventsOf(recorded)).toMatchObject([
      { type: 'alert.firing', subject: 'RunFailed · orders_etl failed' },
    ])
  },
)
