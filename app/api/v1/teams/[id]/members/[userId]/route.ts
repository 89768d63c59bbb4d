import { listTeams } from '@/db/queries/list-teams'
import { changeMemberRole, removeMember } from '@/db/store/change-memberships'
import { listed } from '@/lib/api/find-listed'
import { changeRoleOperation, removeMemberOperation } from '@/lib/api/people-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(changeRoleOperation, async ({ scope, params: { id, userId }, body: { role } }) => {
    listed(await listTeams(scope), id, 'team')
    await changeMemberRole(scope, { teamId: id, userId, role })
  }),
  endpoint(removeMemberOperation, async ({ scope, params: { id, userId } }) => {
    listed(await listTeams(scope), id, 'team')
    await removeMember(scope, { teamId: id, userId })
  }),
)
