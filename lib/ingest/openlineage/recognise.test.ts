import { describe, expect, test } from 'vitest'
import { jobType, OTHER_RUN, parentFacet, RUN, runEvent } from './testing/event-maker'
import { at, rows } from './testing/rows'

describe('task runs', () => {
  const dag = (eventType: string, second: number, run = {}) =>
    runEvent({
      eventType,
      at: at(second),
      name: 'etl',
      namespace: 'default',
      job: jobType('AIRFLOW', 'DAG'),
      run,
    })
  const task = (eventType: string, second: number, run = {}, runId = OTHER_RUN) =>
    runEvent({
      eventType,
      at: at(second),
      runId,
      name: 'etl.load',
      namespace: 'default',
      job: jobType('AIRFLOW', 'TASK'),
      run: { ...parentFacet(RUN, 'etl', 'default'), ...run },
    })
  const airflow = (tryNumber: number, more = {}) => ({
    airflow: {
      dagRun: { run_id: 'manual__1' },
      task: { task_id: 'load', operator_class: 'BashOperator' },
      taskInstance: { try_number: tryNumber, log_url: 'https://airflow/log', queued_dttm: at(1), ...more },
    },
  })

  test('a task of Airflow is a task run of its DAG run, by Airflow’s own names', () => {
    const { executions, taskRuns, keys } = rows(
      dag('START', 1, { airflowDagRun: { dagRun: { run_id: 'manual__1', run_type: 'manual' } } }),
      task('START', 2, airflow(2, { map_index: 3 })),
      task('COMPLETE', 3),
    )
    expect(executions).toMatchObject([
      { nativeId: 'manual__1', dialect: 'airflow', state: 'running', trigger: 'manual', attempt: 1 },
    ])
    expect(taskRuns).toMatchObject([
      { name: 'load', nativeId: 'load', attempt: 2, mapIndex: 3, kind: 'BashOperator', state: 'success' },
    ])
    expect(keys.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        `openlineage:${RUN}`,
        `openlineage:${OTHER_RUN}`,
        'airflow:airflow/etl/manual__1',
      ]),
    )
  })

  test('before the DAG run is seen it is unknown, and known by what its task told', () => {
    expect(rows(task('FAIL', 2, airflow(1))).executions).toMatchObject([
      { nativeId: 'manual__1', state: 'unknown', nativeState: null, durationMs: null },
    ])
  })

  test('a failed DAG run shows the error of the task that failed first, and not of one whose retry went well', () => {
    const errorMessage = (message: string) => ({
      errorMessage: { message, programmingLanguage: 'PYTHON', stackTrace: '' },
    })
    const other = '00000000-0000-4000-8000-000000000009'
    const third = '00000000-0000-4000-8000-000000000008'
    const retried = [
      task('FAIL', 2, { ...airflow(1), ...errorMessage('ValueError: first try') }),
      task('COMPLETE', 3, airflow(2), other),
    ]
    const failed = runEvent({
      eventType: 'FAIL',
      at: at(4),
      runId: third,
      name: 'etl.send',
      namespace: 'default',
      job: jobType('AIRFLOW', 'TASK'),
      run: { ...parentFacet(RUN, 'etl', 'default'), ...errorMessage('KeyError: gone') },
    })
    const end = dag('FAIL', 5, {
      ...errorMessage('task_failure'),
      airflowState: { dagRunState: 'failed', tasksState: {} },
    })
    expect(rows(...retried, failed, end).executions).toMatchObject([
      {
        state: 'failed',
        nativeState: 'failed',
        failedTask: 'send',
        errorMessage: 'KeyError: gone',
        errorType: 'KeyError',
      },
    ])
  })

  test('tasks that Airflow did not run, or that send no events, are known from the end of the DAG run', () => {
    const airflowState = {
      dagRunState: 'success',
      tasksState: { load: 'success', gone: 'skipped', after: 'upstream_failed', empty: 'success' },
    }
    const job = {
      ...jobType('AIRFLOW', 'DAG'),
      airflow: { tasks: { empty: { emits_ol_events: false, operator: 'x.EmptyOperator' } } },
    }
    const end = runEvent({
      eventType: 'COMPLETE',
      at: at(5),
      name: 'etl',
      namespace: 'default',
      job,
      run: { airflowState },
    })
    const { taskRuns } = rows(task('COMPLETE', 2), end)
    expect(taskRuns.map(({ name, state, nativeState }) => [name, state, nativeState]).sort()).toEqual([
      ['after', 'skipped', 'upstream_failed'],
      ['empty', 'success', 'success'],
      ['gone', 'skipped', 'skipped'],
      ['load', 'success', 'COMPLETE'],
    ])
  })

  test('a cleared DAG run goes on under another id as the same execution', () => {
    const run = { airflowDagRun: { dagRun: { run_id: 'manual__1' } } }
    const again = (event: Record<string, unknown>) => ({
      ...event,
      run: { ...Object(event.run), runId: OTHER_RUN },
    })
    const events = [
      dag('START', 1, run),
      dag('FAIL', 2),
      again(dag('START', 3, run)),
      again(dag('COMPLETE', 4)),
    ]
    expect(rows(...events).executions).toMatchObject([{ nativeId: 'manual__1', state: 'success' }])
  })

  test('an older Airflow that names the task as its parent means the DAG', () => {
    const old = runEvent({
      name: 'etl.load',
      run: { ...parentFacet(OTHER_RUN, 'etl.load'), airflow_runArgs: {} },
    })
    const { executions, taskRuns } = rows(old)
    expect(executions).toMatchObject([{ nativeId: OTHER_RUN, state: 'unknown' }])
    expect(taskRuns).toMatchObject([{ name: 'load' }])
  })

  test('the old key of the facet is read as well', () => {
    const run = { parentRun: parentFacet(RUN, 'etl').parent, airflow_runArgs: {} }
    expect(rows(runEvent({ runId: OTHER_RUN, name: 'etl.load', run })).taskRuns).toMatchObject([
      { name: 'load' },
    ])
  })

  test('a dbt invocation that Airflow started is an execution whose parent is the DAG run; its models are task runs', () => {
    const invocation = '00000000-0000-4000-8000-000000000003'
    const model = '00000000-0000-4000-8000-000000000004'
    const statement = '00000000-0000-4000-8000-000000000005'
    const dbt = (
      runId: string,
      name: string,
      type: string,
      parent: Record<string, unknown>,
      eventType = 'START',
    ) => runEvent({ runId, name, eventType, namespace: 'dbt', job: jobType('DBT', type), run: parent })
    const { executions, taskRuns, references } = rows(
      dag('START', 1),
      task('START', 2, airflow(1)),
      dbt(invocation, 'dbt-run-shop', 'JOB', parentFacet(OTHER_RUN, 'etl.load', 'default')),
      dbt(model, 'model.shop.orders', 'MODEL', parentFacet(invocation, 'dbt-run-shop', 'dbt'), 'FAIL'),
      dbt(
        statement,
        'model.shop.orders.sql.1',
        'SQL',
        parentFacet(model, 'model.shop.orders', 'dbt'),
        'FAIL',
      ),
    )
    const [dagRun, dbtRun] = [
      executions.find((row) => row.dialect === 'airflow'),
      executions.find((row) => row.dialect === 'dbt'),
    ]
    expect(executions).toHaveLength(2)
    expect(dbtRun).toMatchObject({
      parentId: dagRun?.id,
      nativeId: invocation,
      failedTask: 'model.shop.orders › sql.1',
    })
    expect(references).toContainEqual(
      expect.objectContaining({ executionId: dbtRun?.id, kind: 'parent', key: `openlineage:${OTHER_RUN}` }),
    )
    const within = taskRuns.filter((row) => row.executionId === dbtRun?.id)
    expect(within.map(({ name }) => name).sort()).toEqual(['model.shop.orders', 'sql.1'])
    expect(within.find(({ name }) => name === 'sql.1')?.parentId).toBe(
      within.find(({ name }) => name !== 'sql.1')?.id,
    )
  })

  test('a model whose parent is a task of another tool is an execution', () => {
    const model = runEvent({
      runId: '00000000-0000-4000-8000-000000000004',
      name: 'model.shop.orders',
      job: jobType('DBT', 'MODEL'),
      run: parentFacet(OTHER_RUN, 'etl.load', 'default'),
    })
    expect(
      rows(dag('START', 1), task('START', 2), model)
        .executions.map(({ dialect }) => dialect)
        .sort(),
    ).toEqual(['airflow', 'dbt'])
  })

  test('a run that is its own parent, or runs that are each other’s, are executions', () => {
    const self = runEvent({ name: 'a', run: parentFacet(RUN, 'a') })
    expect(rows(self).executions).toHaveLength(1)
  })

  test('a parent that only started it is no execution until something is known of it', () => {
    const { executions, references } = rows(runEvent({ run: parentFacet(OTHER_RUN, 'who') }))
    expect(executions).toHaveLength(1)
    expect(references).toMatchObject([
      { kind: 'parent', key: `openlineage:${OTHER_RUN}`, confidence: 'certain' },
    ])
  })
})

describe('what else is told', () => {
  test('commit, branch, owners, tags and the trace', () => {
    const sha = '8f02abf8f02abf8f02abf8f02abf8f02abf8f02a'
    const { executions } = rows(
      runEvent({
        run: {
          tags: { tags: [{ key: 'traceparent', value: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` }] },
        },
        job: {
          sourceCodeLocation: { type: 'git', url: 'https://x', version: sha, branch: 'main' },
          ownership: { owners: [{ name: '***' }, { name: 'team:data' }] },
          tags: { tags: [{ key: 'tier', value: 'gold' }] },
        },
      }),
    )
    expect(executions).toMatchObject([
      {
        commit: sha,
        version: sha,
        branch: 'main',
        labels: { owner: 'team:data', tier: 'gold' },
        traceId: 'abababab-abab-abab-abab-abababababab',
      },
    ])
  })

  test('root, query and dependencies are references', () => {
    const { references } = rows(
      runEvent({
        run: {
          parent: {
            ...Object(parentFacet(OTHER_RUN, 'who').parent),
            root: { run: { runId: 'r' }, job: { namespace: 'n', name: 'j' } },
          },
          externalQuery: { externalQueryId: 'q1', source: 'snowflake' },
          jobDependencies: {
            upstream: [{ run: { runId: 'u' } }, { job: {} }],
            downstream: [{ run: { runId: 'd' } }],
          },
        },
      }),
    )
    expect(references.map(({ kind, key }) => `${kind} ${key}`).sort()).toEqual([
      'link openlineage:d',
      'link query:snowflake/q1',
      `parent openlineage:${OTHER_RUN}`,
      'root openlineage:r',
      'triggered_by openlineage:u',
    ])
  })
})
