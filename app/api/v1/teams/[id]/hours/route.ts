import { listWorkingHours } from '@/db/queries/list-working-hours'
import { setTeamHours } from '@/db/store/set-working-hours'
import { listed } from '@/lib/api/find-listed'
import {
  getTeamHoursOperation,
  inheritTeamHoursOperation,
  setTeamHoursOperation,
} from '@/lib/api/working-hours-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import type { Scope } from '@/lib/model/scope'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getTeamHoursOperation, async ({ scope, params: { id } }) => {
    const { organization, teams } = await listWorkingHours(scope)
    const { own } = listed(teams, id, 'team')
    return { ...(own ?? organization), isOwn: own !== null }
  }),
  endpoint(setTeamHoursOperation, async ({ scope, params: { id }, body }) => {
    await requireTeam(scope, id)
    await setTeamHours(scope, id, body)
  }),
  endpoint(inheritTeamHoursOperation, async ({ scope, params: { id } }) => {
    await requireTeam(scope, id)
    await setTeamHours(scope, id, null)
  }),
)

/** Not there and not for you are the same answer. */
async function requireTeam(scope: Scope, id: string): Promise<void> {
  listed((await listWorkingHours(scope)).teams, id, 'team')
}
