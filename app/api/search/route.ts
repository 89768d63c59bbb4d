import { searchConsole } from '@/db/queries/search-console'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'

/** What a person may mean by what they typed into the palette. */
export const GET = route(async (request: Request): Promise<Response> => {
  const scope = await requireApiViewer()
  const text = new URL(request.url).searchParams.get('q') ?? ''
  const hits = await searchConsole(scope, text)
  return Response.json({ hits }, { headers: { 'cache-control': 'private, no-store' } })
})
