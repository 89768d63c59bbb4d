import { listDrift } from '@/db/queries/list-drift'
import { listDriftOperation } from '@/lib/api/change-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listDriftOperation,
  async ({ scope, query: { team, source, flow, limit, ...words } }) => {
    const filter = { ...words, teamId: team, sourceId: source, flowId: flow }
    const rows = await listDrift(scope, filter, limit)
    return { items: isoDates(rows.slice(0, limit)), hasMore: rows.length > limit }
  },
)
