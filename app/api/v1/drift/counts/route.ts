import { countDrift } from '@/db/queries/list-drift'
import { countDriftOperation } from '@/lib/api/change-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  countDriftOperation,
  ({ scope, query: { team, source, flow, text } }) =>
    countDrift(scope, { teamId: team, sourceId: source, flowId: flow, text }),
)
