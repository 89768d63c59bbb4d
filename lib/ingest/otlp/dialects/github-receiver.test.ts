import { describe, expect, it } from 'vitest'
import { executionIdOf } from '@/lib/executions/identity'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf, SOURCE } from '../testing/recognise-spans'

describe("the Collector's GitHub receiver", () => {
  it('reads run, job and steps from the resource, and a step that was skipped though it says failure', () => {
    const { execution, executions, tasks, states } = rowsOf(dialectCases('github-receiver', 'failed'))
    expect(executions).toHaveLength(1)
    expect(execution).toMatchObject({
      namespace: 'acme/orders',
      flow: 'CI',
      nativeId: '16620109074',
      attempt: 1,
      state: 'failed',
      nativeState: 'failure',
      failedTask: 'test › npm test › Run npm test',
      errorMessage: 'expected 2 to be 3',
      actor: 'alice',
      commit: '9f2c1b7e0d4a5f6c8b9a0d1e2f3a4b5c6d7e8f90',
      branch: 'main',
      url: 'https://github.com/acme/orders/actions/runs/16620109074',
      durationMs: 90_000,
    })
    expect(states).toEqual({
      test: 'failed',
      'Set up job': 'success',
      'npm test': 'failed',
      'Run npm test': 'failed',
      'Upload coverage': 'skipped',
      'Post checkout': 'cancelled',
    })
    // On a job's resource the pipeline's name is the job's: it is no execution for that.
    expect(tasks.find((task) => task.name === 'test')).toMatchObject({
      kind: 'job',
      nativeId: '4702',
      url: 'https://github.com/acme/orders/actions/runs/16620109074/job/4702',
      worker: 'GitHub Actions 12',
    })
  })

  it('links a re-run to the attempt before', () => {
    const { execution } = rowsOf(dialectCases('github-receiver', 'retried'))
    const before = {
      sourceId: SOURCE.sourceId,
      namespace: 'acme/orders',
      flow: 'CI',
      nativeId: '16620109074',
      attempt: 1,
    }
    expect(execution).toMatchObject({
      attempt: 2,
      state: 'success',
      retryOfId: executionIdOf(SOURCE.orgId, before),
    })
    expect(rowsOf(dialectCases('github-receiver', 'failed')).execution?.id).toBe(execution?.retryOfId)
  })

  it('reads steps below the time of waiting, where older releases put them', () => {
    const { tasks } = rowsOf(dialectCases('github-receiver', 'retried'))
    expect(tasks.map(({ name, kind }) => [name, kind])).toEqual([
      ['test', 'job'],
      ['Set up job', 'step'],
    ])
  })

  it.each([
    ['cancelled', 'cancelled', 'cancellation'],
    ['timed-out', 'timed_out', 'timed_out'],
  ])('reads %s, whose status is unset', (name, state, nativeState) => {
    const { execution, states } = rowsOf(dialectCases('github-receiver', name))
    expect(execution).toMatchObject({ state, nativeState })
    expect(states).toEqual({ test: state })
  })
})
