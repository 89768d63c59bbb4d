import { describe, expect, test } from 'vitest'
import { asksForState, checkFlowQuery } from './flow-query'

describe('questions about flows', () => {
  test('take what is true of a flow', () => {
    const { filter, errors } = checkFlowQuery('orders team:growth !state:failed (source:a OR namespace:b)')
    expect(errors).toEqual([])
    expect(filter).toMatchObject({ type: 'and' })
  })

  test('leave out what is true of an execution only, say so, and keep the rest', () => {
    const { filter, errors } = checkFlowQuery('duration:>5m team:growth commit:abc')
    expect(filter).toEqual({ type: 'word', key: 'team', values: ['growth'] })
    expect(errors).toEqual([
      '“duration” is told of executions, not of flows',
      '“commit” is told of executions, not of flows',
    ])
  })

  test('a negated part that is left out leaves nothing behind', () => {
    expect(checkFlowQuery('!(duration:>5m)').filter).toBeNull()
    expect(checkFlowQuery('').filter).toBeNull()
  })

  test.for([
    ['state:failed', true],
    ['team:a OR !state:failed', true],
    ['state:*', true],
    ['team:a orders', false],
    ['', false],
  ] as const)('“%s” needs the newest execution: %s', ([query, needs]) => {
    expect(asksForState(checkFlowQuery(query).filter)).toBe(needs)
  })
})
