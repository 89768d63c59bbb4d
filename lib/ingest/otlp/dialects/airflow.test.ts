import { describe, expect, it } from 'vitest'
import { dialectCases, hasSharedFixtures, readPythonConsole, sharedFixture } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('Airflow before 3.2', () => {
  it('takes states, times and tries from attributes, as its spans have no status', () => {
    const { execution, tasks, states } = rowsOf(dialectCases('airflow', 'before-3-2'))
    expect(execution).toMatchObject({
      namespace: 'airflow',
      flow: 'daily_orders',
      nativeId: 'scheduled__2025-10-09T00:00:00+00:00',
      state: 'failed',
      nativeState: 'failed',
      failedTask: 'load',
      errorType: 'psycopg2.errors.UndefinedTable',
      errorMessage: 'relation "orders" does not exist',
      trigger: 'scheduled',
      version: '7',
      durationMs: 59_000,
    })
    expect(execution?.startedAtUnixNano).toBe((execution?.queuedAtUnixNano ?? 0n) + 1_000_000_000n)
    expect(states).toEqual({ extract: 'success', load: 'failed', report: 'skipped' })
    expect(tasks.find((task) => task.name === 'load')).toMatchObject({
      attempt: 2,
      kind: 'PostgresOperator',
      worker: 'worker-3',
      durationMs: 28_000,
      errorMessage: 'relation "orders" does not exist',
    })
    expect(tasks.find((task) => task.name === 'report')).toMatchObject({ nativeState: 'upstream_failed' })
  })

  it.skipIf(!hasSharedFixtures)('reads the recorded run (skipped without ../shared/fixtures)', () => {
    const recorded = sharedFixture('airflow/otel.console-spans.airflow-2.10-3.0-era.json')
    const { execution, tasks } = rowsOf(readPythonConsole(recorded))
    expect(execution).toMatchObject({
      flow: 'otel_test_dag_with_pause',
      nativeId: 'manual__2024-11-30T14:01:15.333003+00:00',
      state: 'success',
      trigger: 'manual',
      version: '2',
      durationMs: 14_348,
      queuedAtUnixNano: 1_732_975_281_738_052_000n,
      startedAtUnixNano: 1_732_975_282_192_655_000n,
      links: [],
    })
    expect(tasks.map((task) => [task.name, task.state, task.durationMs])).toEqual([
      ['task_1', 'success', 10_871],
      ['task_2', 'success', 130],
    ])
  })
})

describe('Airflow since 3.2', () => {
  it('does not take the status ERROR of skipped and retried tries for failure', () => {
    const { execution, executions, tasks } = rowsOf(dialectCases('airflow', 'since-3-2'))
    expect(executions).toHaveLength(1)
    expect(execution).toMatchObject({
      state: 'success',
      failedTask: null,
      errorMessage: null,
      trigger: 'manual',
    })
    expect(tasks.map((task) => [task.name, task.attempt, task.mapIndex, task.state])).toEqual([
      ['extract', 1, null, 'retrying'],
      ['extract', 2, null, 'success'],
      expect.arrayContaining(['load', 'success']),
      expect.arrayContaining(['load', 'success']),
      ['notify', 1, null, 'skipped'],
    ])
    expect(
      tasks
        .filter((task) => task.name === 'load')
        .map((task) => task.mapIndex)
        .sort(),
    ).toEqual([0, 1])
    // The exception of a worker's span is its try's.
    expect(tasks[0]).toMatchObject({
      errorType: 'ConnectionError',
      errorMessage: 'reset by peer',
      durationMs: 19_000,
    })
  })

  it('knows the run by a task that comes before it', () => {
    const early = rowsOf(dialectCases('airflow', 'task-before-its-run'))
    const whole = rowsOf(dialectCases('airflow', 'since-3-2'))
    expect(early.execution).toMatchObject({ id: whole.execution?.id, state: 'running', nativeState: null })
  })

  it('is put back to work by clearing, in another trace', () => {
    const traces = ['failed-then-cleared-1', 'failed-then-cleared-2']
    for (const order of [traces, [...traces].reverse()]) {
      const { executions } = rowsOf(dialectCases('airflow', ...order))
      expect(executions).toMatchObject([{ state: 'success', errorMessage: null }])
    }
  })

  it('makes nothing of its machinery', () => {
    expect(rowsOf(dialectCases('airflow', 'machinery')).executions).toEqual([])
  })
})
