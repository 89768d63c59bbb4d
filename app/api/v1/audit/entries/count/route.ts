import { countAuditEntries } from '@/db/queries/list-audit-entries'
import { noteAuditRead } from '@/db/store/note-audit-read'
import { countAuditEntriesOperation } from '@/lib/api/audit-operations'
import { answer } from '@/lib/auth/api-route'
import { askedAudit, wordsOf } from '../../asked-audit'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  countAuditEntriesOperation,
  async ({ scope, query }) => {
    await noteAuditRead(scope, wordsOf(query))
    return countAuditEntries(scope, askedAudit(query))
  },
)
