import { describe, expect, test } from 'vitest'
import type { State } from '@/lib/model/state'
import { stackBar } from './bar-stack'

const SERIES: State[] = ['failed', 'running', 'success']
const bar = (counts: Partial<Record<State, number>>) => ({
  startMs: 0,
  endMs: 1,
  label: '',
  total: Object.values(counts).reduce((sum, count) => sum + count, 0),
  counts,
})

describe('a stacked bar', () => {
  test('stands on the ground, in the order of the series, each part as high as its share of the peak', () => {
    expect(stackBar(bar({ success: 30, failed: 10 }), SERIES, { peak: 80, heightPx: 80 })).toEqual([
      { state: 'failed', top: 70, height: 10 },
      { state: 'success', top: 40, height: 30 },
    ])
  })

  test('shows one failure among thousands, and still ends below the top', () => {
    const parts = stackBar(bar({ success: 4999, failed: 1 }), SERIES, { peak: 5000, heightPx: 80 })
    expect(parts[0]).toEqual({ state: 'failed', top: 78, height: 2 })
    expect(parts[1]?.top).toBeCloseTo(0)
    expect(parts[1]?.height).toBeCloseTo(78)
  })

  test('is empty where nothing ran', () => {
    expect(stackBar(bar({}), SERIES, { peak: 5, heightPx: 80 })).toEqual([])
  })
})
