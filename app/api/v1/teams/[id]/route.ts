import { listTeams } from '@/db/queries/list-teams'
import { renameTeam } from '@/db/store/change-teams'
import { listed } from '@/lib/api/find-listed'
import { isoDates } from '@/lib/api/iso-dates'
import { getTeamOperation, renameTeamOperation } from '@/lib/api/people-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getTeamOperation, async ({ scope, params: { id } }) =>
    isoDates(listed(await listTeams(scope), id, 'team')),
  ),
  endpoint(renameTeamOperation, async ({ scope, params: { id }, body }) => {
    listed(await listTeams(scope), id, 'team')
    await renameTeam(scope, id, body)
  }),
)
