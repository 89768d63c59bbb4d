import { getTrace } from '@/db/queries/get-trace'
import { getTraceOperation } from '@/lib/api/trace-operations'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getTraceOperation,
  async ({ scope, params }) => {
    const trace = parseTraceId(params.traceId)
    const found = trace && (await getTrace(scope, trace))
    if (!found) throw new Refusal('not_found', 'There is no such trace.')
    return found
  },
)
