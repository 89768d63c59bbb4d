import { expect, test } from 'vitest'
import { decoded } from '@/lib/ingest/events/testing/decoding'
import { decodeAirflow } from './decode'

const changesOf = (body: unknown) =>
  decoded(decodeAirflow, { body }).events.flatMap(({ changes }) => changes ?? [])

const version = { id: 'v7', version_number: 7, dag_id: 'daily_orders', created_at: '2026-11-21T10:00:00Z' }
const log = (event: string, more: object) => ({
  kind: 'event-log',
  item: {
    event_log_id: 9,
    event,
    when: '2026-11-21T10:00:00Z',
    owner: 'ada',
    owner_display_name: 'Ada',
    ...more,
  },
})

test('a version of a DAG is told with its file, and the commit where the bundle is a Git repository', () => {
  const bundle = 'a'.repeat(40)
  const item = { ...version, bundle_version: bundle, bundle_url: 'https://github.com/acme/dags' }
  expect(changesOf({ kind: 'dag-version', item, source: 'dag = DAG("daily_orders")' })).toMatchObject([
    {
      about: 'definition',
      of: { namespace: 'airflow', flow: 'daily_orders' },
      text: 'dag = DAG("daily_orders")',
      revision: bundle,
      commit: bundle,
    },
  ])
})

test('a version without its file is told by its own id', () => {
  expect(changesOf({ kind: 'dag-version', item: version })).toMatchObject([
    { text: null, checksum: 'v7', revision: '7' },
  ])
})

test('pausing and unpausing are told apart, with who did it', () => {
  const extra = (is_paused: boolean) => JSON.stringify({ is_paused, method: 'PATCH' })
  for (const [isPaused, action] of [
    [true, 'paused'],
    [false, 'unpaused'],
  ] as const)
    expect(changesOf(log('patch_dag', { dag_id: 'daily_orders', extra: extra(isPaused) }))).toMatchObject([
      {
        about: 'edit',
        of: { flow: 'daily_orders' },
        action,
        classes: ['schedule'],
        actor: { kind: 'airflow', id: 'ada', name: 'Ada' },
      },
    ])
})

test('a connection is of no one DAG, and its password is not told', () => {
  const extra = JSON.stringify({ connection_id: 'warehouse', host: 'db2', password: '***' })
  expect(changesOf(log('patch_connection', { extra }))).toMatchObject([
    {
      of: null,
      classes: ['connection'],
      object: { kind: 'connection', id: 'warehouse' },
      fields: [{ name: 'connection_id' }, { name: 'host', to: 'db2' }].slice(1),
    },
  ])
})

test('looking, clearing and triggering change nothing that is defined', () => {
  for (const event of ['grid', 'clear_task_instances', 'trigger_dag_run', 'cli_task_run', 'success'])
    expect(changesOf(log(event, { dag_id: 'daily_orders' }))).toEqual([])
})
