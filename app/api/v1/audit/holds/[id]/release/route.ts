import { releaseLegalHold } from '@/db/store/legal-holds'
import { releaseLegalHoldOperation } from '@/lib/api/audit-keeping-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  releaseLegalHoldOperation,
  ({ scope, params: { id }, body: { reason } }) => releaseLegalHold(scope, { holdId: id, reason }),
)
