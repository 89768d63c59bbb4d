import { getExecution } from '@/db/queries/get-execution'
import { listTaskRuns } from '@/db/queries/list-task-runs'
import { requireApiViewer } from '@/lib/auth/viewer'
import { peekAt } from '@/lib/executions/peek'
import { route } from '@/lib/http/route'
import { Refusal } from '@/lib/model/refusal'
import { isUuid } from '@/lib/model/uuid'

/** What the panel beside the list shows of an execution. */
export const GET = route(
  async (_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> => {
    const scope = await requireApiViewer()
    const { id } = await params
    if (!isUuid(id)) throw new Refusal('not_found', 'There is no such execution.')
    const [execution, { taskRuns }] = await Promise.all([getExecution(scope, id), listTaskRuns(scope, id)])
    if (!execution) throw new Refusal('not_found', 'There is no such execution.')
    return Response.json(peekAt(execution, taskRuns), { headers: { 'cache-control': 'private, no-store' } })
  },
)
