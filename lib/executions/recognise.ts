import type { ExecutionFact, TaskFact } from '@/lib/model/fact'
import type { TraceSkeleton } from '@/lib/model/skeleton'
import { compareExecutions, type ExecutionParts, executionFact } from './execution-facts'
import { castRoles, type RecognitionOf } from './roles'
import { rollUp } from './roll-up'
import { taskFacts } from './task-facts'
import { placeErrors } from './trace-errors'
import { traceTree } from './trace-tree'

/**
 * What a trace, as far as it has arrived, says about executions and their task runs. A function of the set of its
 * spans: order, repetition and pieces cannot matter, because the whole set is read each time.
 */
export function recogniseTrace(
  trace: TraceSkeleton,
  recognitionOf: RecognitionOf,
): { executions: ExecutionFact[]; taskRuns: TaskFact[] } {
  // Only a mark names an execution; most pieces of an application's trace have none that does.
  if (!trace.spans.some((span) => span.mark?.execution !== undefined)) return { executions: [], taskRuns: [] }
  const logged = new Set(trace.logErrors.flatMap(({ spanId }) => spanId ?? []))
  const { cast, identities } = castRoles(trace.orgId, traceTree(trace.spans, logged), recognitionOf)
  if (identities.size === 0) return { executions: [], taskRuns: [] }
  const errors = placeErrors(cast, trace.logErrors)
  const tasks = taskFacts(trace.traceId, cast, errors)
  rollUp(tasks)
  const parts = new Map<string, ExecutionParts>()
  for (const [executionId, identity] of identities) {
    const { orgId, traceId } = trace
    parts.set(executionId, { orgId, traceId, executionId, identity, nodes: [], tasks: [], errors: [] })
  }
  for (const node of cast) {
    if (node.role === 'plain' || node.executionId === null) continue
    parts.get(node.executionId)?.nodes.push(node)
  }
  for (const task of tasks) parts.get(task.fact.executionId)?.tasks.push(task)
  const [only] = identities.size === 1 ? identities.keys() : []
  for (const error of errors) parts.get(error.at?.executionId ?? only ?? '')?.errors.push(error)
  return {
    executions: [...parts.values()].map(executionFact).sort(compareExecutions),
    taskRuns: tasks.map((task) => task.fact),
  }
}
