import type { ErrorObservation, UnixNano } from './fact'
import type { SpanMark } from './span-mark'

/** As much of a span as recognising a trace needs. */
export type SkeletonSpan = {
  spanId: string
  parentSpanId: string | null
  name: string
  startUnixNano: UnixNano
  /** '0' while open. */
  endUnixNano: UnixNano
  statusCode: number
  statusMessage: string | null
  mark: SpanMark | null
}

/** An exception that a log record of the trace reports. */
export type LogError = { spanId: string | null; error: ErrorObservation }

/** A whole trace as far as it is known: the input of `recogniseTrace`, whose answer depends on the set alone. */
export type TraceSkeleton = { orgId: string; traceId: string; spans: SkeletonSpan[]; logErrors: LogError[] }
