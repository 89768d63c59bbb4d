import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { flowIdOf } from '@/lib/executions/identity'
import { canonicalText } from '@/lib/ingest/openlineage/canonical'
import { datasetIdOf } from '@/lib/ingest/openlineage/record-key'
import { jobType, OTHER_RUN, parentFacet, RUN, runEvent } from '@/lib/ingest/openlineage/testing/event-maker'
import {
  hasFixtures,
  lineageEventsIn,
  type Scenario,
  scenarios,
  WITHOUT_FIXTURES,
} from '@/lib/ingest/openlineage/testing/fixtures'
import { ORG, projectEvents, SOURCE } from '@/lib/ingest/openlineage/testing/reference'
import { shuffled } from '@/lib/ingest/openlineage/testing/shuffled'
import type { LineageName } from '@/lib/model/lineage'
import { lineageFixture } from '../testing/lineage-fixture'

const fixture = await lineageFixture()
afterEach(() => fixture.clear())
afterAll(fixture.close)

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )

/** What is stored, in words that the reference has too. */
async function stored() {
  const executions = await fixture.rows('executions', 'id')
  const tasks = await fixture.rows('task_runs', 'id')
  const edges = await fixture.rows('lineage_edges', 'record_key, from_id, to_id')
  return {
    executions: executions.map((row) => pick(row, EXECUTION)),
    tasks: tasks.map((row) => pick(row, TASK)),
    edges: edges
      .map(({ record_key, kind, confidence, columns }) =>
        canonicalText({ record_key, kind, confidence, columns }),
      )
      .sort(),
  }
}

/** What should be. */
function expected(events: readonly unknown[]) {
  const projection = projectEvents(lineageEventsIn(events))
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  return {
    executions: projection.executions.sort(byId).map((row) => pick(inSql(row), EXECUTION)),
    tasks: projection.taskRuns.sort(byId).map((row) => pick(inSql(row), TASK)),
    edges: [...projection.edges]
      .flatMap(([record_key, edges]) =>
        edges.map(({ kind, confidence, columns }) =>
          canonicalText({ record_key, kind, confidence, columns }),
        ),
      )
      .sort(),
  }
}

const TASK = [
  ...[
    'id',
    'execution_id',
    'parent_id',
    'name',
    'kind',
    'native_id',
    'map_index',
    'attempt',
    'state',
    'native_state',
  ],
  ...['queued_at_unix_nano', 'started_at_unix_nano', 'ended_at_unix_nano', 'error_message', 'url'],
]
const EXECUTION = [
  ...['id', 'flow_id', 'native_id', 'attempt', 'title', 'dialect', 'state', 'native_state', 'parent_id'],
  ...[
    'started_at_unix_nano',
    'ended_at_unix_nano',
    'duration_ms',
    'trigger',
    'commit',
    'branch',
    'version',
    'url',
  ],
  ...['error_type', 'error_message', 'failed_task', 'labels', 'links', 'transitions'],
]

const inSql = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]: [string, unknown]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      // Nanoseconds as they are read back here, which is enough to tell them apart.
      typeof value === 'bigint' ? Number(value) : value,
    ]),
  )

const pick = (row: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, row[key] ?? null]))

describe.skipIf(!hasFixtures)(`scenarios${hasFixtures ? '' : ` (${WITHOUT_FIXTURES})`}`, () => {
  test.for(scenarios())(
    '$name: the same in order, in shuffled pieces and doubled',
    { timeout: 120_000 },
    async ({ events }: Scenario) => {
      const should = expected(events)
      await fixture.write(events)
      expect(await stored()).toEqual(should)
      // Again, as a replay does it.
      await fixture.write(events)
      expect(await stored()).toEqual(should)
      for (const [seed, size] of [
        [1, 5],
        [2, 60],
      ] as const) {
        await fixture.clear()
        for (const piece of chunks(shuffled([...events, ...events], seed), size)) await fixture.write(piece)
        expect(await stored()).toEqual(should)
      }
    },
  )

  test.for(scenarios())(
    '$name: every facet comes back exactly',
    { timeout: 120_000 },
    async ({ events }: Scenario) => {
      for (const piece of chunks(shuffled(events, 3), 40)) await fixture.write(piece)
      const { datasets, jobs, accounts } = projectEvents(lineageEventsIn(events))
      const stored = new Map<string, string>()
      for (const { owner_id, name, value } of await fixture.rows('lineage_facets', 'owner_id, name'))
        stored.set(`${owner_id} ${name}`, canonicalText(value))
      const said = new Map<string, string>()
      for (const [of, idOf] of [
        [datasets, (name: LineageName) => datasetIdOf(ORG, name)],
        [
          jobs,
          ({ namespace, name }: LineageName) => flowIdOf(ORG, { sourceId: SOURCE, namespace, flow: name }),
        ],
      ] as const) {
        for (const [entity, facets] of of) {
          const [namespace = '', name = ''] = JSON.parse(entity) as string[]
          for (const [facet, { value }] of Object.entries(facets))
            said.set(`${idOf({ namespace, name })} ${facet}`, canonicalText(value))
        }
      }
      expect(stored).toEqual(said)
      for (const { key, account } of await fixture.rows('lineage_records', 'key'))
        expect(canonicalText(account)).toBe(canonicalText(accounts.get(String(key))))
    },
  )
})

const at = (second: number) => new Date(Date.parse('2026-03-01T10:00:00Z') + second * 1_000).toISOString()
const dag = (eventType: string, second: number, run = {}) =>
  runEvent({
    eventType,
    at: at(second),
    name: 'etl',
    namespace: 'airflow',
    job: jobType('AIRFLOW', 'DAG'),
    run,
  })
const task = (eventType: string, second: number, index = 0, run = {}) =>
  runEvent({
    eventType,
    at: at(second),
    runId: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
    name: `etl.t${index}`,
    namespace: 'airflow',
    job: jobType('AIRFLOW', 'TASK'),
    run: { ...parentFacet(RUN, 'etl', 'airflow'), ...run },
  })

test('what an event became is told, of a task run with its execution', async () => {
  const events = [
    dag('START', 1),
    task('START', 2),
    { eventTime: at(1), dataset: { namespace: 'db', name: 'a' } },
  ]
  const { became } = await fixture.write(events)
  const [execution] = await fixture.rows('executions', 'id')
  const [run] = await fixture.rows('task_runs', 'id')
  expect([...became.values()]).toEqual([
    [{ executionId: execution?.id, taskRunId: null }],
    [{ executionId: execution?.id, taskRunId: run?.id }],
    [],
  ])
})

test('writers of one run at once take turns, and lose nothing', async () => {
  const events = [
    dag('START', 1, { airflowDagRun: { dagRun: { run_id: 'manual__1' } } }),
    dag('FAIL', 900),
    ...Array.from({ length: 60 }, (_, index) => [
      task('START', 2 + index, index, { airflow: { dagRun: { run_id: 'manual__1' } } }),
      task(index % 7 === 3 ? 'FAIL' : 'COMPLETE', 200 + index, index),
    ]).flat(),
  ]
  const clients = await Promise.all([1, 2, 3, 4].map(() => fixture.connect()))
  const pieces = chunks(shuffled(events, 7), 4)
  await Promise.all(
    clients.map(async (client, own) => {
      for (const [index, piece] of pieces.entries()) if (index % 4 === own) await fixture.write(piece, client)
    }),
  )
  expect(await stored()).toEqual(expected(events))
}, 60_000)

test('the row of a run is not written again by each run that it starts', async () => {
  for (const piece of chunks(
    Array.from({ length: 400 }, (_, index) => task('START', index, index)),
    10,
  ))
    await fixture.write([dag('START', 0), ...piece])
  const { rows } = await fixture.database.pool.query<{ revision: string }>(
    `select revision from executions union all select revision from lineage_records where name = 'etl'`,
  )
  // Once for the run itself and once for the first that spoke of it; the event that comes again is the test's.
  expect(Math.min(...rows.map(({ revision }) => Number(revision)))).toBe(1)
}, 60_000)

test('a run that turns out to be another execution takes its task runs along, and leaves nothing behind', async () => {
  await fixture.write([task('FAIL', 2)])
  expect(await fixture.rows('executions', 'id')).toMatchObject([{ native_id: RUN, state: 'unknown' }])
  await fixture.write([dag('START', 1, { airflowDagRun: { dagRun: { run_id: 'manual__1' } } })])
  expect(await fixture.rows('executions', 'id')).toMatchObject([
    { native_id: 'manual__1', failed_task: 't0' },
  ])
  expect(await fixture.rows('task_runs', 'id')).toHaveLength(1)
})

test('a run that is no task run after all lets go of what was held for it', async () => {
  const dbt = (eventType: string, job: Record<string, unknown>) =>
    runEvent({
      eventType,
      runId: OTHER_RUN,
      name: 'shop',
      job,
      run: { ...parentFacet(RUN, 'who'), dbt_run: {} },
    })
  await fixture.write([dbt('START', {})])
  expect(await fixture.rows('task_runs', 'id')).toHaveLength(1)
  await fixture.write([dbt('COMPLETE', jobType('DBT', 'JOB'))])
  expect(await fixture.rows('task_runs', 'id')).toEqual([])
  expect(await fixture.rows('executions', 'id')).toMatchObject([{ native_id: OTHER_RUN, state: 'success' }])
})

test('edges that a later statement denies are gone', async () => {
  const dataset = (name: string) => ({ namespace: 'db', name })
  const io = { inputs: [dataset('a'), dataset('b')], outputs: [dataset('c')] }
  await fixture.write([runEvent(io)])
  expect(await fixture.rows('lineage_edges', 'from_id')).toHaveLength(2)
  const entry = { type: 'DATASET', ...dataset('c'), inputs: [{ type: 'DATASET', ...dataset('a') }] }
  await fixture.write([
    runEvent({ eventType: 'COMPLETE', at: at(9), job: { lineage: { entries: [entry] } } }),
  ])
  expect(await fixture.rows('lineage_edges', 'from_id')).toMatchObject([
    { from_id: datasetIdOf(ORG, dataset('a')), kind: 'explicit', confidence: 'certain' },
  ])
  expect(await fixture.rows('lineage_uses', 'dataset_id')).toHaveLength(3)
})

test('other names of a dataset are kept beside it', async () => {
  const symlinks = { identifiers: [{ namespace: 'hive', name: 'default.t', type: 'TABLE' }] }
  await fixture.write([runEvent({ inputs: [{ namespace: 's3://b', name: 't', facets: { symlinks } }] })])
  expect(await fixture.rows('lineage_aliases', 'alias_id')).toMatchObject([
    {
      dataset_id: datasetIdOf(ORG, { namespace: 's3://b', name: 't' }),
      alias_id: datasetIdOf(ORG, { namespace: 'hive', name: 'default.t' }),
      type: 'TABLE',
    },
  ])
})

test('one run id under two jobs is two executions, and both go by it', async () => {
  const { keys } = await fixture.write([
    runEvent({ name: 'orders', at: at(1) }),
    runEvent({ name: 'customers', at: at(2) }),
  ])
  const executions = await fixture.rows('executions', 'id')
  expect(executions.map(({ native_id }) => native_id)).toEqual([RUN, RUN])
  expect(new Set(executions.map(({ flow_id }) => flow_id)).size).toBe(2)
  const byRunId = keys.filter(({ key }) => key === `openlineage:${RUN}`)
  expect(byRunId.map(({ executionId }) => executionId).sort()).toEqual(executions.map(({ id }) => id))
})
