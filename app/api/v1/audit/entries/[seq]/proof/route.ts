import { getAuditProofOperation } from '@/lib/api/audit-operations'
import { answer } from '@/lib/auth/api-route'
import { proofFile } from '../../../audit-files'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getAuditProofOperation,
  ({ scope, params: { seq } }) => proofFile(scope, seq),
)
