import { testAuditStreamOperation } from '@/lib/api/audit-stream-operations'
import { answer } from '@/lib/auth/api-route'
import { testStream } from '@/lib/auth/set-audit-stream'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  testAuditStreamOperation,
  ({ scope, params: { id } }) => testStream(scope, id),
)
