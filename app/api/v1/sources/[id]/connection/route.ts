import { getConnection } from '@/db/queries/get-connection'
import { getConnectionOperation, setConnectionOperation } from '@/lib/api/connection-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { address, endpoint } from '@/lib/auth/api-route'
import { setConnection } from '@/lib/auth/set-connection'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getConnectionOperation, async ({ scope, params: { id } }) =>
    isoDates({ sourceId: id, ...(await getConnection(scope, id)) }),
  ),
  endpoint(setConnectionOperation, ({ scope, params: { id }, body }) => setConnection(scope, id, body)),
)
