import { FlowTaskTable } from '@/components/flow/flow-task-table'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { listFlowTasks, TASK_EXECUTIONS } from '@/db/queries/list-flow-tasks'
import { flowTabHref } from '@/lib/flow/flow-address'
import { orderedTasks, type TaskSort } from '@/lib/flow/task-order'
import type { FlowDetail } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { Unknown } from './unknown'

/** How each task of the flow fares. */
export async function FlowTasks({ scope, flow, sort }: { scope: Scope; flow: FlowDetail; sort: TaskSort }) {
  const found = await answered(() => listFlowTasks(scope, flow.id))
  if (!found.known) return <Unknown why={found.why} href={flowTabHref(flow.id, 'tasks')} />
  const { tasks, isCut } = found.value
  if (tasks.length === 0) {
    return (
      <EmptyState kind="empty" title="No steps were told apart">
        <p>
          The source sent nothing that stands for a step of this flow’s newest executions. A step is a direct
          child span of the execution’s own span, or a span with the attributes of a task run.
        </p>
      </EmptyState>
    )
  }
  return (
    <section aria-label="Tasks" className="min-w-0">
      <FlowTaskTable flowId={flow.id} tasks={orderedTasks(tasks, sort)} sort={sort} />
      <p className="mt-2 text-xs text-ink-3">
        Counted over the newest {TASK_EXECUTIONS} executions; of repeated attempts the last one counts.
        {isCut ? ' There are more tasks: those that broke most often are shown.' : ''}
      </p>
    </section>
  )
}
