import { updateAuditRetention } from '@/db/store/legal-holds'
import { setAuditRetentionOperation } from '@/lib/api/audit-keeping-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  setAuditRetentionOperation,
  ({ scope, body: { days } }) => updateAuditRetention(scope, days),
)
