import { listTeams } from '@/db/queries/list-teams'
import { createTeam } from '@/db/store/change-teams'
import { listed } from '@/lib/api/find-listed'
import { isoDates } from '@/lib/api/iso-dates'
import { createTeamOperation, listTeamsOperation } from '@/lib/api/people-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listTeamsOperation, async ({ scope }) => ({ items: isoDates(await listTeams(scope)) })),
  endpoint(createTeamOperation, async ({ scope, body }) => {
    const { teamId } = await createTeam(scope, body)
    const answer = isoDates(listed(await listTeams(scope), teamId, 'team'))
    return { location: `/teams/${teamId}`, answer }
  }),
)
