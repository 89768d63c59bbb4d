import { listLanes } from '@/db/queries/list-lanes'
import { getTimelineOperation } from '@/lib/api/count-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { questionOf } from '@/lib/api/question'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getTimelineOperation,
  async ({ scope, query }) => {
    const { executions, names, isCut } = await listLanes(scope, questionOf(query), query.lanes)
    return {
      lanes: names,
      items: executions.map(([id, laneId, state, atMs, durationMs, isOpen]) => ({
        ...{ id, laneId, state, at: isoOfMs(atMs), durationMs },
        hasEnded: !isOpen,
      })),
      isCut,
    }
  },
)
