import type { ExecutionIdentity } from '@/lib/model/fact'
import type { IngestSource } from '@/lib/model/ingest-source'
import type { SkeletonSpan } from '@/lib/model/skeleton'
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

/**
 * A loop that calls ten thousand times is not a flow of ten thousand steps. The first of an execution's children become
 * task runs, and as many that failed; the rest stay spans, which the waterfall shows all the same.
 */
export const ADOPTED_MAX = 1000

/** Gives every span its part, parents first, so that each needs to look one step up only. */
export function castRoles(orgId: string, nodes: readonly TreeNode[], recognitionOf: RecognitionOf): Roster {
  const identities = new Map<string, ExecutionIdentity>()
  const byNode = new Map<TreeNode, Cast>()
  const adopt = adoption()
  for (const node of nodes) {
    const above = node.parent === null ? null : (byNode.get(node.parent) ?? null)
    const mark = node.span.mark
    const role = roleOf(node.span, above, recognitionOf, adopt)
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

type Adopt = (span: SkeletonSpan, above: Cast) => boolean

/** Says whether a further child is taken for a task; asked in the order of the tree, so that the answer is the set's. */
function adoption(): Adopt {
  const taken = new Map<Cast, { any: number; failed: number }>()
  return (span, above) => {
    const counts = taken.get(above) ?? { any: 0, failed: 0 }
    taken.set(above, counts)
    if (counts.any < ADOPTED_MAX) return ++counts.any > 0
    return span.statusCode === 2 && counts.failed < ADOPTED_MAX && ++counts.failed > 0
  }
}

function roleOf(
  span: SkeletonSpan,
  above: Cast | null,
  recognitionOf: RecognitionOf,
  adopt: Adopt,
): Cast['role'] {
  const { mark } = span
  if (mark?.role === 'request') return recognitionOf(mark.sourceId) === 'always' ? 'execution' : 'plain'
  if (mark?.role === 'execution' && mark.dialect === 'generic') {
    return recognitionOf(mark.sourceId) === 'never' ? 'plain' : 'execution'
  }
  if (mark !== null && mark.role !== 'plain') return mark.role
  const isChild = above?.role === 'execution' && above.span.mark?.adopts === true
  return isChild && adopt(span, above) ? 'task' : 'plain'
}
