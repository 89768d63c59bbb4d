import type { ExecutionFact, ExecutionIdentity, ExecutionLink, UnixNano } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { cutText } from './cut-text'
import { failedTaskOf } from './failed-task'
import { executionIdOf } from './identity'
import type { Cast } from './roles'
import { stableJson } from './stable-json'
import { compareNano, earlier, later, orderObservations } from './state'
import { type CastTask, implied, statesOf, timesOf } from './task-facts'
import { type PlacedError, readingOrder } from './trace-errors'

const MAX_LABELS = 32
const MAX_LINKS = 64
const MAX_LABEL = 200

/** What is known about one execution of a trace before it is told: its spans by part, its task runs, its errors. */
export type ExecutionParts = {
  orgId: string
  traceId: string
  executionId: string
  identity: ExecutionIdentity
  /** Spans that stand for it or name it, outermost first. */
  nodes: Cast[]
  tasks: CastTask[]
  errors: PlacedError[]
}

/** What one trace says about one execution. */
export function executionFact(parts: ExecutionParts): ExecutionFact {
  const { executionId, identity, nodes, tasks } = parts
  const standing = nodes.filter((node) => node.role === 'execution')
  const told = [...standing, ...nodes.filter((node) => node.role === 'noise')]
  const first = told[0] ?? null
  const marks = told.flatMap(({ span }) => (span.mark === null ? [] : [span.mark]))
  const pick = <Key extends keyof SpanMark>(key: Key) =>
    marks.find((mark) => mark[key] !== undefined)?.[key] ?? null
  const times = standing.length > 0 ? standingTimes(standing) : looseTimes(nodes)
  const failed = failedTaskOf(tasks)
  return {
    sourceId: identity.sourceId,
    namespace: identity.namespace,
    flow: identity.flow,
    nativeId: identity.nativeId,
    attempt: identity.attempt,
    ...(identity.standsIn === true ? { standsIn: true } : {}),
    executionId,
    title: pick('title'),
    dialect: marks[0]?.dialect ?? nodes[0]?.span.mark?.dialect ?? 'generic',
    states: executionStates(nodes, standing, times.startedAt),
    ...times,
    errors: executionErrors(parts, failed?.chain.map(({ fact }) => fact.taskRunId) ?? []),
    failedTask: failed?.path ?? null,
    trigger: pick('trigger'),
    actor: pick('actor'),
    commit: pick('commit'),
    branch: pick('branch'),
    version: pick('version'),
    environment: pick('environment'),
    url: pick('url'),
    labels: labelsOf(marks),
    links: linksOf(parts, standing[0] ?? first),
    traceId: parts.traceId,
    spanId: first?.span.spanId ?? null,
  }
}

type Times = Pick<ExecutionFact, 'queuedAt' | 'startedAt' | 'endedAt'>

function standingTimes(nodes: readonly Cast[]): Times {
  const times = nodes.map(({ span }) => timesOf(span))
  const ends = times.map((each) => each.ended)
  return {
    queuedAt: times.map((each) => each.queued).reduce(earlier, null),
    startedAt: times.map((each): UnixNano | null => each.started).reduce(earlier, null),
    endedAt: ends.includes(null) ? null : ends.reduce(later, null),
  }
}

/** Without a span of its own an execution lasts as long as what is known to have happened in it. */
function looseTimes(nodes: readonly Cast[]): Times {
  const times = nodes.map(({ span }) => timesOf(span))
  return {
    queuedAt: null,
    startedAt: times.map((each): UnixNano | null => each.started).reduce(earlier, null),
    endedAt: times.map((each) => each.ended).reduce(later, null),
  }
}

function executionStates(nodes: readonly Cast[], standing: readonly Cast[], startedAt: UnixNano | null) {
  const states = standing.flatMap(({ span }) => statesOf(span))
  for (const { role, span } of nodes) {
    states.push(...(span.mark?.executionStates ?? []))
    if (role === 'noise') states.push(...(span.mark?.states ?? []))
  }
  if (standing.length === 0 && startedAt !== null) states.push(implied('running', 'started', startedAt))
  return orderObservations(states)
}

/** Errors of the failed task first, then of those around it, then of the execution's own spans, then all others. */
function executionErrors({ nodes, errors }: ExecutionParts, chain: readonly string[]) {
  const own = new Set(nodes)
  return readingOrder(errors, (at) => {
    const inner = chain.indexOf(at?.task?.taskRunId ?? '')
    if (inner >= 0) return 1_000 - inner
    return at !== null && own.has(at) && at.role !== 'task' ? 1 : 0
  })
}

function labelsOf(marks: readonly SpanMark[]): Record<string, string> {
  const labels = new Map<string, string>()
  for (const mark of marks) {
    for (const [key, value] of Object.entries(mark.labels ?? {})) {
      if (!labels.has(key)) labels.set(key, cutText(value, MAX_LABEL))
    }
  }
  return Object.fromEntries([...labels].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MAX_LABELS))
}

function linksOf(parts: ExecutionParts, outermost: Cast | null): ExecutionLink[] {
  const links = parts.nodes
    .flatMap(({ span }) => span.mark?.links ?? [])
    .map(
      (link): ExecutionLink => ({
        kind: link.kind,
        executionId: link.execution === undefined ? null : executionIdOf(parts.orgId, link.execution),
        traceId: link.traceId ?? null,
        spanId: link.spanId ?? null,
        evidence: link.evidence,
      }),
    )
  const enclosing = outermost === null ? null : enclosingExecution(outermost)
  if (enclosing !== null) {
    links.push({
      kind: 'parent',
      executionId: enclosing.executionId,
      traceId: parts.traceId,
      spanId: enclosing.span.spanId,
      evidence: 'encloses it in the same trace',
    })
  }
  const distinct = new Map(links.map((link) => [stableJson(link), link]))
  const kinds: ExecutionLink['kind'][] = ['parent', 'retry_of', 'root', 'link']
  return (
    [...distinct]
      .filter(([, link]) => link.executionId !== parts.executionId)
      // A link to a span of the same trace says nothing that its tree does not.
      .filter(([, link]) => link.kind !== 'link' || link.traceId !== parts.traceId)
      .sort(([a, x], [b, y]) => kinds.indexOf(x.kind) - kinds.indexOf(y.kind) || (a < b ? -1 : 1))
      .slice(0, MAX_LINKS)
      .map(([, link]) => link)
  )
}

function enclosingExecution(of: Cast): Cast | null {
  let above = of.above
  while (above !== null && (above.executionId === null || above.executionId === of.executionId))
    above = above.above
  return above
}

/** Executions in one order: by start, then by id. */
export const compareExecutions = (a: ExecutionFact, b: ExecutionFact): number =>
  compareNano(a.startedAt ?? '0', b.startedAt ?? '0') || (a.executionId < b.executionId ? -1 : 1)
