import { countNewExecutions } from '@/db/queries/count-new-executions'
import { listExecutionsById } from '@/db/queries/list-executions'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { isUuid } from '@/lib/model/uuid'
import { checkQuery } from '@/lib/query/filter'
import { cursorFrom } from '@/lib/query/list-address'
import { windowFrom } from '@/lib/query/window'

/** What became of the rows of a list: those that still ran as they are now, and how many new ones there are. */
export const GET = route(async (request: Request): Promise<Response> => {
  const scope = await requireApiViewer()
  const { searchParams } = new URL(request.url)
  const asked = (name: string) => searchParams.get(name) ?? ''
  const question = { filter: checkQuery(asked('q')).filter, window: windowFrom(asked('range'), Date.now()) }
  const ids = asked('ids').split(',').filter(isUuid)
  // A page that is not the first says no newest: nothing new can come into it.
  const isFirst = searchParams.has('newest')
  const [rows, newCount] = await Promise.all([
    listExecutionsById(scope, ids),
    isFirst ? countNewExecutions(scope, question, cursorFrom(asked('newest'))) : 0,
  ])
  return Response.json({ rows, newCount }, { headers: { 'cache-control': 'private, no-store' } })
})
