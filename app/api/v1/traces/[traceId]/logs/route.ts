import { getTrace } from '@/db/queries/get-trace'
import { listLogRecords } from '@/db/queries/list-log-records'
import { logPlace } from '@/lib/api/cursors'
import { describedLogs } from '@/lib/api/described-log'
import { notInFrom } from '@/lib/api/log-schemas'
import { listTraceLogsOperation } from '@/lib/api/trace-operations'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listTraceLogsOperation,
  async ({ scope, params, query: { level, find, notIn, cursor } }) => {
    const after = logPlace(cursor)
    const trace = parseTraceId(params.traceId)
    if (!trace || !(await getTrace(scope, trace))) throw new Refusal('not_found', 'There is no such trace.')
    const filter = {
      ...(level ? { atLeast: level } : {}),
      ...(find ? { text: find } : {}),
      ...notInFrom(notIn),
    }
    return describedLogs(await listLogRecords(scope, trace, filter, after))
  },
)
