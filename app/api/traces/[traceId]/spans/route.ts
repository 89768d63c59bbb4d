import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { getTrace } from '@/db/queries/get-trace'
import { getTraceSpans } from '@/db/queries/get-trace-spans'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'
import { packSpans } from '@/lib/timeline/trace-spans'

const compress = promisify(gzip)

type Context = { params: Promise<{ traceId: string }> }

/** All spans of a trace, packed and compressed. Unchanged since the browser's copy answers 304 without reading a span. */
export const GET = route(async (request: Request, { params }: Context) => {
  const viewer = await requireApiViewer()
  const traceId = parseTraceId((await params).traceId)
  const trace = traceId && (await getTrace(viewer, traceId))
  if (!traceId || !trace) throw new Refusal('not_found', 'There is no such trace.')

  // The tag holds who asks: what they may see is part of the answer.
  const etag = `W/"${trace.updatedAt}/${viewer.actor.id}"`
  const headers = { etag, 'cache-control': 'private, no-cache', vary: 'cookie' }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })

  const { spans, steps, isCut } = await getTraceSpans(viewer, traceId)
  // As a gzip file: Next takes `content-encoding` off what a route answers, and a long trace is worth compressing.
  const body = await compress(JSON.stringify(packSpans(spans, steps, isCut)), { level: 4 })
  return new Response(body, { headers: { ...headers, 'content-type': 'application/gzip' } })
})
