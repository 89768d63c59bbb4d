import { getAuditEntry } from '@/db/queries/get-audit-entry'
import { noteAuditRead } from '@/db/store/note-audit-read'
import { getAuditEntryOperation } from '@/lib/api/audit-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getAuditEntryOperation,
  async ({ scope, params: { seq } }) => {
    await noteAuditRead(scope, `seq=${seq}`)
    const entry = await getAuditEntry(scope, seq)
    if (entry === null) throw new Refusal('not_found', 'There is no such entry.')
    const { before, after, ...rest } = entry
    return { ...isoDates(rest), before, after }
  },
)
