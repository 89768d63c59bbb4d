import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('the CI/CD conventions', () => {
  it('look on the span, then on the resource', () => {
    const { execution, tasks, states } = rowsOf(dialectCases('cicd', 'failed'))
    expect(execution).toMatchObject({
      namespace: 'acme/shop',
      flow: 'deploy-shop',
      nativeId: 'run-77',
      state: 'failed',
      nativeState: 'failure',
      failedTask: 'deploy',
      errorType: 'KubeError',
      errorMessage: 'quota exceeded',
      commit: 'abc123',
      branch: 'main',
      environment: 'staging',
      url: 'https://ci.example.com/runs/77',
      durationMs: 60_000,
    })
    expect(states).toEqual({ build: 'success', lint: 'skipped', deploy: 'failed' })
    // Ids come as numbers and as strings.
    expect(tasks.map((task) => task.nativeId)).toEqual(expect.arrayContaining(['1', '2', '3']))
    expect(tasks.find((task) => task.name === 'deploy')).toMatchObject({ worker: 'agent-2', kind: 'deploy' })
  })

  it.each([
    ['cancelled', 'cancelled', 'cancellation'],
    ['timed-out', 'timed_out', 'timeout'],
    ['skipped', 'skipped', 'skip'],
    ['running', 'running', 'executing'],
    ['pending', 'queued', 'pending'],
    // No result, but it ended: the status is all there is.
    ['without-result', 'success', null],
    ['custom', 'unknown', 'quarantined'],
  ])('read %s', (name, state, nativeState) => {
    expect(rowsOf(dialectCases('cicd', name)).execution).toMatchObject({ state, nativeState })
  })
})
