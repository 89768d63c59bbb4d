import { countLogRecords } from '@/db/queries/count-log-records'
import { getTrace } from '@/db/queries/get-trace'
import { countTraceLogsOperation } from '@/lib/api/trace-operations'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  countTraceLogsOperation,
  async ({ scope, params }) => {
    const trace = parseTraceId(params.traceId)
    if (!trace || !(await getTrace(scope, trace))) throw new Refusal('not_found', 'There is no such trace.')
    return countLogRecords(scope, trace)
  },
)
