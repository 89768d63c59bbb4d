import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('Argo Workflows', () => {
  it('tells by the phases how workflow and nodes ended', () => {
    const { execution, executions, tasks } = rowsOf(dialectCases('argo', 'failed'))
    expect(executions).toHaveLength(1)
    expect(execution).toMatchObject({
      namespace: 'data',
      flow: 'nightly-load',
      nativeId: 'nightly-load-x7k2p',
      state: 'failed',
      nativeState: 'Failed',
      failedTask: 'nightly-load-x7k2p-222',
      errorMessage: 'main: Error (exit code 1)',
      version: null,
      durationMs: 50_000,
    })
    expect(tasks.map((task) => [task.nativeId, task.kind, task.state, task.nativeState])).toEqual([
      ['nightly-load-x7k2p-111', 'Pod', 'success', 'Succeeded'],
      ['nightly-load-x7k2p-222', 'Pod', 'failed', 'Failed'],
      ['nightly-load-x7k2p-333', 'Skipped', 'skipped', 'Omitted'],
    ])
  })

  it('takes a deadline for a timeout, and a schedule for one flow', () => {
    const { execution, tasks } = rowsOf(dialectCases('argo', 'timed-out'))
    expect(tasks).toMatchObject([{ state: 'timed_out' }])
    expect(execution).toMatchObject({ flow: 'nightly-load', state: 'failed' })
    expect(rowsOf(dialectCases('argo', 'succeeded')).execution).toMatchObject({
      flow: 'nightly-load',
      state: 'success',
      nativeState: 'Succeeded',
    })
  })
})
