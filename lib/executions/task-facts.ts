import type { StateObservation, TaskFact, UnixNano } from '@/lib/model/fact'
import { PRECEDENCE } from '@/lib/model/fact'
import type { SkeletonSpan } from '@/lib/model/skeleton'
import { cutText } from './cut-text'
import { type Cast, taskAbove } from './roles'
import { compareNano, earlier, later, orderObservations } from './state'
import { type PlacedError, readingOrder } from './trace-errors'

/** When a span started and ended by the tool's own times where it tells them, else by the span's. */
export function timesOf(span: SkeletonSpan): {
  queued: UnixNano | null
  started: UnixNano
  ended: UnixNano | null
} {
  const started = span.mark?.startedAt ?? span.startUnixNano
  const ended = span.mark?.endedAt ?? (span.endUnixNano === '0' ? null : span.endUnixNano)
  return { queued: span.mark?.queuedAt ?? null, started, ended }
}

/** What a span that stands for something says about its states: the tool's words where there are any, else its status. */
export function statesOf(span: SkeletonSpan): StateObservation[] {
  const { queued, started, ended } = timesOf(span)
  const told = span.mark?.states ?? []
  const neverRan = told.some((each) => ['skipped', 'queued', 'scheduled'].includes(each.state))
  const states: StateObservation[] = [...told]
  if (queued !== null) states.push(implied('queued', 'queued', queued))
  if (!neverRan) states.push(implied('running', 'started', started))
  if (told.length === 0 && ended !== null && span.mark?.rollsUp !== true) {
    if (span.statusCode === 2) states.push(implied('failed', 'ERROR', ended))
    else states.push(implied('success', span.statusCode === 1 ? 'OK' : 'UNSET', ended))
  }
  return states
}

/** An observation that follows from times and span status alone. */
export const implied = (state: StateObservation['state'], word: string, at: UnixNano): StateObservation => ({
  state,
  word,
  at,
  precedence: PRECEDENCE.status,
})

/** A task run with the span it is read from, while the trace is being put together. */
export type CastTask = { fact: TaskFact; node: Cast }

/** The task runs of a trace; spans that stand for the same one are told as one. */
export function taskFacts(
  traceId: string,
  cast: readonly Cast[],
  errors: readonly PlacedError[],
): CastTask[] {
  const tasks = new Map<string, CastTask>()
  for (const node of cast) {
    if (node.executionId === null || node.taskRunId === null) continue
    const id = node.taskRunId
    const known = tasks.get(id)
    if (known === undefined) tasks.set(id, { node, fact: taskFact(traceId, node, node.executionId, id) })
    else absorb(known.fact, taskFact(traceId, node, node.executionId, id))
  }
  const placed = new Map<string, PlacedError[]>()
  for (const error of errors) {
    const id = error.at?.task?.taskRunId ?? null
    if (id === null) continue
    const known = placed.get(id)
    if (known === undefined) placed.set(id, [error])
    else known.push(error)
  }
  for (const { fact } of tasks.values()) {
    fact.states = orderObservations(fact.states)
    fact.errors = readingOrder(placed.get(fact.taskRunId) ?? [], () => 0)
  }
  return [...tasks.values()].sort(
    (a, b) =>
      compareNano(a.fact.startedAt ?? '0', b.fact.startedAt ?? '0') ||
      (a.fact.taskRunId < b.fact.taskRunId ? -1 : 1),
  )
}

function taskFact(traceId: string, node: Cast, executionId: string, taskRunId: string): TaskFact {
  const { span } = node
  const { queued, started, ended } = timesOf(span)
  const task = span.mark?.task
  const enclosingId = taskAbove(node)?.taskRunId ?? null
  return {
    executionId,
    taskRunId,
    parentTaskRunId: enclosingId === taskRunId ? null : enclosingId,
    name: cutText(task?.name ?? span.name, 500) || '(no name)',
    kind: task?.kind ?? null,
    nativeId: task?.nativeId ?? null,
    mapIndex: task?.mapIndex ?? null,
    attempt: task?.attempt ?? 1,
    states: statesOf(span),
    queuedAt: queued,
    startedAt: started,
    endedAt: ended,
    errors: [],
    worker: span.mark?.worker ?? null,
    url: span.mark?.url ?? null,
    traceId,
    spanId: span.spanId,
  }
}

/** Takes over what a further span of the same task run adds; the first, which is the outermost, leads. */
function absorb(into: TaskFact, more: TaskFact): void {
  into.states.push(...more.states)
  into.parentTaskRunId ??= more.parentTaskRunId
  into.kind ??= more.kind
  into.queuedAt = earlier(into.queuedAt, more.queuedAt)
  into.startedAt = earlier(into.startedAt, more.startedAt)
  into.endedAt = into.endedAt === null || more.endedAt === null ? null : later(into.endedAt, more.endedAt)
  into.worker ??= more.worker
  into.url ??= more.url
}
