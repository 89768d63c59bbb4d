import { getMember } from '@/db/queries/list-members'
import { listTeams } from '@/db/queries/list-teams'
import { addMember } from '@/db/store/change-memberships'
import { listed } from '@/lib/api/find-listed'
import { isoDates } from '@/lib/api/iso-dates'
import { addMemberOperation } from '@/lib/api/people-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(addMemberOperation, async ({ scope, params: { id }, body }) => {
    listed(await listTeams(scope), id, 'team')
    const { userId } = await addMember(scope, { teamId: id, ...body })
    return { location: `/members/${userId}`, answer: isoDates(await getMember(scope, userId)) }
  }),
)
