import { addPublicationOperation } from '@/lib/api/audit-keeping-operations'
import { answer } from '@/lib/auth/api-route'
import { publishCheckpointsTo } from '@/lib/auth/set-publication'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  addPublicationOperation,
  ({ scope, body: { kind, url, ...git } }) =>
    publishCheckpointsTo(scope, kind === 'webhook' ? { kind, url } : { kind, ...git }),
)
