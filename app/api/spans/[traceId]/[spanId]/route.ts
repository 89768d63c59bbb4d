import { getSpan } from '@/db/queries/get-span'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { Refusal } from '@/lib/model/refusal'
import { isSpanId, parseTraceId } from '@/lib/model/trace-id'
import { prepareSpan } from '@/lib/timeline/span-view'

type Context = { params: Promise<{ traceId: string; spanId: string }> }

/** One span with its attributes, events and links: what a trace's overview leaves out. */
export const GET = route(async (_request: Request, { params }: Context) => {
  const viewer = await requireApiViewer()
  const { traceId, spanId } = await params
  const trace = parseTraceId(traceId)
  const span = trace && isSpanId(spanId) ? await getSpan(viewer, trace, spanId) : null
  if (!span) throw new Refusal('not_found', 'There is no such span.')
  return Response.json(prepareSpan(span), { headers: { 'cache-control': 'private, no-cache' } })
})
