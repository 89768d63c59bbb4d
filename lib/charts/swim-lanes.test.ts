import { describe, expect, test } from 'vitest'
import type { LaneExecution } from '@/lib/model/lane-execution'
import { BARS_PER_LANE, LANES_MAX, placeOf, prepareSwimLanes } from './swim-lanes'

const NOW = 1_000_000
const WINDOW = { fromMs: 0, toMs: NOW }
const one = (
  lane: string,
  more: Partial<{ state: LaneExecution[2]; atMs: number; lastedMs: number | null; isOpen: boolean }> = {},
): LaneExecution => [
  'id',
  lane,
  more.state ?? 'success',
  more.atMs ?? 500,
  more.lastedMs === undefined ? 10 : more.lastedMs,
  more.isOpen ?? false,
]
const prepared = (executions: LaneExecution[], isCut = false) =>
  prepareSwimLanes({ executions, names: [{ id: 'a', name: 'Orders' }], isCut }, WINDOW, NOW)

describe('swim lanes', () => {
  test('broken ones first, then the fullest, and what does not fit is counted', () => {
    const many = Array.from({ length: LANES_MAX + 5 }, (_, n) => [one(`lane ${n}`), one(`lane ${n}`)]).flat()
    const { lanes, lanesLeftOut } = prepared([...many, one('a', { state: 'failed' })])
    expect(lanes).toHaveLength(LANES_MAX)
    expect(lanes[0]).toMatchObject({ name: 'Orders', broken: 1, total: 1 })
    expect(lanesLeftOut).toBe(6)
  })

  test('a lane is drawn up to its most, and says what is missing', () => {
    const { lanes, barsLeftOut } = prepared(Array.from({ length: BARS_PER_LANE + 7 }, () => one('a')))
    expect(lanes[0]?.bars).toHaveLength(BARS_PER_LANE)
    expect(lanes[0]?.total).toBe(BARS_PER_LANE + 7)
    expect(barsLeftOut).toBe(7)
  })

  test('what runs goes on until now, what is over without an end is a moment', () => {
    const { lanes } = prepared([
      one('a', { state: 'running', lastedMs: null, isOpen: true }),
      one('a', { state: 'lost', lastedMs: null, isOpen: true }),
      one('a', { lastedMs: 30 }),
    ])
    expect(lanes[0]?.bars.map((bar) => bar.endMs)).toEqual([NOW, 500, 530])
  })

  test('the axis is the window, or begins with the oldest that could be drawn', () => {
    expect(prepared([one('a', { atMs: 700 })])).toMatchObject({ fromMs: 0, toMs: NOW, isCut: false })
    expect(prepared([one('a', { atMs: 900 }), one('a', { atMs: 700 })], true)).toMatchObject({ fromMs: 700 })
    expect(prepared([])).toMatchObject({ lanes: [], fromMs: 0, toMs: NOW })
  })

  test('a bar is cut at the edges of the axis', () => {
    expect(placeOf({ startMs: -50, endMs: 50 }, { fromMs: 0, toMs: 100 })).toEqual({ left: 0, width: 50 })
    expect(placeOf({ startMs: 90, endMs: 300 }, { fromMs: 0, toMs: 100 })).toEqual({ left: 90, width: 10 })
    expect(placeOf({ startMs: 20, endMs: 20 }, { fromMs: 0, toMs: 100 })).toEqual({ left: 20, width: 0 })
  })
})
