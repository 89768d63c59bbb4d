import { getExecution } from '@/db/queries/get-execution'
import { listLogRecords } from '@/db/queries/list-log-records'
import { logPlace } from '@/lib/api/cursors'
import { describedLogs } from '@/lib/api/described-log'
import { listExecutionLogsOperation } from '@/lib/api/execution-operations'
import { notInFrom } from '@/lib/api/log-schemas'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listExecutionLogsOperation,
  async ({ scope, params: { id }, query: { level, find, notIn, cursor } }) => {
    const execution = await getExecution(scope, id)
    if (!execution) throw new Refusal('not_found', 'There is no such execution.')
    const after = logPlace(cursor)
    const trace = parseTraceId(execution.traceId ?? '')
    // What is known of it was not told by spans: there are no records either.
    if (!trace) return { items: [], next: null }
    const filter = {
      ...(level ? { atLeast: level } : {}),
      ...(find ? { text: find } : {}),
      ...notInFrom(notIn),
      ...(execution.spanId ? { within: execution.spanId } : {}),
    }
    return describedLogs(await listLogRecords(scope, trace, filter, after))
  },
)
