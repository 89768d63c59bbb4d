import { expect, test } from 'vitest'
import type { DurationDot } from '@/lib/model/flow-page'
import { prepareScatter } from './duration-scatter'

const START = Date.UTC(2026, 10, 20)
const dot = (hour: number, durationMs: number): DurationDot => ({
  id: `${hour}`,
  state: 'success',
  atMs: START + hour * 3_600_000,
  durationMs,
})
const of = { isLog: false, zone: 'UTC' }

function ready(...given: Parameters<typeof prepareScatter>) {
  const chart = prepareScatter(...given)
  if (chart.state !== 'ready') throw new Error(chart.why)
  return chart
}

test('nothing to draw says why', () => expect(prepareScatter([], null, of).state).toBe('empty'))

test('a dot stands where its time and its duration put it, within the drawing', () => {
  const chart = ready([dot(0, 0), dot(12, 50_000), dot(24, 100_000)], { p50Ms: 40_000, p95Ms: 80_000 }, of)
  expect(chart.dots.map((each) => each.x)).toEqual([0, 0.5, 1])
  expect(chart.dots.every((each) => each.y >= 0 && each.y <= 1)).toBe(true)
  expect(chart.band?.words).toBe('usual: 40 s to 1 m 20 s')
  expect(chart.yTicks.map((tick) => tick.words)).toEqual(['0', '30 s', '1 m', '1 m 30 s'])
  expect(chart.summary).toBe('Durations of 3 executions, at most 1 m 40 s, 1 above the usual')
})

test('equal steps of a logarithmic axis are equal factors', () => {
  const chart = ready([dot(0, 100), dot(1, 1000), dot(2, 10_000)], null, { ...of, isLog: true })
  const [a = 0, b = 0, c = 0] = chart.dots.map((each) => each.y)
  expect(b - a).toBeCloseTo(c - b)
  expect(chart.yTicks.map((tick) => tick.words)).toEqual(['100 ms', '1.0 s', '10 s'])
  expect(chart.dots.every((each) => each.y >= 0 && each.y <= 1)).toBe(true)
})

test('one execution alone, even one that took no time', () => {
  const chart = ready([dot(5, 0)], null, { ...of, isLog: true })
  expect(chart.dots[0]).toMatchObject({ x: 0.5 })
  expect(Number.isFinite(chart.dots[0]?.y)).toBe(true)
  expect(chart.xTicks).toHaveLength(1)
})
