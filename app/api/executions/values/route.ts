import { suggestValues } from '@/db/queries/suggest-values'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { checkQuery } from '@/lib/query/filter'
import { windowFrom } from '@/lib/query/window'

/** Values of a key among the executions that the rest of the filter leaves, for completing what is being written. */
export const GET = route(async (request: Request): Promise<Response> => {
  const scope = await requireApiViewer()
  const { searchParams } = new URL(request.url)
  const asked = (name: string) => searchParams.get(name) ?? ''
  const question = { filter: checkQuery(asked('q')).filter, window: windowFrom(asked('range'), Date.now()) }
  const values = await suggestValues(
    scope,
    question,
    asked('key').slice(0, 200),
    asked('typed').slice(0, 200),
  )
  return Response.json({ values }, { headers: { 'cache-control': 'private, no-store' } })
})
