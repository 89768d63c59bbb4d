import { removeStream } from '@/db/store/change-audit-streams'
import { removeAuditStreamOperation, updateAuditStreamOperation } from '@/lib/api/audit-stream-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { changeStream } from '@/lib/auth/set-audit-stream'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(updateAuditStreamOperation, ({ scope, params: { id }, body }) => changeStream(scope, id, body)),
  endpoint(removeAuditStreamOperation, ({ scope, params: { id } }) => removeStream(scope, id)),
)
