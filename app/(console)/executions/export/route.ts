import { answered } from '@/db/answered'
import {
  countExported,
  EXPORT_PAGE_SIZE,
  type ExportQuestion,
  exportExecutions,
} from '@/db/queries/export-executions'
import type { ExecutionCursor } from '@/db/queries/list-executions'
import { noteExport } from '@/db/store/note-export'
import { requireApiViewer } from '@/lib/auth/viewer'
import {
  EXPORT_FORMATS,
  EXPORT_MAX,
  type ExportFormat,
  fileHead,
  fileLine,
  fileName,
  fileType,
} from '@/lib/export/execution-file'
import { route } from '@/lib/http/route'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { checkQuery } from '@/lib/query/filter'
import { windowFrom } from '@/lib/query/window'

const PICKED_MAX = 500

/** The whole answer to the list's question as a file, or the rows that were picked; written down before the first row goes. */
export const GET = route(async (request: Request): Promise<Response> => {
  // A link on another site would write in the log under the reader's name.
  if (request.headers.get('sec-fetch-site') === 'cross-site')
    throw new Refusal('forbidden', 'Exports are started in the console.')
  const scope = await requireApiViewer()
  const { searchParams } = new URL(request.url)
  const asked = (name: string) => searchParams.get(name) ?? ''
  const format = EXPORT_FORMATS.find((each) => each === asked('format'))
  if (!format) throw new Refusal('invalid', 'A file is csv or jsonl.', null, 'format')
  const now = new Date()
  const window = windowFrom(asked('range'), now.getTime())
  const ids = searchParams.has('ids') ? asked('ids').split(',').filter(isUuid).slice(0, PICKED_MAX) : null
  const question = {
    filter: checkQuery(asked('q')).filter,
    // What comes while the file is written is not part of it.
    window: { fromMs: window.fromMs, toMs: window.toMs ?? now.getTime() },
    ids,
  }
  const counted = await answered(() => countExported(scope, question, EXPORT_MAX))
  if (!counted.known)
    throw new Refusal('unavailable', 'The question takes too long to answer. Ask for a shorter time.', 60)
  const isCut = counted.value > EXPORT_MAX
  const rows = Math.min(counted.value, EXPORT_MAX)
  await noteExport(scope, { query: asked('q'), range: asked('range'), format, rows, isCut })
  return new Response(linesOf(scope, question, format), {
    headers: {
      'content-type': fileType(format),
      'content-disposition': `attachment; filename="${fileName(format, now, isCut)}"`,
      'cache-control': 'private, no-store',
      'x-runledger-rows': String(rows),
      'x-runledger-cut': String(isCut),
    },
  })
})

/** A page is asked for only when the last one has gone out, so a slow reader holds no more than one. */
function linesOf(scope: Scope, question: ExportQuestion, format: ExportFormat): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let before: ExecutionCursor | null = null
  let left = EXPORT_MAX
  return new ReadableStream({
    start: (controller) => {
      const head = fileHead(format)
      if (head !== '') controller.enqueue(encoder.encode(head))
    },
    pull: async (controller) => {
      const wanted = Math.min(left, EXPORT_PAGE_SIZE)
      const page = wanted === 0 ? [] : await exportExecutions(scope, question, before, wanted)
      const last = page.at(-1)
      if (last) controller.enqueue(encoder.encode(page.map((row) => fileLine(format, row)).join('')))
      left -= page.length
      before = last ?? null
      if (page.length < wanted || wanted === 0 || !last) controller.close()
    },
  })
}
