import { listInvites } from '@/db/queries/list-invites'
import { inviteMember } from '@/db/store/invites'
import { listed } from '@/lib/api/find-listed'
import { createInviteOperation, listInvitesOperation } from '@/lib/api/invite-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { address, endpoint } from '@/lib/auth/api-route'
import { config } from '@/lib/config'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listInvitesOperation, async ({ scope }) => ({ items: isoDates(await listInvites(scope)) })),
  endpoint(createInviteOperation, async ({ scope, body }) => {
    const { inviteId, token } = await inviteMember(scope, body)
    const invite = isoDates(listed(await listInvites(scope), inviteId, 'invitation'))
    return {
      location: `/invites/${inviteId}`,
      answer: { ...invite, url: `${config().url}/invite/${token}` },
    }
  }),
)
