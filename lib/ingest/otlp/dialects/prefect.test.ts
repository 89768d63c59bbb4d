import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('Prefect', () => {
  it('reads a failed flow run with its tasks and the exception', () => {
    const { execution, states } = rowsOf(dialectCases('prefect', 'failed'))
    expect(execution).toMatchObject({
      namespace: 'prefect',
      flow: '0d7b4d0f-9a53-4c1a-8f00-5f0c6c8e0d7b',
      title: 'crimson-fox',
      nativeId: '6b1f3a8e-pr-f',
      state: 'failed',
      nativeState: 'Failed',
      failedTask: 'load-0',
      errorType: 'ValueError',
      errorMessage: 'bad row',
      durationMs: 30_000,
    })
    expect(execution?.labels).toMatchObject({
      'prefect.deployment.id': '7f2c1aa0-0d7b-4d0f-9a53-b1f0f7f2c1aa',
    })
    expect(states).toEqual({ 'extract-0': 'success', 'load-0': 'failed' })
  })

  it.each([
    ['retried', 'success', 'Completed', null],
    ['timed-out', 'timed_out', 'TimedOut', 'Flow run exceeded timeout of 29.0 second(s)'],
    ['cancelled', 'cancelled', 'Cancelled', null],
    ['crashed', 'failed', 'Crashed', 'Execution was interrupted by an unexpected exception: OOM'],
  ])('reads %s from its state history', (name, state, nativeState, errorMessage) => {
    expect(rowsOf(dialectCases('prefect', name)).execution).toMatchObject({
      state,
      nativeState,
      errorMessage,
    })
  })

  it('keeps the states that it went through', () => {
    const { execution } = rowsOf(dialectCases('prefect', 'retried'))
    const words = execution?.transitions.filter((each) => each.precedence > 0).map((each) => each.word)
    expect(words).toEqual(['Running', 'AwaitingRetry', 'Retrying', 'Completed'])
  })
})
