import { exportAuditOperation } from '@/lib/api/audit-operations'
import { answer } from '@/lib/auth/api-route'
import { askedAudit, wordsOf } from '../asked-audit'
import { auditFile } from '../audit-files'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  exportAuditOperation,
  ({ scope, query: { format, ...query } }) =>
    auditFile(scope, { filter: askedAudit(query), asked: wordsOf(query), format }),
)
