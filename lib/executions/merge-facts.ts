import type { ErrorObservation, ExecutionFact, ExecutionLink, TaskFact, UnixNano } from '@/lib/model/fact'
import { stableJson } from './stable-json'
import { compareNano, earlier, later, orderObservations } from './state'

/**
 * How what events say is put together. Both merges are commutative, associative and idempotent, so the outcome depends on
 * the set of events alone: not on their order, nor on how often one came, nor on who merged which of them first. Every
 * bound below keeps the first so many of one fixed order, which is what keeps that true when something is left out.
 */

/** Labels of an execution; which of more than that are kept is decided by name. */
export const MAX_LABELS = 32
const MAX_ERRORS = 16
const MAX_LINKS = 64

const EXECUTION_WORDS = [
  'title',
  'trigger',
  'actor',
  'commit',
  'branch',
  'version',
  'environment',
  'url',
] as const

/** What two sets of events say about one execution. */
export function mergeExecutionFacts(a: ExecutionFact, b: ExecutionFact): ExecutionFact {
  const saidAt: Record<string, UnixNano> = {}
  const words = new Words(a.saidAt ?? {}, b.saidAt ?? {}, saidAt)
  const trace = words.latest('trace', spanOf(a), spanOf(b))
  const merged: ExecutionFact = {
    ...a,
    states: orderObservations([...a.states, ...b.states]),
    queuedAt: earlier(a.queuedAt, b.queuedAt),
    startedAt: earlier(a.startedAt, b.startedAt),
    endedAt: later(a.endedAt, b.endedAt),
    errors: orderErrors([...a.errors, ...b.errors]),
    labels: mergeLabels(a, b, words),
    links: orderLinks([...a.links, ...b.links]),
    traceId: trace?.traceId ?? null,
    spanId: trace?.spanId ?? null,
    saidAt,
  }
  for (const word of EXECUTION_WORDS) merged[word] = words.latest(word, a[word], b[word])
  return merged
}

/** What two sets of events say about one task run. */
export function mergeTaskFacts(a: TaskFact, b: TaskFact): TaskFact {
  const saidAt: Record<string, UnixNano> = {}
  const words = new Words(a.saidAt ?? {}, b.saidAt ?? {}, saidAt)
  const trace = words.latest('trace', spanOf(a), spanOf(b))
  return {
    ...a,
    parentTaskRunId: words.latest('parent', a.parentTaskRunId, b.parentTaskRunId),
    name: words.latest('name', a.name, b.name) ?? a.name,
    kind: words.latest('kind', a.kind, b.kind),
    states: orderObservations([...a.states, ...b.states]),
    queuedAt: earlier(a.queuedAt, b.queuedAt),
    startedAt: earlier(a.startedAt, b.startedAt),
    endedAt: later(a.endedAt, b.endedAt),
    errors: orderErrors([...a.errors, ...b.errors]),
    worker: words.latest('worker', a.worker, b.worker),
    url: words.latest('url', a.url, b.url),
    traceId: trace?.traceId ?? null,
    spanId: trace?.spanId ?? null,
    saidAt,
  }
}

/** Errors in the order a person wants them, each once: the tool's own words first, then the latest. */
export function orderErrors(errors: readonly ErrorObservation[]): ErrorObservation[] {
  const distinct = new Map(errors.map((error) => [stableJson(error), error]))
  return [...distinct]
    .sort(([aText, a], [bText, b]) => b.rank - a.rank || compareNano(b.at, a.at) || (aText < bText ? -1 : 1))
    .slice(0, MAX_ERRORS)
    .map(([, error]) => error)
}

const LINK_ORDER: ExecutionLink['kind'][] = ['parent', 'retry_of', 'root', 'link']

/** Links in one order, each once: what an execution belongs to before what it merely points at. */
export function orderLinks(links: readonly ExecutionLink[]): ExecutionLink[] {
  const distinct = new Map(links.map((link) => [stableJson(link), link]))
  return [...distinct]
    .sort(
      ([aText, a], [bText, b]) =>
        LINK_ORDER.indexOf(a.kind) - LINK_ORDER.indexOf(b.kind) || (aText < bText ? -1 : 1),
    )
    .slice(0, MAX_LINKS)
    .map(([, link]) => link)
}

function mergeLabels(a: ExecutionFact, b: ExecutionFact, words: Words): Record<string, string> {
  const names = [...new Set([...Object.keys(a.labels), ...Object.keys(b.labels)])].sort().slice(0, MAX_LABELS)
  const labels: [string, string][] = []
  for (const name of names) {
    const value = words.latest(`labels.${name}`, own(a.labels, name), own(b.labels, name))
    if (value !== null) labels.push([name, value])
  }
  return Object.fromEntries(labels)
}

/** Words of two sides with the time each was said: the later one counts, of two at once the greater. */
class Words {
  constructor(
    readonly a: Record<string, UnixNano>,
    readonly b: Record<string, UnixNano>,
    readonly into: Record<string, UnixNano>,
  ) {}

  latest<Value>(name: string, a: Value | null, b: Value | null): Value | null {
    const [aAt, bAt] = [own(this.a, name) ?? '0', own(this.b, name) ?? '0']
    const isA = b === null || (a !== null && (compareNano(aAt, bAt) || compareText(a, b)) >= 0)
    const value = isA ? a : b
    if (value !== null) this.into[name] = isA ? aAt : bAt
    return value
  }
}

const compareText = (a: unknown, b: unknown): number => {
  const [aText, bText] = [stableJson(a), stableJson(b)]
  return aText < bText ? -1 : aText > bText ? 1 : 0
}

/** The span with its trace: one without the other would point nowhere. */
const spanOf = ({ traceId, spanId }: { traceId: string | null; spanId: string | null }) =>
  traceId === null ? null : { traceId, spanId }

const own = (of: Record<string, string>, name: string): string | null =>
  Object.hasOwn(of, name) ? (of[name] ?? null) : null
