import { getTrace } from '@/db/queries/get-trace'
import { getTraceSpans } from '@/db/queries/get-trace-spans'
import { listSpansOperation } from '@/lib/api/trace-operations'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listSpansOperation,
  async ({ scope, params, query }) => {
    const trace = parseTraceId(params.traceId)
    if (!trace || !(await getTrace(scope, trace))) throw new Refusal('not_found', 'There is no such trace.')
    const { spans, isCut } = await getTraceSpans(scope, trace, query.limit)
    const items = spans
      .filter((span) => span.isVisible)
      .map((span) => ({ ...span, endUnixNano: span.endUnixNano === '0' ? null : span.endUnixNano }))
    return { items, isCut }
  },
)
