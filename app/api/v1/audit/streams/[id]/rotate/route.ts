import { rotateAuditStreamOperation } from '@/lib/api/audit-stream-operations'
import { answer } from '@/lib/auth/api-route'
import { rotateStream } from '@/lib/auth/set-audit-stream'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  rotateAuditStreamOperation,
  ({ scope, params: { id }, body }) => rotateStream(scope, id, body.secret),
)
