import { getFlowGrid } from '@/db/queries/get-flow-grid'
import { executionPlace } from '@/lib/api/cursors'
import { getFlowGridOperation } from '@/lib/api/flow-part-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { cursorText } from '@/lib/query/list-address'
import { foundFlow } from '../../found-flow'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getFlowGridOperation,
  async ({ scope, params: { id }, query: { cursor, page, broken } }) => {
    await foundFlow(scope, id)
    const of = { before: executionPlace(cursor), page, isBrokenOnly: broken }
    const { columns, rows, rowCount, older } = await getFlowGrid(scope, id, of)
    return {
      executions: columns.map((column) => ({ ...column, at: isoOfMs(column.atMs) })),
      tasks: rows,
      taskCount: rowCount,
      next: older && cursorText(older),
    }
  },
)
