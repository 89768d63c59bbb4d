import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'

/** Seconds of its rate that a source may send at once after a pause. */
const BURST_SECONDS = 2

/** A source forgotten for this long has a full bucket anyway. */
const FORGET_AFTER_MS = 60_000

type Bucket = { tokens: number; at: number }

/**
 * A token bucket of items (spans, log records) for each source. How many items a request holds is known only when it
 * has been decoded, so a request is let in while there are tokens left, and what it held is taken afterwards.
 */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>()
  #sweptAt = 0

  constructor(
    readonly itemsPerSecondDefault: number,
    readonly clock: () => number,
  ) {}

  /** Refuses when the source has used up its rate. */
  admit(source: IngestSource): void {
    const bucket = this.#refilled(source)
    if (bucket.tokens > 0) return
    const rate = this.#rateOf(source)
    const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / rate))
    throw new Refusal('rate_limited', `more than ${rate} items a second from this source`, seconds)
  }

  /** Takes what a request turned out to hold. */
  charge(source: IngestSource, items: number): void {
    this.#refilled(source).tokens -= items
  }

  #rateOf(source: IngestSource): number {
    return source.itemsPerSecond ?? this.itemsPerSecondDefault
  }

  #refilled(source: IngestSource): Bucket {
    const now = this.clock()
    this.#sweep(now)
    const rate = this.#rateOf(source)
    const key = `${source.orgId}/${source.sourceId}`
    const bucket = this.#buckets.get(key) ?? { tokens: rate * BURST_SECONDS, at: now }
    const elapsedMs = Math.max(0, now - bucket.at)
    bucket.tokens = Math.min(rate * BURST_SECONDS, bucket.tokens + (elapsedMs / 1000) * rate)
    bucket.at = now
    this.#buckets.set(key, bucket)
    return bucket
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < FORGET_AFTER_MS) return
    this.#sweptAt = now
    for (const [key, bucket] of this.#buckets) {
      if (now - bucket.at > FORGET_AFTER_MS && bucket.tokens > 0) this.#buckets.delete(key)
    }
  }
}
