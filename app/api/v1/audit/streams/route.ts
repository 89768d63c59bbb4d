import { listAuditStreams } from '@/db/queries/list-audit-streams'
import { addAuditStreamOperation, listAuditStreamsOperation } from '@/lib/api/audit-stream-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { address, endpoint } from '@/lib/auth/api-route'
import { streamTo } from '@/lib/auth/set-audit-stream'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listAuditStreamsOperation, async ({ scope }) => ({
    items: isoDates(await listAuditStreams(scope)),
  })),
  endpoint(addAuditStreamOperation, ({ scope, body }) => streamTo(scope, body)),
)
