import type { SpanMark } from '@/lib/model/span-mark'
import { lookUp } from './attribute-lookup'
import { hasKeyUnder, type SpanInContext } from './dialect'
import { ownRoot } from './own-root'
import { surroundings } from './surroundings'

const SERVER = 2

/** A root that no tool's dialect knows: an execution named after it, or a request if it serves one. */
export function markGenericRoot(of: SpanInContext): SpanMark | null {
  if (of.span.parentSpanId !== null) return null
  return {
    dialect: 'generic',
    role: isRequest(of) ? 'request' : 'execution',
    sourceId: of.source.sourceId,
    adopts: true,
    ...surroundings(of),
    execution: ownRoot(of),
    trigger: triggerOf(of),
  }
}

/** HTTP and RPC are told by their conventions, old and new; by the server's kind where only its attributes are left. */
function isRequest({ span }: SpanInContext): boolean {
  const { attributes } = span
  if (
    ['http.request.method', 'http.method', 'rpc.system', 'rpc.system.name'].some((key) => attributes.has(key))
  ) {
    return true
  }
  return span.kind === SERVER && ['http.', 'url.', 'rpc.'].some((prefix) => hasKeyUnder(attributes, prefix))
}

function triggerOf(of: SpanInContext): string | undefined {
  const trigger = lookUp(of, 'faas.trigger', 'messaging.system')
  return trigger ?? undefined
}
