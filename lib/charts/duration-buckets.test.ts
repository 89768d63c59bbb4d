import { describe, expect, test } from 'vitest'
import { addCounts, BUCKET_STARTS, BUCKETS, bucketOf, quantileOf } from './duration-buckets'

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

const counted = (durations: readonly number[]): number[] => {
  const counts = new Array<number>(BUCKETS).fill(0)
  for (const duration of durations) counts[bucketOf(duration) - 1] = (counts[bucketOf(duration) - 1] ?? 0) + 1
  return counts
}

describe('the bucket of a duration', () => {
  test('begins at or below it, and the next one above it', () => {
    const next = numbers(7)
    for (let i = 0; i < 5_000; i++) {
      const duration = Math.floor(2 ** (next() * 36))
      const bucket = bucketOf(duration)
      expect(BUCKET_STARTS[bucket - 1]).toBeLessThanOrEqual(duration)
      expect(BUCKET_STARTS[bucket] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(duration)
    }
  })

  test('is the first for nothing at all, and the last for what lasts for ever', () => {
    expect([bucketOf(0), bucketOf(1), bucketOf(2)]).toEqual([1, 1, 5])
    expect(bucketOf(Number.MAX_SAFE_INTEGER)).toBe(BUCKETS)
  })
})

describe('a quantile from counts', () => {
  test.for([0.5, 0.9, 0.95, 0.99])('is within a bucket of the real one at %d', (q) => {
    for (let seed = 1; seed <= 40; seed++) {
      const next = numbers(seed)
      const spread = 2 + next() * 20
      const durations = Array.from({ length: 1 + Math.floor(next() * 400) }, () =>
        Math.floor(30 + 2 ** (next() * spread)),
      ).sort((a, b) => a - b)
      const real = durations[Math.max(0, Math.ceil(q * durations.length) - 1)] ?? 0
      const found = quantileOf(counted(durations), q) ?? 0
      expect(found / real).toBeGreaterThan(0.8)
      expect(found / real).toBeLessThan(1.25)
    }
  })

  test('rises with the share and is unknown where nothing was counted', () => {
    const counts = counted([10, 200, 3_000, 40_000])
    const found = [0, 0.25, 0.5, 0.75, 1].map((q) => quantileOf(counts, q) ?? 0)
    expect(found).toEqual([...found].sort((a, b) => a - b))
    expect(quantileOf([], 0.5)).toBeNull()
    expect(quantileOf([0, 0], 0.5)).toBeNull()
  })
})

test('counts of several days add up, however long each list is', () => {
  expect(addCounts([[1, 2], [], [0, 1, 5]])).toEqual([1, 3, 5])
  expect(addCounts([])).toEqual([])
})
