import { describe, expect, test } from 'vitest'
import { checkFlowQuery } from '@/lib/flow/flow-query'
import { checkQuery } from '@/lib/query/filter'
import { type VerdictFigures, verdictOf } from './verdict'

const FINE: VerdictFigures = {
  failingFlows: 0,
  pulse: { executions: 1200, broken: 0, cap: 10_000 },
  longer: 0,
  silent: [],
}
const ID = '6fdc60b3-8d87-5ad1-93c0-3860236c4a3e'
const SHELL = { id: ID, name: 'shell', lastHour: '2026-11-21T10:00:00Z' }

describe('the verdict', () => {
  test('is good only where something ran and nothing broke', () => {
    expect(verdictOf(FINE)).toMatchObject({ tone: 'good', clauses: [] })
    expect(verdictOf(FINE).plain).toContain('1\u202f200 executions')
    const once = verdictOf({ ...FINE, pulse: { executions: 1, broken: 0, cap: 10_000 } })
    expect(once.plain).toBe('No flow is failing: 1 execution in the last 24 hours, none broke.')
  })

  test('is never good without data, nor where anything is not known', () => {
    expect(verdictOf({ ...FINE, pulse: { executions: 0, broken: 0, cap: 10_000 } })).toMatchObject({
      tone: 'unknown',
      plain: 'Nothing has been heard in the last 24 hours.',
    })
    for (const missing of ['failingFlows', 'pulse', 'longer', 'silent'] as const) {
      expect(verdictOf({ ...FINE, [missing]: null }).tone).toBe('unknown')
    }
  })

  test('says one and many, and each number leads to what it counts', () => {
    const { tone, clauses } = verdictOf({
      failingFlows: 3,
      pulse: { executions: 10_001, broken: 10_001, cap: 10_000 },
      longer: 1,
      silent: [SHELL],
    })
    expect(tone).toBe('bad')
    expect(clauses.map(({ count, words }) => `${count} ${words}`)).toEqual([
      '3 flows are failing',
      '10\u202f000+ executions broke in the last 24 hours',
      '1 runs longer than usual',
      '1 source is silent',
    ])
    const [flows, broken, longer, silent] = clauses.map(({ href }) => new URL(href, 'http://localhost'))
    expect(checkFlowQuery(flows?.searchParams.get('q') ?? '')).toMatchObject({
      filter: { type: 'state', states: ['failed', 'timed_out', 'missing', 'lost'] },
      errors: [],
    })
    expect(broken?.searchParams.get('range')).toBe('24h')
    expect(checkQuery(longer?.searchParams.get('q') ?? '')).toMatchObject({
      filter: {
        type: 'and',
        filters: [{ type: 'state', states: ['running', 'retrying', 'waiting'] }, { type: 'longer' }],
      },
      errors: [],
    })
    expect(silent?.pathname).toBe(`/sources/${ID}`)
  })
})
