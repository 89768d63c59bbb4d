import { describe, expect, test } from 'vitest'
import { amountTrend, percentWords, ratioTrend, successOfMany, successRatio } from './figures'

test('where nothing ended there is no share', () => {
  expect(successRatio({ good: 0, broken: 0 })).toBeNull()
  expect(successRatio({ good: 3, broken: 1 })).toBe(0.75)
})

test('where the outcome of hardly any is known, the few say nothing of all', () => {
  expect(successOfMany({ executions: 500, good: 0, broken: 1 })).toBeNull()
  expect(successOfMany({ executions: 4, good: 0, broken: 0 })).toBeNull()
  expect(successOfMany({ executions: 500, good: 0, broken: 50 })).toBe(0)
  expect(successOfMany({ executions: 4, good: 3, broken: 1 })).toBe(0.75)
})

test.for([
  [1, '100 %'],
  [0, '0 %'],
  [0.9999, '99.9 %'],
  [0.0001, '0.1 %'],
  [0.5, '50 %'],
  [0.983, '98.3 %'],
] as const)('%d reads %s', ([ratio, words]) => expect(percentWords(ratio)).toBe(words))

describe('against the time before', () => {
  test('a share rises or falls by points, and more is better', () => {
    expect(ratioTrend(0.98, 0.95)).toEqual({ direction: 'up', words: '+3 points', isGood: true })
    expect(ratioTrend(0.9, 0.95)).toEqual({ direction: 'down', words: '−5 points', isGood: false })
    expect(ratioTrend(0.9, 0.9)).toMatchObject({ direction: 'same', isGood: null })
    expect(ratioTrend(0.9, null)).toBeNull()
  })

  test('a duration that grows is worse, one that stays within its bucket is the same', () => {
    const of = { noise: 0.2, less: 'good' } as const
    expect(amountTrend(150, 100, of)).toEqual({ direction: 'up', words: '+50 %', isGood: false })
    expect(amountTrend(50, 100, of)).toEqual({ direction: 'down', words: '−50 %', isGood: true })
    expect(amountTrend(119, 100, of)).toMatchObject({ direction: 'same' })
    expect(amountTrend(2000, 100, of)).toMatchObject({ words: '× 20' })
    expect(amountTrend(1, 0, of)).toBeNull()
  })

  test('more or fewer executions are neither good nor bad', () => {
    expect(amountTrend(20, 10, { noise: 0, less: 'neutral' })).toMatchObject({
      isGood: null,
      direction: 'up',
    })
  })
})
