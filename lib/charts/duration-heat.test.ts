import { expect, test } from 'vitest'
import { checkQuery } from '@/lib/query/filter'
import { parseDurationMs } from '@/lib/query/values'
import { HEAT_EDGES, heatLabel, prepareHeat, withinHeatRow } from './duration-heat'

const stretch = { fromMs: 60_000, toMs: 360_000, stepMs: 60_000 }

test('each edge says in words what it is in milliseconds, and they rise', () => {
  expect(HEAT_EDGES.map(({ text }) => parseDurationMs(text))).toEqual(HEAT_EDGES.map(({ ms }) => ms))
  expect(HEAT_EDGES.map(({ ms }) => ms).toSorted((a, b) => a - b)).toEqual(HEAT_EDGES.map(({ ms }) => ms))
})

test('rows are those between the quickest and the slowest, longest first; empty columns stay', () => {
  const heat = prepareHeat(
    [
      { startMs: 60_000, row: 2, count: 1, broken: 0 },
      { startMs: 240_000, row: 4, count: 100, broken: 3 },
    ],
    stretch,
  )
  expect(heat.rows.map(({ row }) => row)).toEqual([4, 3, 2])
  expect(heat.columns).toEqual([60_000, 120_000, 180_000, 240_000, 300_000])
  expect(heat.rows[0]?.cells[0]).toMatchObject({ column: 3, heat: 1 })
  expect(heat.rows[2]?.cells[0]?.heat).toBeCloseTo(0.15)
  expect(heat.summary).toBe('101 executions by start and duration, 3 broken, at most 100 in a cell')
})

test('one alone is as hot as can be, and nothing has no rows', () => {
  expect(
    prepareHeat([{ startMs: 60_000, row: 0, count: 1, broken: 0 }], stretch).rows[0]?.cells[0]?.heat,
  ).toBe(1)
  expect(prepareHeat([], stretch).rows).toEqual([])
})

test('every row narrows the question to what it says, in place of an earlier duration', () => {
  for (let row = 0; row <= HEAT_EDGES.length; row += 1) {
    const { errors } = checkQuery(withinHeatRow('state:failed duration:>5m', row))
    expect(errors).toEqual([])
  }
  expect(withinHeatRow('state:failed duration:>5m', 5)).toBe('state:failed duration:>=10s duration:<30s')
  expect(withinHeatRow('', 0)).toBe('duration:<100ms')
  expect(withinHeatRow('a OR b', HEAT_EDGES.length)).toBe('(a OR b) duration:>=10h')
  expect([0, 5, HEAT_EDGES.length].map(heatLabel)).toEqual(['under 100 ms', '10 s – 30 s', 'over 10 h'])
})
