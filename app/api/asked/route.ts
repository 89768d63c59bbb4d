import { countQuestions } from '@/db/queries/count-questions'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'

/** How many changes wait for the reason of who looks, for the mark in the rail. */
export const GET = route(async () => {
  const { waiting } = await countQuestions(await requireApiViewer())
  return Response.json({ waiting }, { headers: { 'cache-control': 'private, no-store' } })
})
