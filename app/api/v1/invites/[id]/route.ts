import { listInvites } from '@/db/queries/list-invites'
import { revokeInvite } from '@/db/store/invites'
import { listed } from '@/lib/api/find-listed'
import { getInviteOperation, revokeInviteOperation } from '@/lib/api/invite-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getInviteOperation, async ({ scope, params: { id } }) =>
    isoDates(listed(await listInvites(scope), id, 'invitation')),
  ),
  endpoint(revokeInviteOperation, async ({ scope, params: { id } }) => {
    listed(await listInvites(scope), id, 'invitation')
    await revokeInvite(scope, id)
  }),
)
