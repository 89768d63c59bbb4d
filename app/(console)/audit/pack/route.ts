import { packFile } from '@/app/api/v1/audit/audit-files'
import { requireApiViewer } from '@/lib/auth/viewer'
import { requireOwnPage } from '@/lib/http/own-page'
import { route } from '@/lib/http/route'
import { auditAddressFrom, auditFilterOf, auditSearch } from '@/lib/input/audit-address'

/** An evidence pack of what the list would show. */
export const GET = route(async (request: Request): Promise<Response> => {
  requireOwnPage(request)
  const scope = await requireApiViewer()
  const address = { ...auditAddressFrom(new URL(request.url).search), after: '' }
  return packFile(scope, { filter: auditFilterOf(address, Date.now()), asked: auditSearch(address) })
})
