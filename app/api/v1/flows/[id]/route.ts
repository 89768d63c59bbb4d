import { getFlow, listFlowDays } from '@/db/queries/get-flow'
import { getFlowOperation } from '@/lib/api/flow-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { quantileOf } from '@/lib/charts/duration-buckets'
import { Refusal } from '@/lib/model/refusal'

const DAYS = 90

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getFlowOperation,
  async ({ scope, params: { id } }) => {
    const [flow, days] = await Promise.all([getFlow(scope, id), listFlowDays(scope, id, DAYS)])
    if (!flow) throw new Refusal('not_found', 'There is no such flow.')
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
