import { exportExecutions } from '@/db/queries/export-executions'
import { getFlow } from '@/db/queries/get-flow'
import { executionPlace } from '@/lib/api/cursors'
import { listFlowExecutionsOperation } from '@/lib/api/flow-operations'
import { filterOf, windowOf } from '@/lib/api/parameters'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'
import { cursorText } from '@/lib/query/list-address'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listFlowExecutionsOperation,
  async ({ scope, params: { id }, query: { q, limit, cursor, ...window } }) => {
    const question = {
      filter: filterOf(q),
      window: windowOf(window, Date.now()),
      ids: null,
      flowId: id,
    }
    const [flow, rows] = await Promise.all([
      getFlow(scope, id),
      exportExecutions(scope, question, executionPlace(cursor), limit + 1),
    ])
    if (!flow) throw new Refusal('not_found', 'There is no such flow.')
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return { items, next: rows.length > limit && last ? cursorText(last) : null }
  },
)
