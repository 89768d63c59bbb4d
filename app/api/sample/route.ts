import { getSample } from '@/db/queries/get-sample'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'

/** How far the sample data is, for the page that follows it; for owners. */
export const GET = route(async () => {
  const sample = await getSample(await requireApiViewer())
  return Response.json({ sample }, { headers: { 'cache-control': 'private, no-store' } })
})
