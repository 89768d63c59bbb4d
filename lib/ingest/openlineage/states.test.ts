import { describe, expect, test } from 'vitest'
import { jobType, runEvent } from './testing/event-maker'
import { at, rows } from './testing/rows'

describe('the state of a run', () => {
  test('is running from its start, and final at its end whatever comes later', () => {
    const [start, end] = [runEvent({ at: at(1) }), runEvent({ eventType: 'COMPLETE', at: at(5) })]
    expect(rows(start).executions).toMatchObject([
      { state: 'running', nativeState: 'START', durationMs: null },
    ])
    const late = runEvent({ eventType: 'RUNNING', at: at(9) })
    expect(rows(start, end, late).executions).toMatchObject([{ state: 'success', durationMs: 4_000 }])
  })

  test('an end without a start has neither start nor duration', () => {
    const [row] = rows(runEvent({ eventType: 'COMPLETE', at: at(5) })).executions
    expect(row).toMatchObject({ state: 'success', startedAtUnixNano: null, durationMs: null })
    expect(row?.endedAtUnixNano).not.toBeNull()
  })

  test('of two ends the later counts, of two at once the worse', () => {
    const end = (eventType: string, second: number) => runEvent({ eventType, at: at(second) })
    expect(rows(end('COMPLETE', 5), end('FAIL', 6)).executions).toMatchObject([{ state: 'failed' }])
    expect(rows(end('FAIL', 5), end('COMPLETE', 6)).executions).toMatchObject([{ state: 'success' }])
    expect(rows(end('COMPLETE', 5), end('ABORT', 5)).executions).toMatchObject([{ state: 'cancelled' }])
    const [both] = rows(end('COMPLETE', 5), end('ABORT', 5), end('FAIL', 5)).executions
    expect(both?.state).toBe('failed')
    expect(both?.transitions.map(({ word }) => word)).toEqual(['COMPLETE', 'ABORT', 'FAIL'])
  })

  test('ABORT of a node of dbt is how its wrapper says that dbt skipped it', () => {
    const aborted = (type: string) => runEvent({ eventType: 'ABORT', at: at(5), job: jobType('DBT', type) })
    expect(rows(aborted('MODEL')).executions).toMatchObject([{ state: 'skipped', nativeState: 'ABORT' }])
    expect(rows(aborted('JOB')).executions).toMatchObject([{ state: 'cancelled' }])
  })

  test('OTHER and no type say nothing about it', () => {
    const events = ['OTHER', null].map((eventType) => runEvent({ eventType, at: at(9) }))
    expect(rows(...events).executions).toMatchObject([{ state: 'unknown', nativeState: null }])
    expect(rows(runEvent({ at: at(1) }), ...events).executions).toMatchObject([{ state: 'running' }])
  })

  test('what runs endlessly is as it was last said to be, and is marked as such', () => {
    const job = jobType('FLINK', 'JOB', 'STREAMING')
    const events = [
      runEvent({ at: at(1), job }),
      runEvent({ at: at(2), job, eventType: 'COMPLETE' }),
      runEvent({ at: at(3), job, eventType: 'RUNNING' }),
    ]
    expect(rows(...events).executions).toMatchObject([
      { state: 'running', endedAtUnixNano: null, labels: { processing: 'streaming' } },
    ])
  })
})
