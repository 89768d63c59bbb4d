import type { FlowTask } from '@/lib/model/flow-page'

export const TASK_SORTS = ['broken', 'name', 'executions', 'p50', 'p95', 'retries'] as const
export type TaskSort = (typeof TASK_SORTS)[number]

/** The share of a task's executions in which it broke. */
export const brokenShare = (task: FlowTask): number =>
  task.executions === 0 ? 0 : task.broken / task.executions

/** Tasks by what the person asked for, most first; by name where that is the same, or asked for. */
export function orderedTasks(tasks: readonly FlowTask[], sort: TaskSort): FlowTask[] {
  const figure: Record<TaskSort, (task: FlowTask) => number> = {
    broken: brokenShare,
    name: () => 0,
    executions: (task) => task.executions,
    p50: (task) => task.p50Ms ?? -1,
    p95: (task) => task.p95Ms ?? -1,
    retries: (task) => task.retries,
  }
  const of = figure[sort]
  return tasks.toSorted((a, b) => of(b) - of(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}
