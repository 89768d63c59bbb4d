import { countExecutionsByState } from '@/db/queries/count-executions-by-state'
import { countByStateOperation } from '@/lib/api/count-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { questionOf } from '@/lib/api/question'
import { answer } from '@/lib/auth/api-route'
import { stepFor } from '@/lib/charts/time-steps'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  countByStateOperation,
  async ({ scope, query }) => {
    const nowMs = Date.now()
    const question = questionOf(query, nowMs)
    const stepMs = stepFor((question.window.toMs ?? nowMs) - question.window.fromMs)
    const counts = await countExecutionsByState(scope, question, stepMs)
    return {
      stepMs,
      items: counts.map(({ startMs, state, count }) => ({ start: isoOfMs(startMs), state, count })),
    }
  },
)
