import { expect, test } from 'vitest'
import { bucketOf } from '@/lib/charts/duration-buckets'
import type { FlowDay } from '@/lib/model/flow-page'
import { keyFigures } from './key-figures'

const NOW = Date.UTC(2026, 10, 21, 12)

function day(name: string, good: number, broken: number, tookMs: number): FlowDay {
  const durations = Array.from({ length: bucketOf(tookMs) }, () => 0)
  durations[bucketOf(tookMs) - 1] = good + broken
  const executions = good + broken
  return {
    day: name,
    executions,
    succeeded: good,
    warned: 0,
    broken,
    cancelled: 0,
    skipped: 0,
    active: 0,
    durations,
  }
}

test('the last seven days, today among them, against the seven before', () => {
  const days = [
    day('2026-11-07', 1000, 0, 1000),
    day('2026-11-08', 10, 0, 60_000),
    day('2026-11-14', 10, 0, 60_000),
    day('2026-11-15', 5, 5, 240_000),
    day('2026-11-21', 9, 1, 240_000),
  ]
  const figures = keyFigures(days, NOW, 7)
  expect(figures).toMatchObject({ executions: 20, broken: 6, success: 0.7 })
  expect(figures.trends).toMatchObject({
    executions: { direction: 'same' },
    success: { words: '−30 points', isGood: false },
    p95: { direction: 'up', isGood: false },
  })
})

test('without a time before there is nothing to compare with', () => {
  expect(keyFigures([day('2026-11-21', 1, 0, 1000)], NOW, 7).trends).toEqual({
    executions: null,
    success: null,
    p50: null,
    p95: null,
  })
  expect(keyFigures([], NOW, 7)).toMatchObject({ executions: 0, success: null, p95Ms: null })
})
