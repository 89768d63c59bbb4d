import { getExecutionNeighbours } from '@/db/queries/get-execution-neighbours'
import { getNeighboursOperation } from '@/lib/api/count-operations'
import { answer } from '@/lib/auth/api-route'
import { foundExecution } from '../../found-execution'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getNeighboursOperation,
  async ({ scope, params: { id } }) => getExecutionNeighbours(scope, await foundExecution(scope, id)),
)
