import { previewMappingOperation } from '@/lib/api/connection-operations'
import { answer } from '@/lib/auth/api-route'
import { previewEventMapping } from '@/lib/auth/set-event-mapping'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  previewMappingOperation,
  ({ scope, params: { id }, body }) => previewEventMapping(scope, id, body.mapping, body.sample),
)
