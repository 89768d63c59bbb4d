import { getAccount } from '@/db/queries/get-account'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { getMeOperation } from '@/lib/api/people-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(getMeOperation, async ({ scope }) => {
  const [account, teams] = await Promise.all([getAccount(scope), listTeamsWith(scope, 'execution.read')])
  return {
    kind: scope.actor.kind === 'token' ? ('token' as const) : ('user' as const),
    id: scope.actor.id,
    name: scope.actor.name,
    scope: scope.isReadOnly ? ('read' as const) : ('write' as const),
    userId: scope.userId,
    userName: account.name,
    email: account.email,
    organizationId: scope.orgId,
    organization: account.organization,
    isOwner: scope.isOwner,
    // An owner may read teams that they are not in.
    teams: teams.map(({ id, name }) => ({ id, name, role: scope.teams[id] ?? null })),
  }
})
