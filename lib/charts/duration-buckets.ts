/** How many stretches durations are counted in; the last one takes all that lasted longer, from 36 days up. */
export const BUCKETS = 128

const PER_DOUBLING = 4

/**
 * Where each bucket begins, in ms, each 2^(1/4) times the one before it: a quantile read from counts is at most 19 % off.
 * Whole numbers, so that Postgres (`width_bucket`) and this file draw the line at the same place.
 */
export const BUCKET_STARTS: readonly number[] = Array.from({ length: BUCKETS }, (_, index) =>
  Math.ceil(2 ** (index / PER_DOUBLING)),
)

/** The bucket, from 1, that a duration is counted in. */
export function bucketOf(durationMs: number): number {
  let [low, high] = [1, BUCKETS]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((BUCKET_STARTS[middle - 1] ?? 0) <= durationMs) low = middle
    else high = middle - 1
  }
  return low
}

/** Adds up counts by bucket; an entry that is not there counts nothing. */
export function addCounts(all: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...all.map((counts) => counts.length))
  return Array.from({ length }, (_, index) => all.reduce((sum, counts) => sum + (counts[index] ?? 0), 0))
}

/**
 * The duration that a share `q` of what was counted stayed within, in ms; null when nothing was counted. Within the bucket it
 * falls in, durations are taken to be spread evenly on the same scale of doublings.
 */
export function quantileOf(counts: readonly number[], q: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const rank = Math.min(Math.max(q, 0), 1) * total
  let passed = 0
  let last = 0
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue
    last = index
    if (passed + count >= rank) return within(index, (rank - passed) / count)
    passed += count
  }
  return within(last, 1)
}

function within(index: number, share: number): number {
  const from = 2 ** (index / PER_DOUBLING)
  const to = 2 ** ((index + 1) / PER_DOUBLING)
  return Math.round(from * (to / from) ** share)
}
