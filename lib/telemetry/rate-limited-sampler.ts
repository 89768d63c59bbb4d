import { type Attributes, type Context, SpanKind } from '@opentelemetry/api'
import type { tracing } from '@opentelemetry/sdk-node'

const NOT_RECORD = 0 satisfies tracing.SamplingDecision
const RECORD_AND_SAMPLED = 2 satisfies tracing.SamplingDecision

/** Lets so many new traces a second begin: under load some of the requests tell the same story as all of them. */
export class RateLimitedSampler implements tracing.Sampler {
  #left: number
  #second = 0

  constructor(
    private readonly tracesPerSecond: number,
    private readonly clock: () => number = Date.now,
  ) {
    this.#left = tracesPerSecond
  }

  shouldSample(
    _context: Context,
    _traceId: string,
    _name: string,
    kind: SpanKind,
    attributes: Attributes,
  ): tracing.SamplingResult {
    // Next traces what it loads as well; outside a request nobody asks about that.
    if ('next.span_type' in attributes && kind !== SpanKind.SERVER) return { decision: NOT_RECORD }
    const second = Math.floor(this.clock() / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#left = this.tracesPerSecond
    }
    if (this.#left <= 0) return { decision: NOT_RECORD }
    this.#left--
    return { decision: RECORD_AND_SAMPLED }
  }

  toString(): string {
    return `RateLimitedSampler{${this.tracesPerSecond}/s}`
  }
}
