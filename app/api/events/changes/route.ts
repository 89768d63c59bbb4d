import { countNewEvents } from '@/db/queries/count-new-events'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { EVENT_RANGES, eventFilterOf } from '@/lib/input/event-address'

/** How many events came that the inbox would show above its first row. */
export const GET = route(async (request: Request): Promise<Response> => {
  const scope = await requireApiViewer()
  const { searchParams } = new URL(request.url)
  const asked = (name: string) => searchParams.get(name) ?? ''
  const address = {
    ...{ verdict: asked('verdict'), protocol: asked('protocol'), type: asked('type') },
    ...{ source: asked('source'), after: '' },
    range: EVENT_RANGES.find((each) => each === asked('range')) ?? 'all',
  }
  const filter = eventFilterOf(address, Date.now())
  const newCount = await countNewEvents(scope, filter, searchParams.get('newest'))
  return Response.json({ newCount }, { headers: { 'cache-control': 'private, no-store' } })
})
