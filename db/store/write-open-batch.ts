import { countMetricPoints } from '@/lib/ingest/otlp/metrics'
import type {
  DecodeContext,
  DecodeOutcome,
  ResourceRow,
  TelemetryBatch,
} from '@/lib/ingest/otlp/telemetry-batch'
import type { Signal } from '@/lib/ingest/receive/sink'
import type { IngestSource } from '@/lib/model/ingest-source'
import { BatchCounts, type CountedSignal } from './source-counts'

/** One request in a batch, and what is waiting for it. Its body is kept until then, in case it has to be written alone. */
export type PendingRequest = {
  signal: Signal
  body: Buffer
  source: IngestSource
  context: DecodeContext
  outcome: DecodeOutcome
  resolve(outcome: DecodeOutcome): void
  reject(error: unknown): void
}

export type Undecoded = Omit<PendingRequest, 'outcome'>

const COUNTED: Record<Signal, CountedSignal> = {
  traces: 'spans',
  logs: 'log_records',
  metrics: 'metrics',
}

/** Requests decoded into rows that go to the database together. */
export class OpenBatch {
  readonly pending: PendingRequest[] = []
  readonly openedAt: number
  /** While a request is being decoded into it: it cannot be written then. */
  isDecoding = false
  #bodyBytes = 0

  constructor(
    readonly telemetry: TelemetryBatch,
    openedAt: number,
  ) {
    this.openedAt = openedAt
  }

  /** All that the batch holds in memory. */
  get bytes(): number {
    return this.telemetry.bytes + this.#bodyBytes
  }

  /** Decodes a request into the batch. Throws what the decoder refuses, the batch then being as it was before. */
  add(request: Undecoded): void {
    const steps = this.addInSteps(request)
    while (!steps.next().done);
  }

  /** The same with pauses within a large request; to be gone through to the end. */
  *addInSteps(request: Undecoded): Generator<void, void> {
    this.isDecoding = true
    try {
      const outcome = yield* this.#decode(request)
      this.#bodyBytes += request.body.length
      this.pending.push({ ...request, outcome })
    } finally {
      this.isDecoding = false
    }
  }

  /** The counts of a batch of which these rows were there already. */
  countsOf(
    duplicates: { spans: ReadonlyMap<string, number>; logs: ReadonlyMap<string, number> },
    now: Date,
  ): BatchCounts {
    const counts = new BatchCounts(now)
    for (const { signal, source, outcome } of this.pending) {
      const of = { orgId: source.orgId, sourceId: source.sourceId, signal: COUNTED[signal] }
      counts.add(of, 'stored', '', outcome.accepted)
      for (const [reason, count] of Object.entries(outcome.rejectedByReason))
        counts.add(of, 'rejected', reason, count)
      for (const [kind, count] of Object.entries(outcome.redacted)) counts.add(of, 'redacted', kind, count)
      // That metrics are not stored is said in the answer and counted; a row each would tell nobody anything.
      if (signal !== 'metrics') for (const rejected of outcome.rejected) counts.reject(of, rejected)
    }
    this.#moveToDuplicates(counts, 'spans', duplicates.spans)
    this.#moveToDuplicates(counts, 'log_records', duplicates.logs)
    return counts
  }

  #moveToDuplicates(counts: BatchCounts, signal: CountedSignal, of: ReadonlyMap<string, number>): void {
    for (const [resourceId, count] of of) {
      const resource: ResourceRow | undefined = this.telemetry.resources.get(resourceId)
      if (resource === undefined) continue
      const { orgId, sourceId } = resource
      counts.add({ orgId, sourceId, signal }, 'duplicate', '', count)
      counts.add({ orgId, sourceId, signal }, 'stored', '', -count)
    }
  }

  *#decode({ signal, body, context }: Undecoded): Generator<void, DecodeOutcome> {
    if (signal !== 'metrics') return yield* this.telemetry.appendInSteps(signal, body, context)
    const points = countMetricPoints(body)
    return {
      accepted: 0,
      rejectedCount: points,
      rejectedByReason: points === 0 ? {} : { not_stored: points },
      rejected: [],
      redacted: {},
    }
  }
}
