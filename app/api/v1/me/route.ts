import { listTeamsWith } from '@/db/queries/list-teams-with'
import { getMeOperation } from '@/lib/api/people-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(getMeOperation, async ({ scope }) => ({
  kind: scope.actor.kind === 'token' ? ('token' as const) : ('user' as const),
  id: scope.actor.id,
  name: scope.actor.name,
  organizationId: scope.orgId,
  isOwner: scope.isOwner,
  teams: (await listTeamsWith(scope, 'execution.read')).map(({ id, name }) => ({
    id,
    name,
    // An owner may read teams that they are not in.
    role: scope.teams[id] ?? null,
  })),
}))
