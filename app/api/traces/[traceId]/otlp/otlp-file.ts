import {
  type ExportCursor,
  type ExportPage,
  listExportedLogs,
  listExportedSpans,
} from '@/db/queries/export-telemetry'
import { getTrace } from '@/db/queries/get-trace'
import { noteTraceExport } from '@/db/store/note-export'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { parseTraceId } from '@/lib/model/trace-id'
import { printLogs, printSpans } from '@/lib/otlp-export/print-telemetry'

/** The spans or the log records of a trace as one OTLP/JSON request that any receiver takes, written while it is read. */
export async function otlpFile(scope: Scope, traceId: string, signal: 'spans' | 'logs'): Promise<Response> {
  const trace = parseTraceId(traceId)
  if (!trace || !(await getTrace(scope, trace))) throw new Refusal('not_found', 'There is no such trace.')
  await noteTraceExport(scope, trace.hex, signal)
  const pieces =
    signal === 'spans'
      ? printSpans(pagesOf((after) => listExportedSpans(scope, trace, after)))
      : printLogs(pagesOf((after) => listExportedLogs(scope, trace, after)))
  return new Response(streamOf(pieces), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${signal}-${trace.hex}.json"`,
      'cache-control': 'private, no-store',
    },
  })
}

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
