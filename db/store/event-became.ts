import type { ToldFacts } from '@/lib/executions/tell'
import type { DecodedEvent, EventVerdict } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { dateOfNano } from '@/lib/model/unix-nano'

/** What an event spoke of: an execution, or one task run of it. */
export type Became = { executionId: string; taskRunId: string | null }

/** What facts are about. */
export const saidOf = (said: Pick<ToldFacts, 'executions' | 'taskRuns'>): Became[] => [
  ...said.executions.map(({ executionId }) => ({ executionId, taskRunId: null })),
  ...said.taskRuns.map(({ executionId, taskRunId }) => ({ executionId, taskRunId })),
]

/** Each execution once: of one task run alone it is told; of several, or of the execution too, it is told of the execution. */
export function onePerExecution(what: readonly Became[]): Became[] {
  const byExecution = new Map<string, Became>()
  for (const each of what) {
    const before = byExecution.get(each.executionId)
    const isMore = before !== undefined && before.taskRunId !== each.taskRunId
    byExecution.set(each.executionId, isMore ? { ...each, taskRunId: null } : each)
  }
  return [...byExecution.values()]
}

/** What became of an event, given whether it told of an execution. */
export function verdictOf({ isFailed, isKept }: DecodedEvent, hasTold: boolean): EventVerdict {
  if (isFailed === true) return 'failed'
  if (hasTold) return 'told'
  return isKept ? 'kept' : 'ignored'
}

/** ISO 8601 to the millisecond, which is what the columns of an event's own time are compared by. */
export const isoOfNano = (at: UnixNano | null): string | null =>
  at === null ? null : dateOfNano(at).toISOString()
