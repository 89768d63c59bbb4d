import { getAuditPackOperation } from '@/lib/api/audit-operations'
import { answer } from '@/lib/auth/api-route'
import { askedAudit, wordsOf } from '../asked-audit'
import { packFile } from '../audit-files'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(getAuditPackOperation, ({ scope, query }) =>
  packFile(scope, { filter: askedAudit(query), asked: wordsOf(query) }),
)
