import { listConnectedExecutions } from '@/db/queries/list-connected-executions'
import { listConnectedOperation } from '@/lib/api/event-operations'
import { answer } from '@/lib/auth/api-route'
import { foundExecution } from '../../found-execution'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listConnectedOperation,
  async ({ scope, params: { id } }) => listConnectedExecutions(scope, (await foundExecution(scope, id)).id),
)
