import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('Jenkins', () => {
  it('reads a failed build with its stages and steps', () => {
    const { execution, tasks, states } = rowsOf(dialectCases('jenkins', 'failed'))
    expect(execution).toMatchObject({
      namespace: 'ci.example.com',
      flow: 'orders/main',
      nativeId: '881',
      title: '#881',
      attempt: 1,
      state: 'failed',
      nativeState: 'FAILURE',
      failedTask: 'Test › Shell Script',
      errorType: 'hudson.AbortException',
      errorMessage: 'script returned exit code 1',
      actor: 'alice',
      trigger: 'UserIdCause:alice',
      branch: 'main',
      version: null,
      url: 'https://ci.example.com/job/orders/job/main/881/',
      durationMs: 60_000,
    })
    expect(states).toMatchObject({ Build: 'success', Test: 'failed' })
    expect(tasks.map((task) => task.kind)).toEqual(['stage', 'sh', 'stage', 'sh'])
  })

  it.each([
    ['unstable', 'warning', 'UNSTABLE', { Test: 'warning' }],
    ['aborted', 'cancelled', 'ABORTED', { 'Shell Script': 'cancelled' }],
    ['not-built', 'skipped', 'NOT_BUILT', {}],
  ])('tells %s by the result, not by the status', (name, state, word, tasks) => {
    const rows = rowsOf(dialectCases('jenkins', name))
    expect(rows.execution).toMatchObject({ state, nativeState: word, failedTask: null })
    expect(rows.states).toEqual(tasks)
  })
})
