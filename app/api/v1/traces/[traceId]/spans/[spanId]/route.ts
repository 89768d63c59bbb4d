import { getSpan } from '@/db/queries/get-span'
import { describedSpan } from '@/lib/api/described-span'
import { getSpanOperation } from '@/lib/api/trace-operations'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getSpanOperation,
  async ({ scope, params }) => {
    const trace = parseTraceId(params.traceId)
    const span = trace && (await getSpan(scope, trace, params.spanId))
    if (!span) throw new Refusal('not_found', 'There is no such span.')
    return describedSpan(span)
  },
)
