import { updateSource } from '@/db/store/update-source'
import { getSourceOperation, updateSourceOperation } from '@/lib/api/source-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { describedSource } from '../described-source'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getSourceOperation, ({ scope, params: { id } }) => describedSource(scope, id)),
  endpoint(updateSourceOperation, ({ scope, params: { id }, body }) => updateSource(scope, id, body)),
)
