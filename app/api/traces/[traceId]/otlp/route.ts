import {
  type ExportCursor,
  type ExportPage,
  listExportedLogs,
  listExportedSpans,
} from '@/db/queries/export-telemetry'
import { getTrace } from '@/db/queries/get-trace'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'
import { printLogs, printSpans } from '@/lib/otlp-export/print-telemetry'

type Context = { params: Promise<{ traceId: string }> }

/** The spans of a trace, or with `signal=logs` its log records, as one OTLP/JSON request that any receiver takes. */
export const GET = route(async (request: Request, { params }: Context) => {
  const viewer = await requireApiViewer()
  const trace = parseTraceId((await params).traceId)
  if (!trace || !(await getTrace(viewer, trace))) throw new Refusal('not_found', 'There is no such trace.')
  const signal = new URL(request.url).searchParams.get('signal') ?? 'spans'
  if (signal !== 'spans' && signal !== 'logs') {
    throw new Refusal('invalid', 'The signal is spans or logs.', null, 'signal')
  }
  const pieces =
    signal === 'spans'
      ? printSpans(pagesOf((after) => listExportedSpans(viewer, trace, after)))
      : printLogs(pagesOf((after) => listExportedLogs(viewer, trace, after)))
  return new Response(streamOf(pieces), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${signal}-${trace.hex}.json"`,
      'cache-control': 'private, no-store',
    },
  })
})

async function* pagesOf<Row>(
  read: (after: ExportCursor | null) => Promise<ExportPage<Row>>,
): AsyncGenerator<Row[]> {
  let page = await read(null)
  yield page.rows
  while (page.next !== null) {
    page = await read(page.next)
    yield page.rows
  }
}

/** Read on only as fast as the other side takes it; a reader that goes away ends the reading. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
