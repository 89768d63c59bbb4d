import {
  CONFIDENCES,
  type ExecutionReference,
  type ExecutionTelling,
  type TaskTelling,
  type Telling,
  type ToldIdentity,
} from '@/lib/model/event'
import type { ExecutionFact, TaskFact, UnixNano } from '@/lib/model/fact'
import { cutText } from './cut-text'
import { nativeKey, traceKey, urlKey } from './execution-key'
import { executionIdOf, taskRunIdOf } from './identity'
import { MAX_LABELS, mergeExecutionFacts, mergeTaskFacts, orderErrors, orderLinks } from './merge-facts'
import { orderObservations } from './state'

/** Who says it: an organization's source, by way of one dialect. */
export type Teller = { orgId: string; sourceId: string; dialect: string }

/** All that some events say, by execution and task run, in no order that matters. */
export type ToldFacts = {
  executions: ExecutionFact[]
  taskRuns: TaskFact[]
  keys: { executionId: string; key: string }[]
  references: ({ executionId: string } & ExecutionReference)[]
}

const MAX_LABEL = 200
const MAX_NAME = 500
const MAX_KEYS = 32
const MAX_REFERENCES = 32

/**
 * What tellings add up to: a function of their set. A task run brings its execution along, of which nothing else may be
 * known yet.
 */
export function factsOfTellings(teller: Teller, tellings: readonly Telling[]): ToldFacts {
  const executions = new Map<string, ExecutionFact>()
  const taskRuns = new Map<string, TaskFact>()
  const keys = new Map<string, ToldFacts['keys'][number]>()
  const references = new Map<string, ToldFacts['references'][number]>()
  for (const telling of tellings) {
    const fact = telling.about === 'execution' ? executionFact(teller, telling) : placeholder(teller, telling)
    const { executionId } = fact
    put(executions, executionId, fact, mergeExecutionFacts)
    if (telling.about === 'task') {
      const task = taskFact(executionId, telling)
      put(taskRuns, task.taskRunId, task, mergeTaskFacts)
    }
    for (const key of keysOf(teller, telling)) keys.set(`${executionId} ${key}`, { executionId, key })
    if (telling.about === 'task') continue
    for (const reference of (telling.references ?? []).slice(0, MAX_REFERENCES)) {
      const { kind, key, confidence, evidence } = reference
      const row = { executionId, kind, key, confidence, evidence: cutText(evidence, MAX_LABEL) }
      const id = `${executionId} ${kind} ${key}`
      references.set(id, surer(references.get(id) ?? row, row))
    }
  }
  return {
    executions: [...executions.values()],
    taskRuns: [...taskRuns.values()],
    keys: [...keys.values()],
    references: [...references.values()],
  }
}

/** What one telling says of a task run, where the execution is told of by others: it brings none along. */
export function taskRunOfTelling(
  teller: Teller,
  telling: TaskTelling,
): { taskRun: TaskFact; keys: ToldFacts['keys'] } {
  const executionId = idOf(teller.orgId, teller.sourceId, telling.execution)
  const keys = keysOf(teller, telling).map((key) => ({ executionId, key }))
  return { taskRun: taskFact(executionId, telling), keys }
}

function put<Fact>(
  facts: Map<string, Fact>,
  id: string,
  fact: Fact,
  merge: (a: Fact, b: Fact) => Fact,
): void {
  const before = facts.get(id)
  facts.set(id, before === undefined ? fact : merge(before, fact))
}

function executionFact({ orgId, sourceId, dialect }: Teller, telling: ExecutionTelling): ExecutionFact {
  const { at } = telling
  const saidAt: Record<string, UnixNano> = {}
  const word = (name: string, value: string | undefined): string | null => {
    if (value === undefined || value === '') return null
    saidAt[name] = at
    return cutText(value, MAX_NAME)
  }
  const labels = Object.entries(telling.labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_LABELS)
    .map(([key, value]) => {
      saidAt[`labels.${key}`] = at
      return [key, cutText(value, MAX_LABEL)] as const
    })
  const traceId = word('trace', telling.traceId)
  return {
    ...identityOf(sourceId, telling.of),
    executionId: idOf(orgId, sourceId, telling.of),
    dialect,
    states: orderObservations(telling.states ?? []),
    queuedAt: telling.queuedAt ?? null,
    startedAt: telling.startedAt ?? null,
    endedAt: telling.endedAt ?? null,
    errors: orderErrors(telling.errors ?? []),
    failedTask: null,
    title: word('title', telling.title),
    trigger: word('trigger', telling.trigger),
    actor: word('actor', telling.actor),
    commit: word('commit', telling.commit),
    branch: word('branch', telling.branch),
    version: word('version', telling.version),
    environment: word('environment', telling.environment),
    url: word('url', telling.url),
    labels: Object.fromEntries(labels),
    links: orderLinks(
      (telling.links ?? []).map(({ kind, of, evidence }) => ({
        kind,
        executionId: idOf(orgId, sourceId, of),
        traceId: null,
        spanId: null,
        evidence: cutText(evidence, MAX_LABEL),
      })),
    ),
    traceId,
    spanId: traceId === null ? null : (telling.spanId ?? null),
    saidAt,
  }
}

/** An execution of which only a task run has spoken: it is there, and nobody has said how it is. */
const placeholder = (teller: Teller, { execution, at }: TaskTelling): ExecutionFact =>
  executionFact(teller, { about: 'execution', of: execution, at })

function taskFact(executionId: string, telling: TaskTelling): TaskFact {
  const { at, of, parent } = telling
  const saidAt: Record<string, UnixNano> = { name: at }
  const word = (name: string, value: string | undefined): string | null => {
    if (value === undefined || value === '') return null
    saidAt[name] = at
    return cutText(value, MAX_NAME)
  }
  const traceId = word('trace', telling.traceId)
  return {
    executionId,
    taskRunId: taskRunIdOf(executionId, of.nativeId, of.mapIndex, of.attempt),
    parentTaskRunId:
      parent === undefined
        ? null
        : word('parent', taskRunIdOf(executionId, parent.nativeId, parent.mapIndex, parent.attempt)),
    name: cutText(telling.name, MAX_NAME),
    kind: word('kind', telling.kind),
    nativeId: of.nativeId,
    mapIndex: of.mapIndex,
    attempt: of.attempt,
    states: orderObservations(telling.states ?? []),
    queuedAt: telling.queuedAt ?? null,
    startedAt: telling.startedAt ?? null,
    endedAt: telling.endedAt ?? null,
    errors: orderErrors(telling.errors ?? []),
    worker: word('worker', telling.worker),
    url: word('url', telling.url),
    traceId,
    spanId: traceId === null ? null : (telling.spanId ?? null),
    saidAt,
  }
}

/** Names that the execution goes by because of this: those told, and those that follow from what was told. */
function keysOf({ dialect }: Teller, telling: Telling): string[] {
  const own = telling.about === 'execution' ? telling.of : telling.execution
  const keys = (telling.keys ?? []).slice(0, MAX_KEYS)
  const url = telling.url === undefined ? null : urlKey(telling.url)
  if (url !== null) keys.push(url)
  if (telling.traceId !== undefined && telling.about === 'execution') keys.push(traceKey(telling.traceId))
  keys.push(nativeKey(dialect, own.namespace, own.flow, own.nativeId))
  return [...new Set(keys)]
}

/** What two events say of one edge: the surest, and of what they read it in the first by the alphabet, as the table does. */
function surer<Reference extends ExecutionReference>(a: Reference, b: Reference): Reference {
  return {
    ...a,
    confidence: CONFIDENCES[Math.min(CONFIDENCES.indexOf(a.confidence), CONFIDENCES.indexOf(b.confidence))],
    evidence: a.evidence < b.evidence ? a.evidence : b.evidence,
  }
}

const identityOf = (sourceId: string, { namespace, flow, nativeId, attempt }: ToldIdentity) => ({
  sourceId,
  namespace,
  flow,
  nativeId,
  attempt,
})

const idOf = (orgId: string, sourceId: string, of: ToldIdentity): string =>
  executionIdOf(orgId, identityOf(sourceId, of))
