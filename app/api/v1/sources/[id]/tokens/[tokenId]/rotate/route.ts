import { rotateIngestToken } from '@/db/store/rotate-ingest-token'
import { rotateIngestTokenOperation } from '@/lib/api/source-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(rotateIngestTokenOperation, async ({ scope, params: { id, tokenId }, body }) => {
    const answer = await rotateIngestToken(scope, { sourceId: id, tokenId, ...body })
    return { location: `/sources/${id}/tokens/${answer.id}`, answer }
  }),
)
