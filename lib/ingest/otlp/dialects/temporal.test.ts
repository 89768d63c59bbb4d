import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('Temporal', () => {
  it('reads a workflow with the activity that broke it', () => {
    const { execution, executions, tasks } = rowsOf(dialectCases('temporal', 'failed'))
    expect(executions).toHaveLength(1)
    expect(execution).toMatchObject({
      namespace: 'orders-worker',
      flow: 'OrderWorkflow',
      nativeId: '0199c5d2-aaaa-7000-8000-000000000001',
      title: 'order-4711',
      state: 'failed',
      failedTask: 'ShipOrder',
      errorType: 'ApplicationError',
      errorMessage: 'no courier',
      durationMs: 39_000,
    })
    expect(tasks.map((task) => [task.name, task.state])).toEqual([
      ['ChargeCard', 'success'],
      ['ShipOrder', 'failed'],
    ])
  })

  it('counts a retried activity as made good', () => {
    const { execution, tasks } = rowsOf(dialectCases('temporal', 'retried'))
    expect(execution).toMatchObject({ state: 'success', failedTask: null, errorMessage: null })
    expect(tasks.map((task) => task.state)).toEqual(['failed', 'success'])
  })

  it.each([
    ['cancelled', 'cancelled', 'CanceledError'],
    ['timed-out', 'timed_out', 'TimeoutError'],
    ['by-python', 'success', null],
    ['python-still-running', 'running', 'RunWorkflow'],
  ])('reads %s', (name, state, nativeState) => {
    const { execution } = rowsOf(dialectCases('temporal', name))
    expect(execution).toMatchObject({ state, nativeState })
  })
})
