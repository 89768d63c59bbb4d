import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('dbt', () => {
  it('reads an invocation with a model that failed and one skipped for it, whose status is OK', () => {
    const { execution, tasks, states } = rowsOf(dialectCases('dbt', 'failed'))
    expect(execution).toMatchObject({
      namespace: 'jaffle_shop',
      flow: 'dbt build',
      title: 'dbt build --select orders+',
      nativeId: '018f7a3e-1111-7000-8000-000000000001',
      state: 'failed',
      nativeState: 'NODE_OUTCOME_ERROR',
      failedTask: 'orders',
      errorType: 'NODE_ERROR_TYPE_INTERNAL',
      errorMessage: 'Database Error: column "amount" does not exist',
      durationMs: 30_000,
    })
    expect(states).toEqual({ stg_orders: 'success', orders: 'failed', report: 'skipped' })
    expect(tasks[1]).toMatchObject({ nativeId: 'model.jaffle_shop.orders', kind: 'model', durationMs: 4_000 })
  })

  it.each([
    ['succeeded', 'success', { orders: 'success' }],
    ['canceled', 'cancelled', { orders: 'cancelled' }],
    ['test-failed', 'failed', { not_null_orders_id: 'failed', unique_orders_id: 'warning' }],
  ])('reads %s', (name, state, tasks) => {
    const rows = rowsOf(dialectCases('dbt', name))
    expect(rows.execution).toMatchObject({ state })
    expect(rows.states).toEqual(tasks)
  })
})
