import type { ExecutionDetail } from '@/db/queries/get-execution'
import { getSpan } from '@/db/queries/get-span'
import { listTaskRuns, type TaskRunRow } from '@/db/queries/list-task-runs'
import type { AttributeRow } from '@/lib/attributes/attribute-rows'
import { comparedDurations, comparedFacts } from '@/lib/compare/compared-facts'
import { type ComparedTask, differencesOf, taskDifferences } from '@/lib/compare/differ'
import type { Scope } from '@/lib/model/scope'
import { parseTraceId } from '@/lib/model/trace-id'
import { prepareSpan } from '@/lib/timeline/span-view'

/** All that two executions differ in: facts, durations, labels, steps and attributes. */
export async function compared(viewer: Scope, a: ExecutionDetail, b: ExecutionDetail) {
  const [left, right] = await Promise.all([partsOf(viewer, a), partsOf(viewer, b)])
  // With one of the spans gone every attribute of the other would seem to be new.
  const hasSpans = left.hasSpan && right.hasSpan
  return {
    facts: differencesOf(comparedFacts(a), comparedFacts(b)),
    durations: comparedDurations(a, b),
    tasks: taskDifferences(left.tasks, right.tasks),
    labels: differencesOf(a.labels, b.labels),
    attributes: differencesOf(hasSpans ? left.attributes : {}, hasSpans ? right.attributes : {}),
    resource: differencesOf(hasSpans ? left.resource : {}, hasSpans ? right.resource : {}),
    hasSpans,
    isCut: left.isCut || right.isCut,
  }
}

async function partsOf(viewer: Scope, of: ExecutionDetail) {
  const trace = parseTraceId(of.traceId ?? '')
  const [{ taskRuns, isCut }, stored] = await Promise.all([
    listTaskRuns(viewer, of.id),
    trace && of.spanId ? getSpan(viewer, trace, of.spanId) : null,
  ])
  const span = stored && prepareSpan(stored)
  return {
    tasks: taskRuns.map(comparedTask),
    isCut,
    hasSpan: span !== null,
    attributes: textsOf(span?.attributes ?? []),
    resource: textsOf(span?.resource ?? []),
  }
}

const comparedTask = (task: TaskRunRow): ComparedTask => ({
  id: task.id,
  parentId: task.parentId,
  name: task.name,
  mapIndex: task.mapIndex,
  attempt: task.attempt,
  state: task.state,
  durationMs: task.durationMs,
  error: [task.errorType, task.errorMessage].filter((text) => text !== null).join(': ') || null,
})

/** An attribute's key may be `__proto__`: the entries keep it a key like any other. */
const textsOf = (rows: readonly AttributeRow[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ key, text }) => [key, text]))
