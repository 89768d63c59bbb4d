import { getEventMapping } from '@/db/queries/get-event-mapping'
import { getMappingOperation, setMappingOperation } from '@/lib/api/connection-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { setEventMapping } from '@/lib/auth/set-event-mapping'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getMappingOperation, async ({ scope, params: { id } }) => ({
    sourceId: id,
    ...(await getEventMapping(scope, id)),
  })),
  endpoint(setMappingOperation, ({ scope, params: { id }, body }) =>
    setEventMapping(scope, id, body.mapping),
  ),
)
