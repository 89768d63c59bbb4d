import { randomBytes } from 'node:crypto'

/** Where a span stands in its trace. */
export type TraceContext = {
  traceId: string
  spanId: string
  parentSpanId: string | null
  traceState: string | null
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)/

/** Continues the trace of the caller's environment, or begins one. */
export function traceContextOf(environment: Record<string, string | undefined>): TraceContext {
  const [, traceId, parentSpanId] = TRACEPARENT.exec(environment.TRACEPARENT ?? '') ?? []
  const spanId = randomBytes(8).toString('hex')
  const isUsable =
    traceId !== undefined &&
    /[1-9a-f]/.test(traceId) &&
    parentSpanId !== undefined &&
    /[1-9a-f]/.test(parentSpanId)
  if (!isUsable)
    return { traceId: randomBytes(16).toString('hex'), spanId, parentSpanId: null, traceState: null }
  return { traceId, spanId, parentSpanId, traceState: environment.TRACESTATE || null }
}

/** What children of the span find in their environment. */
export const traceparentOf = ({ traceId, spanId }: TraceContext): string => `00-${traceId}-${spanId}-01`
