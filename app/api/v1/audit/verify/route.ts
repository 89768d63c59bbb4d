import { requestVerification } from '@/db/store/verify-audit-log'
import { verifyAuditOperation } from '@/lib/api/audit-keeping-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(verifyAuditOperation, ({ scope }) =>
  requestVerification(scope),
)
