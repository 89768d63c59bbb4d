import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('Kestra', () => {
  it('makes one execution of many executor messages, and is not green without a word', () => {
    const { executions, tasks } = rowsOf(dialectCases('kestra', 'succeeded'))
    expect(executions).toMatchObject([
      {
        namespace: 'main/company.team',
        flow: 'orders',
        nativeId: '5xGs1TzQy2eq7TBrEr8GkD',
        state: 'unknown',
        nativeState: null,
        durationMs: 5_200,
      },
    ])
    expect(tasks.map((task) => [task.name, task.kind, task.nativeId, task.state])).toEqual([
      ['Log', 'io.kestra.plugin.core.log.Log', '3TqX', 'unknown'],
      ['Query', 'io.kestra.plugin.jdbc.postgresql.Query', '4UrY', 'unknown'],
    ])
  })

  it('reads the state out of a worker span that says it', () => {
    const { execution, states, tasks } = rowsOf(dialectCases('kestra', 'failed'))
    expect(execution).toMatchObject({ state: 'failed', nativeState: null, failedTask: 'Script' })
    expect(states).toEqual({ Log: 'unknown', Script: 'failed' })
    expect(tasks[1]).toMatchObject({ nativeState: 'FAILED', durationMs: 1_000 })
    expect(rowsOf(dialectCases('kestra', 'killed')).states).toEqual({ Commands: 'cancelled' })
  })
})
