import { auditFile } from '@/app/api/v1/audit/audit-files'
import { requireApiViewer } from '@/lib/auth/viewer'
import { requireOwnPage } from '@/lib/http/own-page'
import { route } from '@/lib/http/route'
import { auditAddressFrom, auditFilterOf, auditSearch } from '@/lib/input/audit-address'
import { AUDIT_FORMATS } from '@/lib/model/exported-audit-entry'
import { Refusal } from '@/lib/model/refusal'

/** Every entry that the list would show as a file. */
export const GET = route(async (request: Request): Promise<Response> => {
  requireOwnPage(request)
  const scope = await requireApiViewer()
  const { search, searchParams } = new URL(request.url)
  const format = AUDIT_FORMATS.find((each) => each === searchParams.get('format'))
  if (format === undefined)
    throw new Refusal('invalid', `A file is ${AUDIT_FORMATS.join(', ')}.`, null, 'format')
  const address = { ...auditAddressFrom(search), after: '' }
  const filter = auditFilterOf(address, Date.now())
  return auditFile(scope, { filter, asked: auditSearch(address), format })
})
