import { listReadTokens } from '@/db/queries/list-read-tokens'
import { createReadToken } from '@/db/store/create-read-token'
import { isoDates } from '@/lib/api/iso-dates'
import { createTokenOperation, listTokensOperation } from '@/lib/api/token-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { expiryIn } from '@/lib/input/expiry'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listTokensOperation, async ({ scope }) => ({ items: isoDates(await listReadTokens(scope)) })),
  endpoint(createTokenOperation, async ({ scope, body: { expiresInDays, ...of } }) => {
    const answer = await createReadToken(scope, { ...of, expiresAt: expiryIn(expiresInDays) })
    return { location: `/tokens/${answer.id}`, answer }
  }),
)
