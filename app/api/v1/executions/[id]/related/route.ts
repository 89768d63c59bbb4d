import { listRelatedExecutions } from '@/db/queries/list-related-executions'
import { listRelatedOperation } from '@/lib/api/count-operations'
import { answer } from '@/lib/auth/api-route'
import { foundExecution } from '../../found-execution'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listRelatedOperation,
  async ({ scope, params: { id } }) => {
    const { executions, ...rest } = await listRelatedExecutions(scope, await foundExecution(scope, id))
    return { items: executions, ...rest }
  },
)
