import { listLogRecords } from '@/db/queries/list-log-records'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { prepareLogLine } from '@/lib/logs/log-line'
import { parseLogCursor, parseLogFilter } from '@/lib/logs/log-query'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'

type Context = { params: Promise<{ traceId: string }> }

/** A further page of a trace's log records. */
export const GET = route(async (request: Request, { params }: Context) => {
  const viewer = await requireApiViewer()
  const trace = parseTraceId((await params).traceId)
  if (!trace) throw new Refusal('not_found', 'There is no such trace.')
  const query = new URL(request.url).searchParams
  const cursor = query.get('after')
  const after = cursor === null ? null : parseLogCursor(cursor)
  if (cursor !== null && after === null) throw new Refusal('invalid', 'Bad cursor', null, 'after')
  const { rows, next } = await listLogRecords(viewer, trace, parseLogFilter(query), after)
  return Response.json(
    { lines: rows.map(prepareLogLine), next: next && `${next.timeUnixNano}.${next.id}` },
    { headers: { 'cache-control': 'private, no-store' } },
  )
})
