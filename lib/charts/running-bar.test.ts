import { expect, test } from 'vitest'
import { bucketOf } from './duration-buckets'
import { isLongerThan, runningBar, usualOf } from './running-bar'

const counted = (durations: number[]): number[] => {
  const counts = new Array<number>(Math.max(...durations.map(bucketOf))).fill(0)
  for (const duration of durations) counts[bucketOf(duration) - 1] = (counts[bucketOf(duration) - 1] ?? 0) + 1
  return counts
}

test('four executions do not make a habit, five do', () => {
  expect(usualOf(counted([60_000, 60_000, 60_000, 60_000]))).toBeNull()
  expect(usualOf(counted([60_000, 60_000, 60_000, 60_000, 60_000]))?.count).toBe(5)
  expect(usualOf([])).toBeNull()
})

test('longer than usual is past the 95th percentile and visibly past the median', () => {
  const usual = { p50Ms: 60_000, p95Ms: 62_000, count: 40 }
  expect(isLongerThan(61_000, usual)).toBe(false)
  expect(isLongerThan(63_000, usual)).toBe(false)
  expect(isLongerThan(70_000, usual)).toBe(true)
})

test('every mark is on the bar, in order, however long it takes', () => {
  const usual = { p50Ms: 60_000, p95Ms: 120_000, count: 40 }
  for (const elapsedMs of [-5, 0, 30_000, 90_000, 600_000, 1e12]) {
    const bar = runningBar(elapsedMs, usual)
    for (const share of [bar.elapsed, bar.p50, bar.p95]) {
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThan(1)
    }
    expect(bar.p50).toBeLessThan(bar.p95)
    expect(bar.elapsed > bar.p95).toBe(elapsedMs > usual.p95Ms)
  }
})
