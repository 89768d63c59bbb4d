import { listFlowTasks } from '@/db/queries/list-flow-tasks'
import { listFlowTasksOperation } from '@/lib/api/flow-part-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { foundFlow } from '../../found-flow'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listFlowTasksOperation,
  async ({ scope, params: { id } }) => {
    await foundFlow(scope, id)
    const { tasks, isCut } = await listFlowTasks(scope, id)
    const items = tasks.map(({ lastError, ...task }) => ({
      ...task,
      lastError: lastError && { ...lastError, at: isoOfMs(lastError.atMs) },
    }))
    return { items, isCut }
  },
)
