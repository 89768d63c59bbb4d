import type { ExecutionIdentity } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'

type Link = NonNullable<SpanMark['links']>[number]

/** A further attempt says which execution it repeats: the same one, an attempt earlier. */
export function retryOf(execution: ExecutionIdentity, evidence: string, traceId?: string): Link[] {
  if (execution.attempt <= 1) return []
  const before = { ...execution, attempt: execution.attempt - 1 }
  return [{ kind: 'retry_of', execution: before, ...(traceId === undefined ? {} : { traceId }), evidence }]
}
