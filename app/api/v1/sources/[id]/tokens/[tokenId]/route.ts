import { getSource } from '@/db/queries/get-source'
import { listIngestTokens } from '@/db/queries/list-ingest-tokens'
import { revokeIngestToken } from '@/db/store/revoke-ingest-token'
import { listed } from '@/lib/api/find-listed'
import { isoDates } from '@/lib/api/iso-dates'
import { getIngestTokenOperation, revokeIngestTokenOperation } from '@/lib/api/source-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getIngestTokenOperation, async ({ scope, params: { id, tokenId } }) => {
    await getSource(scope, id)
    return isoDates(listed(await listIngestTokens(scope, id), tokenId, 'token'))
  }),
  endpoint(revokeIngestTokenOperation, ({ scope, params: { id, tokenId } }) =>
    revokeIngestToken(scope, id, tokenId),
  ),
)
