import { describe, expect, it, test } from 'vitest'
import { foldState } from '@/lib/executions/state'
import { factsOfTellings } from '@/lib/executions/tell'
import {
  decoded,
  foldsAlike,
  recordedPayloads,
  survivesMangling,
  tellingsOf,
} from '@/lib/ingest/events/testing/decoding'
import { decodeArtifacts } from './artifacts'
import { decodeCloud } from './cloud'

const TELLER = { orgId: 'o', sourceId: 's', dialect: 'dbt' }
const ID = 'ca07d2ca-054f-4ea1-be63-4acccfe4a6a7'
const result = (unique_id: string, status: string, more: object = {}) => ({
  unique_id,
  status,
  thread_id: 'Thread-1',
  timing: [
    { name: 'compile', started_at: '2026-11-21T10:00:00Z', completed_at: '2026-11-21T10:00:01Z' },
    { name: 'execute', started_at: '2026-11-21T10:00:01Z', completed_at: '2026-11-21T10:00:05Z' },
  ],
  ...more,
})
const artifact = (...results: object[]) => ({
  metadata: {
    dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
    dbt_version: '1.11.0',
    generated_at: '2026-11-21T10:00:10Z',
    invocation_id: ID,
    env: { KESTRA_EXECUTION_ID: '2EEO', GITHUB_SHA: 'abc', RUN_PAGE: 'https://ci.example.com/runs/42' },
  },
  elapsed_time: 10.5,
  args: {
    which: 'build',
    invocation_command: 'dbt build --select orders+',
    target: 'prod',
    select: ['orders+'],
  },
  results,
})
const MANIFEST = {
  metadata: { project_name: 'jaffle', invocation_id: ID },
  nodes: {
    'model.shop.orders': { name: 'orders', resource_type: 'model', original_file_path: 'models/orders.sql' },
  },
}
const factsOf = (...bodies: unknown[]) =>
  factsOfTellings(
    TELLER,
    tellingsOf(
      decodeArtifacts,
      bodies.map((body) => ({ body })),
    ),
  )

describe('artifacts', () => {
  it('are one invocation with the worst of its nodes', () => {
    const { executions, taskRuns, keys, references } = factsOf(
      artifact(
        result('model.shop.orders', 'success'),
        result('test.shop.not_null_orders_id.1a2b', 'fail', {
          message: 'Got 3 results, configured to fail if != 0',
          failures: 3,
        }),
        result('model.shop.report', 'skipped', { timing: [] }),
      ),
    )
    expect(executions[0]).toMatchObject({
      namespace: 'shop',
      flow: 'dbt build',
      nativeId: ID,
      title: 'dbt build --select orders+',
      startedAt: '1795255199500000000',
      endedAt: '1795255210000000000',
      commit: 'abc',
      labels: { 'dbt.target': 'prod', 'dbt.select': 'orders+', 'dbt.version': '1.11.0' },
      errors: [{ type: 'fail', message: 'Got 3 results, configured to fail if != 0' }],
    })
    expect(foldState(executions[0]?.states ?? [])).toMatchObject({ state: 'failed', word: 'fail' })
    expect(
      taskRuns.map((task) => [task.name, task.kind, foldState(task.states).state, task.startedAt !== null]),
    ).toEqual([
      ['orders', 'model', 'success', true],
      ['not_null_orders_id', 'test', 'failed', true],
      ['report', 'model', 'skipped', false],
    ])
    expect(keys.map(({ key }) => key)).toEqual(
      expect.arrayContaining([`dbt:invocation/${ID}`, `trace:${ID.replaceAll('-', '')}`]),
    )
    expect(references.map(({ kind, key }) => [kind, key])).toEqual([
      ['parent', 'kestra:execution/2EEO'],
      ['link', 'url:ci.example.com/runs/42'],
    ])
  })

  it.for([
    [['success', 'warn'], 'warning'],
    [['success', 'partial success'], 'warning'],
    [['success', 'no-op', 'skipped'], 'success'],
    [['pass'], 'success'],
    [['runtime error', 'warn'], 'failed'],
    [['skipped'], 'skipped'],
    [[], 'success'],
  ] as const)('of %j are %s', ([statuses, state]) => {
    const { executions } = factsOf(
      artifact(...statuses.map((each, index) => result(`model.shop.m${index}`, each))),
    )
    expect(foldState(executions[0]?.states ?? []).state).toBe(state)
  })

  it('take names from the manifest that came with them', () => {
    const run_results = artifact(result('model.shop.orders', 'error', { message: 'relation does not exist' }))
    const { executions, taskRuns } = factsOf({ run_results, manifest: MANIFEST })
    expect(executions[0]).toMatchObject({
      namespace: 'jaffle',
      errors: [{ message: 'relation does not exist (models/orders.sql)' }],
    })
    expect(taskRuns).toHaveLength(1)
    expect(decoded(decodeArtifacts, { body: MANIFEST }).events[0]).toMatchObject({
      isKept: true,
      tellings: [],
    })
  })
})

const recorded = recordedPayloads('dbt')
test.skipIf(recorded === null).for([
  ['fail', 'dbt run', 'failed'],
  ['small', 'dbt run', 'success'],
  ['test', 'dbt test', 'failed'],
  ['dbt-core-v4', 'dbt run', 'success'],
  ['dbt-core-v5', 'dbt run', 'success'],
  ['dbt-core-v6', 'dbt run', 'success'],
] as const)('the recorded run_results %s are read (needs ../shared/fixtures)', ([name, flow, state]) => {
  const body = recorded?.get(`artifact.run_results.${name}.json`)
  if (body === undefined) return
  const { executions, taskRuns } = factsOf(body)
  expect(executions[0]?.flow).toBe(flow)
  expect(foldState(executions[0]?.states ?? []).state).toBe(state)
  expect(taskRuns.length).toBeGreaterThan(0)
})

const cloud = (eventType: string, runStatus: string, more: object = {}) => ({
  body: {
    accountId: 1,
    eventId: `wev_${runStatus}`,
    timestamp: '2026-11-21T10:00:30.742843678Z',
    eventType,
    data: {
      jobId: '123',
      jobName: 'Daily Job (dbt build)',
      runId: '218726483',
      environmentName: 'Production',
      dbtVersion: '1.11',
      projectName: 'Jaffle',
      runStatus,
      runReason: 'Kicked off from the UI by ada@example.com',
      runStartedAt: '2026-11-21T10:00:07Z',
      ...more,
    },
  },
})
const CLOUD = [
  cloud('job.run.started', 'Running', { runStatusMessage: 'None' }),
  cloud('job.run.errored', 'Errored', {
    runStatusMessage: 'Database Error in model orders',
    runFinishedAt: '2026-11-21T10:00:29Z',
  }),
  cloud('job.run.completed', 'Errored', {
    runStatusMessage: 'Database Error in model orders',
    runFinishedAt: '2026-11-21T10:00:29Z',
  }),
]

test('webhooks of dbt Cloud tell of runs of jobs', () => {
  const { executions, keys } = factsOfTellings(TELLER, tellingsOf(decodeCloud, CLOUD))
  expect(executions).toHaveLength(1)
  expect(executions[0]).toMatchObject({
    namespace: 'Jaffle',
    flow: 'Daily Job (dbt build)',
    nativeId: '218726483',
    trigger: 'Kicked off from the UI',
    actor: 'ada@example.com',
    environment: 'production',
    startedAt: '1795255207000000000',
    endedAt: '1795255229000000000',
    errors: [{ message: 'Database Error in model orders' }],
  })
  expect(foldState(executions[0]?.states ?? []).state).toBe('failed')
  expect(keys.map(({ key }) => key)).toContain('dbt:cloud-run/218726483')
  expect(decoded(decodeCloud, { body: { eventType: 'ping' } }).events[0]).toMatchObject({ isKept: false })
  expect(decoded(decodeCloud, { body: [] }).rejected).toHaveLength(1)
})

const ARTIFACTS = [
  {
    body: artifact(result('model.shop.orders', 'success'), result('test.shop.a.b', 'fail', { failures: 1 })),
  },
  { body: { run_results: artifact(result('model.shop.orders', 'warn')), manifest: MANIFEST } },
]
test('uploads and webhooks add up to the same in any order', () => {
  foldsAlike('dbt: artifacts', decodeArtifacts, ARTIFACTS)
  foldsAlike('dbt: cloud', decodeCloud, CLOUD)
})
test('no mangled upload or webhook throws', () => {
  survivesMangling('dbt: artifacts, mangled', decodeArtifacts, ARTIFACTS)
  survivesMangling('dbt: cloud, mangled', decodeCloud, CLOUD)
})
