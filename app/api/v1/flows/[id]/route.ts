import { listFlowDays } from '@/db/queries/get-flow'
import { getFlowOperation } from '@/lib/api/flow-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { quantileOf } from '@/lib/charts/duration-buckets'
import { foundFlow } from '../found-flow'

const DAYS = 90

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getFlowOperation,
  async ({ scope, params: { id } }) => {
    const [flow, days] = await Promise.all([foundFlow(scope, id), listFlowDays(scope, id, DAYS)])
    return {
      ...flow,
      latest: flow.latest && { ...flow.latest, at: isoOfMs(flow.latest.atMs) },
      days: days.map((day) => ({
        ...day,
        p50Ms: quantileOf(day.durations, 0.5),
        p95Ms: quantileOf(day.durations, 0.95),
      })),
    }
  },
)
