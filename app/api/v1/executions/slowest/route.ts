import { listSlowestExecutions } from '@/db/queries/list-slowest-executions'
import { listSlowestOperation } from '@/lib/api/count-operations'
import { questionOf } from '@/lib/api/question'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listSlowestOperation,
  async ({ scope, query }) => {
    const { rows, isCut } = await listSlowestExecutions(scope, questionOf(query))
    return { items: rows, isCut }
  },
)
