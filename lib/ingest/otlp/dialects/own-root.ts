import type { ExecutionIdentity } from '@/lib/model/fact'
import { lookUp } from './attribute-lookup'
import type { SpanInContext } from './dialect'

/** The service that a span is of, with the namespace that sets it apart, where there is one. */
export function serviceOf(of: SpanInContext): string {
  const name = lookUp(of, 'service.name') ?? of.resource.serviceName ?? 'unknown_service'
  const namespace = lookUp(of, 'service.namespace')
  return namespace === null ? name : `${namespace}/${name}`
}

/**
 * The identity of an execution that nothing but its root span identifies. Trace and span id together, as a trace can
 * have several roots and each must be told from itself alone.
 */
export const ownRoot = (of: SpanInContext): ExecutionIdentity => ({
  sourceId: of.source.sourceId,
  namespace: serviceOf(of),
  flow: of.span.name === '' ? '(no name)' : of.span.name,
  nativeId: `${of.span.traceId}:${of.span.spanId}`,
  attempt: 1,
})
