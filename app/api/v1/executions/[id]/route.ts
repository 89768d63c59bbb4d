import { getExecutionOperation } from '@/lib/api/execution-operations'
import { isoOfNano } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { foundExecution } from '../found-execution'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getExecutionOperation,
  async ({ scope, params: { id } }) => {
    const found = await foundExecution(scope, id)
    return {
      ...found,
      team: found.teamSlug,
      source: found.sourceSlug,
      queuedAt: isoOfNano(found.queuedAt),
      startedAt: isoOfNano(found.startedAt),
      endedAt: isoOfNano(found.endedAt),
      transitions: found.transitions.map(({ state, word, at }) => ({ state, word, at: isoOfNano(at) })),
    }
  },
)
