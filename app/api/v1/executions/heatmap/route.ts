import { countByDuration } from '@/db/queries/count-by-duration'
import { getHeatmapOperation } from '@/lib/api/count-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { questionOf } from '@/lib/api/question'
import { answer } from '@/lib/auth/api-route'
import { HEAT_EDGES } from '@/lib/charts/duration-heat'
import { stepFor } from '@/lib/charts/time-steps'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getHeatmapOperation,
  async ({ scope, query }) => {
    const nowMs = Date.now()
    const question = questionOf(query, nowMs)
    const stepMs = stepFor((question.window.toMs ?? nowMs) - question.window.fromMs)
    const { counts, isCut, oldestMs } = await countByDuration(scope, question, stepMs)
    return {
      stepMs,
      edgesMs: HEAT_EDGES.map(({ ms }) => ms),
      items: counts.map(({ startMs, ...cell }) => ({ start: isoOfMs(startMs), ...cell })),
      isCut,
      oldest: oldestMs === null ? null : isoOfMs(oldestMs),
    }
  },
)
