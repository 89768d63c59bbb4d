import { listReadTokens } from '@/db/queries/list-read-tokens'
import { revokeReadToken } from '@/db/store/revoke-read-token'
import { listed } from '@/lib/api/find-listed'
import { isoDates } from '@/lib/api/iso-dates'
import { getTokenOperation, revokeTokenOperation } from '@/lib/api/token-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getTokenOperation, async ({ scope, params: { id } }) =>
    isoDates(listed(await listReadTokens(scope), id, 'token')),
  ),
  endpoint(revokeTokenOperation, ({ scope, params: { id } }) => revokeReadToken(scope, id)),
)
