import type { ExecutionIdentity } from '@/lib/model/fact'
import type { IngestSource } from '@/lib/model/ingest-source'
import type { SkeletonSpan } from '@/lib/model/skeleton'
import type { SpanMark } from '@/lib/model/span-mark'
import { executionIdOf, taskRunIdOf } from './identity'
import type { TreeNode } from './trace-tree'

/** A span with its part in the trace: which execution it belongs to and, for a task's span, that it is one. */
export type Cast = TreeNode & {
  role: 'execution' | 'task' | 'noise' | 'plain'
  /** The execution that the span stands for, belongs to by its own words, or lies in. */
  executionId: string | null
  /** The nearest span at or above it that stands for a task of that execution. */
  task: Cast | null
  /** The id of the task run that it stands for, where it is a task's and its execution is known. */
  taskRunId: string | null
  above: Cast | null
}

/** Executions that some span names, with what names them. */
export type Roster = { cast: Cast[]; identities: Map<string, ExecutionIdentity> }

/** Whether a source turns traces that no dialect knows into executions. */
export type RecognitionOf = (sourceId: string) => IngestSource['recognition']

/** Gives every span its part, parents first, so that each needs to look one step up only. */
export function castRoles(orgId: string, nodes: readonly TreeNode[], recognitionOf: RecognitionOf): Roster {
  const identities = new Map<string, ExecutionIdentity>()
  const byNode = new Map<TreeNode, Cast>()
  for (const node of nodes) {
    const above = node.parent === null ? null : (byNode.get(node.parent) ?? null)
    const mark = node.span.mark
    const role = roleOf(mark, above, recognitionOf)
    const named = role === 'plain' ? undefined : mark?.execution
    const namedId = named === undefined ? null : executionIdOf(orgId, named)
    if (named !== undefined && namedId !== null) identities.set(namedId, named)
    const { span, parent, depth } = node
    const executionId = namedId ?? above?.executionId ?? null
    byNode.set(node, { span, parent, depth, role, executionId, task: null, taskRunId: null, above })
  }
  const cast = [...byNode.values()]
  const [only, ...more] = identities.keys()
  for (const each of cast) {
    // A span whose ancestors have not arrived can only belong to the trace's one execution.
    if (each.executionId === null && only !== undefined && more.length === 0) each.executionId = only
    each.task = each.role === 'task' ? each : taskAbove(each)
    if (each.role === 'task' && each.executionId !== null)
      each.taskRunId = taskIdOf(each.span, each.executionId)
  }
  return { cast, identities }
}

function taskIdOf(span: SkeletonSpan, executionId: string): string {
  const task = span.mark?.task
  return taskRunIdOf(executionId, task?.nativeId ?? span.spanId, task?.mapIndex ?? null, task?.attempt ?? 1)
}

/** The enclosing task of the same execution, above the span itself. */
export function taskAbove(of: Cast): Cast | null {
  const task = of.above?.task ?? null
  return task !== null && task.executionId === of.executionId ? task : null
}

function roleOf(mark: SpanMark | null, above: Cast | null, recognitionOf: RecognitionOf): Cast['role'] {
  const adopted = above?.role === 'execution' && above.span.mark?.adopts === true
  if (mark === null) return adopted ? 'task' : 'plain'
  if (mark.role === 'request') return recognitionOf(mark.sourceId) === 'always' ? 'execution' : 'plain'
  if (mark.role === 'execution' && mark.dialect === 'generic') {
    return recognitionOf(mark.sourceId) === 'never' ? 'plain' : 'execution'
  }
  return mark.role === 'plain' && adopted ? 'task' : mark.role
}
