import { countAuditValues } from '@/db/queries/list-audit-entries'
import { noteAuditRead } from '@/db/store/note-audit-read'
import { listAuditValuesOperation } from '@/lib/api/audit-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listAuditValuesOperation,
  async ({ scope }) => {
    await noteAuditRead(scope, '')
    return { items: await countAuditValues(scope) }
  },
)
