import { exportExecutions } from '@/db/queries/export-executions'
import { executionPlace } from '@/lib/api/cursors'
import { listExecutionsOperation } from '@/lib/api/execution-operations'
import { filterOf, windowOf } from '@/lib/api/parameters'
import { answer } from '@/lib/auth/api-route'
import { cursorText } from '@/lib/query/list-address'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listExecutionsOperation,
  async ({ scope, query: { q, limit, cursor, ...window } }) => {
    const question = { filter: filterOf(q), window: windowOf(window, Date.now()), ids: null }
    const rows = await exportExecutions(scope, question, executionPlace(cursor), limit + 1)
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return { items, next: rows.length > limit && last ? cursorText(last) : null }
  },
)
