import { getArrival } from '@/db/queries/get-arrival'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'

type Context = { params: Promise<{ id: string }> }

/** What a source's telemetry has become so far; asked again and again by the page that waits for its first event. */
export const GET = route<Context>(async (_, { params }) => {
  const scope = await requireApiViewer()
  const { id } = await params
  return Response.json(await getArrival(scope, id), { headers: { 'cache-control': 'private, no-store' } })
})
