import { listTeams } from '@/db/queries/list-teams'
import { listTeamsOperation } from '@/lib/api/people-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(listTeamsOperation, async ({ scope }) => ({
  items: (await listTeams(scope)).map((team) => ({ ...team, createdAt: team.createdAt.toISOString() })),
}))
