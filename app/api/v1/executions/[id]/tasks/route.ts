import { getExecution } from '@/db/queries/get-execution'
import { listTaskRuns } from '@/db/queries/list-task-runs'
import { listTaskRunsOperation } from '@/lib/api/execution-operations'
import { isoOfNano } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listTaskRunsOperation,
  async ({ scope, params: { id } }) => {
    const [execution, { taskRuns, isCut }] = await Promise.all([
      getExecution(scope, id),
      listTaskRuns(scope, id),
    ])
    if (!execution) throw new Refusal('not_found', 'There is no such execution.')
    const items = taskRuns.map((task) => ({
      ...task,
      queuedAt: isoOfNano(task.queuedAt),
      startedAt: isoOfNano(task.startedAt),
      endedAt: isoOfNano(task.endedAt),
    }))
    return { items, isCut }
  },
)
