import { countFlows, listFlows } from '@/db/queries/list-flows'
import { listFlowsOperation } from '@/lib/api/flow-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { quantileOf } from '@/lib/charts/duration-buckets'
import { checkFlowQuery } from '@/lib/flow/flow-query'
import { Refusal } from '@/lib/model/refusal'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listFlowsOperation,
  async ({ scope, query: { q, ...question } }) => {
    const { filter, errors } = checkFlowQuery(q)
    if (errors[0] !== undefined) throw new Refusal('invalid', `q: ${errors[0]}.`, null, 'q')
    const [{ rows, hasMore }, [total = 0]] = await Promise.all([
      listFlows(scope, { ...question, filter }),
      countFlows(scope, [filter]),
    ])
    const items = rows.map(({ figures, outcomes, lastError, ...flow }) => ({
      ...flow,
      executions: figures.executions,
      good: figures.good,
      broken: figures.broken,
      p50Ms: quantileOf(figures.durations, 0.5),
      p95Ms: quantileOf(figures.durations, 0.95),
      outcomes: outcomes.map((each) => ({ ...each, at: isoOfMs(each.atMs) })),
      lastError: lastError && { ...lastError, at: isoOfMs(lastError.atMs) },
    }))
    return { items, hasMore, total }
  },
)
