import { proofFile } from '@/app/api/v1/audit/audit-files'
import { requireApiViewer } from '@/lib/auth/viewer'
import { requireOwnPage } from '@/lib/http/own-page'
import { route } from '@/lib/http/route'

type Context = { params: Promise<{ seq: string }> }

/** The proof of an entry as a file. */
export const GET = route(async (request: Request, { params }: Context): Promise<Response> => {
  requireOwnPage(request)
  return proofFile(await requireApiViewer(), Number((await params).seq))
})
