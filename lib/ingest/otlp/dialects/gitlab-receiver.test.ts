import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe("the Collector's GitLab receiver", () => {
  it('reads pipeline, stages and jobs, and does not blame a job that may fail', () => {
    const { execution, tasks, states } = rowsOf(dialectCases('gitlab-receiver', 'failed'))
    expect(execution).toMatchObject({
      namespace: 'acme/orders',
      flow: 'acme/orders',
      nativeId: '31415',
      state: 'failed',
      nativeState: 'failed',
      failedTask: 'test › rspec',
      errorMessage: 'script_failure',
      trigger: 'schedule',
      actor: 'alice',
      commit: 'bcbb5ec396a2c0f828686f14fac9b80b780504f2',
      branch: 'main',
      durationMs: 90_000,
    })
    expect(states).toEqual({
      build: 'success',
      compile: 'success',
      // Its span says what its first job came to.
      test: 'failed',
      lint: 'warning',
      rspec: 'failed',
      deploy: 'skipped',
      production: 'skipped',
    })
    const rspec = tasks.find((task) => task.name === 'rspec')
    expect(rspec).toMatchObject({ nativeId: '1003', worker: 'runner-7' })
    expect((rspec?.startedAtUnixNano ?? 0n) - (rspec?.queuedAtUnixNano ?? 0n)).toBe(1_500_000_000n)
    expect(tasks.find((task) => task.name === 'production')).toMatchObject({ errorMessage: null })
  })

  it('is put back to work by a retried job, which finishes it again in another trace', () => {
    for (const order of [
      ['failed', 'job-retried'],
      ['job-retried', 'failed'],
    ]) {
      const { executions } = rowsOf(dialectCases('gitlab-receiver', ...order))
      expect(executions).toMatchObject([{ state: 'success', failedTask: null }])
    }
    const { states } = rowsOf(dialectCases('gitlab-receiver', 'job-retried'))
    expect(states).toMatchObject({ test: 'success' })
  })

  it('reads cancelled and timed out, and takes no commit for a flow', () => {
    const { execution } = rowsOf(dialectCases('gitlab-receiver', 'canceled'))
    expect(execution).toMatchObject({
      flow: 'acme/orders',
      title: 'Fix the typo',
      state: 'cancelled',
      links: [{ kind: 'parent', executionId: null, evidence: 'pipeline 27 of acme/platform' }],
    })
    expect(rowsOf(dialectCases('gitlab-receiver', 'timed-out')).tasks).toMatchObject([
      { state: 'timed_out' },
      { state: 'timed_out', nativeState: 'job_execution_timeout' },
    ])
  })
})
