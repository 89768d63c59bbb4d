import { describe, expect, test } from 'vitest'
import { partsOf, prepareStateBars } from './state-bars'
import { stepFor } from './time-steps'

const HOUR_MS = 3_600_000
const NOON = Date.UTC(2026, 10, 21, 12)

const stretch = { fromMs: NOON - 3 * HOUR_MS + 60_000, toMs: NOON + 60_000, stepMs: HOUR_MS }

describe('bars by state', () => {
  test('a stretch in which nothing began is a bar of height zero, not a missing one', () => {
    const chart = prepareStateBars([{ startMs: NOON - HOUR_MS, state: 'failed', count: 2 }], stretch, 'UTC')
    if (chart.state !== 'ready') throw new Error(chart.why)
    expect(chart.bars.map((bar) => bar.total)).toEqual([0, 0, 2, 0])
    expect(chart.bars.map((bar) => bar.startMs)).toEqual([-3, -2, -1, 0].map((hour) => NOON + hour * HOUR_MS))
    expect(chart.scale).toBe('at most 2 in 1 h')
  })

  test('what broke stands on the axis, what went well on top, and only what occurs is named', () => {
    const counts = (['success', 'running', 'failed'] as const).map((state) => ({
      startMs: NOON,
      state,
      count: 1,
    }))
    const chart = prepareStateBars(counts, stretch, 'UTC')
    if (chart.state !== 'ready') throw new Error(chart.why)
    expect(chart.series).toEqual(['failed', 'running', 'success'])
    expect(chart.summary).toBe('3 executions: 1 failed, 1 running, 1 success')
    const last = chart.bars.at(-1)
    expect(last && partsOf(last, chart.series)).toHaveLength(3)
    expect(chart.bars[0] && partsOf(chart.bars[0], chart.series)).toEqual([])
  })

  test('times are in the zone of the reader', () => {
    const counts = [{ startMs: NOON, state: 'success', count: 1 } as const]
    const chart = prepareStateBars(counts, stretch, 'Europe/Zurich')
    if (chart.state !== 'ready') throw new Error(chart.why)
    expect(chart.bars.at(-1)?.label).toBe('21 Nov, 13:00 to 14:00')
    expect(chart.axis).toEqual(['10:00', '12:00', '14:00'])
  })

  test('nothing to draw says why', () => {
    expect(prepareStateBars([], stretch, 'UTC')).toEqual({
      state: 'empty',
      why: 'No execution in this time.',
    })
  })
})

test.for([
  [HOUR_MS, 60_000],
  [24 * HOUR_MS, 30 * 60_000],
  [7 * 24 * HOUR_MS, 3 * HOUR_MS],
  [30 * 24 * HOUR_MS, 12 * HOUR_MS],
  [400 * 24 * HOUR_MS, 7 * 24 * HOUR_MS],
  [1000, 60_000],
] as const)('%d ms are cut into steps of %d ms', ([lengthMs, stepMs]) => {
  expect(stepFor(lengthMs)).toBe(stepMs)
})
