import { getSource } from '@/db/queries/get-source'
import { listIngestTokens } from '@/db/queries/list-ingest-tokens'
import { createIngestToken } from '@/db/store/create-ingest-token'
import { isoDates } from '@/lib/api/iso-dates'
import { createIngestTokenOperation, listIngestTokensOperation } from '@/lib/api/source-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { expiryIn } from '@/lib/input/expiry'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listIngestTokensOperation, async ({ scope, params: { id } }) => {
    await getSource(scope, id)
    return { items: isoDates(await listIngestTokens(scope, id)) }
  }),
  endpoint(createIngestTokenOperation, async ({ scope, params: { id }, body: { name, expiresInDays } }) => {
    const answer = await createIngestToken(scope, id, { name, expiresAt: expiryIn(expiresInDays) })
    return { location: `/sources/${id}/tokens/${answer.id}`, answer }
  }),
)
