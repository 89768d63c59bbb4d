import { pauseStream } from '@/db/store/change-audit-streams'
import { pauseAuditStreamOperation } from '@/lib/api/audit-stream-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  pauseAuditStreamOperation,
  ({ scope, params: { id }, body }) => pauseStream(scope, id, body.isPaused),
)
