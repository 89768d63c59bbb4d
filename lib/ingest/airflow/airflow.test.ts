import { describe, expect, it, test } from 'vitest'
import { foldState } from '@/lib/executions/state'
import { factsOfTellings } from '@/lib/executions/tell'
import { decoded, foldsAlike, survivesMangling } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import type { PolledPage } from '@/lib/ingest/events/tool'
import { decodeAirflow } from './decode'
import { airflowDeployment } from './deployment'
import { airflowPoll } from './poll'

const TELLER = { orgId: 'o', sourceId: 's', dialect: 'airflow' }
const RUN = {
  dag_run_id: 'manual__2026-11-21T10:00:00+00:00',
  dag_id: 'daily_orders',
  queued_at: '2026-11-21T10:00:00Z',
  start_date: '2026-11-21T10:00:01Z',
  end_date: '2026-11-21T10:01:00Z',
  run_type: 'manual',
  state: 'failed',
  triggered_by: 'rest_api',
  triggering_user_name: 'ada',
  conf: {
    openlineage: { parentRunId: '01890f3c-1f6b-7b53-9a1c-0b1f2f4d5e6f' },
    started_by: 'https://ci.example.com/runs/42',
  },
  dag_versions: [{ id: 'v7', version_number: 7, dag_id: 'daily_orders', created_at: '2026-11-20T10:00:00Z' }],
  bundle_version: '0123456789abcdef0123456789abcdef01234567',
}
const instance = (task_id: string, state: string | null, more: object = {}) => ({
  task_id,
  dag_id: RUN.dag_id,
  dag_run_id: RUN.dag_run_id,
  map_index: -1,
  try_number: 1,
  state,
  queued_when: '2026-11-21T10:00:02Z',
  start_date: '2026-11-21T10:00:03Z',
  end_date: '2026-11-21T10:00:10Z',
  operator_name: 'PythonOperator',
  hostname: 'worker-1',
  ...more,
})
const INSTANCES = [
  instance('extract', 'success'),
  instance('load', 'failed', {
    try_number: 2,
    start_date: '2026-11-21T10:00:30Z',
    end_date: '2026-11-21T10:00:50Z',
  }),
  instance('each', 'success', { map_index: 1, rendered_map_index: 'orders' }),
  instance('report', 'upstream_failed', { queued_when: null }),
  instance('later', null, { try_number: 0, queued_when: null, start_date: null, end_date: null }),
]
const LOG = {
  content: [
    { timestamp: '2026-11-21T10:00:31Z', event: 'Task started' },
    {
      timestamp: '2026-11-21T10:00:50Z',
      event: 'Task failed with exception',
      error_detail: [
        { exc_type: 'UndefinedTable', exc_value: 'relation "orders" does not exist', frames: [] },
      ],
    },
  ],
}
const LOCKED = {
  content: [
    {
      timestamp: '2026-11-21T10:00:10Z',
      event: 'Task failed with exception',
      error_detail: [{ exc_type: 'OperationalError', exc_value: 'database is locked', frames: [] }],
    },
  ],
}
const EVENT = {
  event_log_id: 9,
  when: '2026-11-21T09:59:00Z',
  dag_id: 'daily_orders',
  event: 'trigger',
  owner: 'ada',
}
const BROKEN = {
  import_error_id: 1,
  timestamp: '2026-11-21T09:00:00Z',
  filename: 'dags/broken.py',
  stack_trace: 'SyntaxError',
}

/** Airflow 3's API; of 2.x where `/api/v2` is not there. */
function airflow(version: 'v1' | 'v2', runs: unknown[] = [RUN]) {
  return (path: string) => {
    const url = new URL(path, 'http://airflow')
    const offset = Number(url.searchParams.get('offset') ?? 0)
    if (url.pathname === '/api/v2/version') return version === 'v2' ? { version: '3.3.2' } : null
    if (url.pathname === '/auth/token') return { access_token: 'jwt' }
    if (!url.pathname.startsWith(`/api/${version}/`)) throw new Error(`another version was asked: ${path}`)
    const rest = url.pathname.slice(`/api/${version}`.length)
    if (rest === '/dags/~/dagRuns') return { dag_runs: runs.slice(offset, offset + 100) }
    if (rest === '/eventLogs') return { event_logs: offset === 0 ? [EVENT] : [] }
    if (rest === '/importErrors') return { import_errors: [BROKEN] }
    if (rest.endsWith('/taskInstances')) return { task_instances: INSTANCES }
    if (rest.endsWith('/load/tries')) {
      return { task_instances: [instance('load', 'up_for_retry'), INSTANCES[1]] }
    }
    if (rest.endsWith('/logs/1')) return LOCKED
    if (rest.includes('/logs/')) return LOG
    return rest.endsWith(encodeURIComponent(RUN.dag_run_id)) ? RUN : null
  }
}

const itemsOf = async (version: 'v1' | 'v2', settings = {}) =>
  (await pagesOf(airflowPoll, scriptedApi(airflow(version), settings), null)).flatMap((page) => page.items)
const kindOf = (item: unknown) => (item as { kind: string }).kind

describe('a round', () => {
  it('tells DAG runs with all tries, and keeps versions, import errors and the log of events', async () => {
    const items = await itemsOf('v2', {
      username: 'u',
      password: 'p',
      address: 'https://airflow.example.com/',
    })
    expect(items.map(kindOf)).toEqual(['dag-run', 'import-error', 'dag-version', 'event-log'])
    const { executions, taskRuns, references } = factsOfTellings(TELLER, polledTellings(airflowPoll, items))
    expect(executions).toHaveLength(1)
    expect(executions[0]).toMatchObject({
      namespace: 'airflow',
      flow: 'daily_orders',
      nativeId: RUN.dag_run_id,
      trigger: 'manual',
      actor: 'ada',
      commit: RUN.bundle_version,
      version: RUN.bundle_version,
      url: `https://airflow.example.com/dags/daily_orders/runs/${encodeURIComponent(RUN.dag_run_id)}`,
      errors: [{ type: 'UndefinedTable', message: 'relation "orders" does not exist' }],
    })
    expect(foldState(executions[0]?.states ?? []).state).toBe('failed')
    expect(references.map(({ kind, key }) => [kind, key])).toEqual([
      ['parent', 'openlineage:01890f3c-1f6b-7b53-9a1c-0b1f2f4d5e6f'],
      ['link', 'url:ci.example.com/runs/42'],
    ])
    const said = taskRuns.map(({ name, attempt, states, errors }) => {
      const messages = (errors ?? []).map(({ message }) => message)
      return [name, attempt, foldState(states).state, ...messages]
    })
    expect(said).toEqual([
      ['extract', 1, 'success'],
      ['load', 1, 'failed', 'database is locked'],
      ['load', 2, 'failed', 'relation "orders" does not exist'],
      ['each [orders]', 1, 'success'],
      ['report', 1, 'skipped'],
      ['later', 1, 'queued'],
    ])
    const kept = items.slice(1).map((body) => decoded(decodeAirflow, { body }).events[0])
    expect(kept.map((event) => [event?.key, event?.isKept])).toEqual([
      [expect.stringMatching(/^import-error:/), true],
      ['dag-version:v7', true],
      ['event-log:9', true],
    ])
  })

  it('asks Airflow 2 by its own version', async () => {
    const items = await itemsOf('v1', { username: 'u', password: 'p', eventLog: 'no' })
    expect(items.map(kindOf)).toEqual(['dag-run', 'import-error', 'dag-version'])
    expect(polledTellings(airflowPoll, items)[0]).toMatchObject({ of: { flow: 'daily_orders' } })
  })

  it('goes on where it was cut short', async () => {
    const many = Array.from({ length: 120 }, (_, index) => ({ ...RUN, dag_run_id: `r${index}` }))
    const api = scriptedApi(airflow('v2', many))
    const pages = await pagesOf(airflowPoll, api, null)
    expect(pages.map((page) => page.items.filter((item) => kindOf(item) === 'dag-run').length)).toEqual([
      100, 20, 0, 0, 0,
    ])
    const rest = await pagesOf(airflowPoll, api, pages[0]?.cursor)
    expect(rest[0]?.items.filter((item) => kindOf(item) === 'dag-run')).toHaveLength(20)
    expect(rest.at(-1)?.cursor).toEqual(pages.at(-1)?.cursor)
  })

  it('reads all else where the log of events may not be read, and that from there when it may', async () => {
    const forbidden = (path: string) => {
      if (path.includes('/eventLogs')) throw new Error('403')
      return airflow('v2')(path)
    }
    const read: PolledPage[] = []
    const round = async () => {
      for await (const page of airflowPoll.round(scriptedApi(forbidden), null)) read.push(page)
    }
    await expect(round()).rejects.toThrow('403')
    expect(read.flatMap((page) => page.items).map(kindOf)).toEqual(['dag-run', 'import-error', 'dag-version'])
    const allowed = scriptedApi(airflow('v2'))
    const firstLook = new Date(allowed.now().getTime() - 86_400_000).toISOString()
    const pages = await pagesOf(airflowPoll, allowed, read.at(-1)?.cursor)
    expect(allowed.asked.find((path) => path.includes('/eventLogs'))).toContain(encodeURIComponent(firstLook))
    expect(allowed.asked.find((path) => path.includes('/dagRuns?'))).not.toContain(
      encodeURIComponent(firstLook),
    )
    expect(pages.at(-1)?.cursor).not.toHaveProperty('logSince')
  })

  it('asks for one', async () => {
    const api = scriptedApi(airflow('v2'))
    const of = { namespace: 'airflow', flow: 'daily_orders', nativeId: RUN.dag_run_id }
    expect(polledTellings(airflowPoll, [await airflowPoll.ask?.(api, of)])[0]).toMatchObject({
      of: { nativeId: RUN.dag_run_id },
    })
    expect(await airflowPoll.ask?.(api, { ...of, nativeId: 'none' })).toBeNull()
  })
})

test('a run that was cleared goes on in itself', () => {
  const again = {
    ...RUN,
    state: 'running',
    queued_at: '2026-11-21T11:00:00Z',
    start_date: '2026-11-21T11:00:01Z',
    end_date: null,
  }
  const wrap = (item: object) => ({ kind: 'dag-run', item, tasks: [] })
  const fold = (...items: object[]) =>
    foldState(
      factsOfTellings(TELLER, polledTellings(airflowPoll, items.map(wrap))).executions[0]?.states ?? [],
    ).state
  expect(fold(RUN)).toBe('failed')
  expect(fold(again, RUN)).toBe('running')
  expect(fold({ ...again, state: 'success', end_date: '2026-11-21T11:01:00Z' }, RUN, again)).toBe('success')
})

test('an import error is told once, however often Airflow tries to import the file', () => {
  const keyOf = (more: object) =>
    decoded(decodeAirflow, { body: { kind: 'import-error', item: { ...BROKEN, ...more } } }).events[0]?.key
  expect(keyOf({ timestamp: '2026-11-21T09:00:30Z' })).toBe(keyOf({}))
  expect(keyOf({ stack_trace: 'NameError' })).not.toBe(keyOf({}))
  expect(keyOf({ import_error_id: 2 })).not.toBe(keyOf({}))
})

test('an installation without a name is called the same by all ways that see it', () => {
  expect(
    ['Airflow', 'default', 'unknown_service:python', '', null, 'airflow'].map(airflowDeployment),
  ).toEqual(Array(6).fill('airflow'))
  expect(airflowDeployment('team-a')).toBe('team-a')
})

const payloads = async () => (await itemsOf('v2')).map((body) => ({ body }))
test('items add up to the same in any order', async () =>
  foldsAlike('airflow', decodeAirflow, await payloads()))
test('no mangled item throws', async () =>
  survivesMangling('airflow: mangled', decodeAirflow, await payloads()))
