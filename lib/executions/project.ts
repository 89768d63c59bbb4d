import {
  type ErrorObservation,
  type ExecutionFact,
  type ExecutionLink,
  PRECEDENCE,
  type StateObservation,
  type TaskFact,
  type UnixNano,
} from '@/lib/model/fact'
import { isTerminal, type State } from '@/lib/model/state'
import { dateOfNano } from '@/lib/model/unix-nano'
import { cutText } from './cut-text'
import { flowIdOf } from './identity'
import { stableJson } from './stable-json'
import { compareNano, earlier, foldState, later } from './state'

/** The columns of an execution's row that follow from what was said about it. */
export type ExecutionProjection = ReturnType<typeof projectExecution>

/** The columns of a task run's row that follow from what was said about it. */
export type TaskProjection = ReturnType<typeof projectTaskRun>

const MAX_LABELS = 32
const MAX_LINKS = 64
/** As much of a word as an index entry holds, whatever its letters: some of the lists' indexes carry two. */
const MAX_INDEXED = 250

/**
 * The row that all origins together say. Where they differ the one with the worthiest word counts, then the one that
 * saw the latest, then the greater origin id; where that one is silent, the next is asked.
 */
export function projectExecution(
  orgId: string,
  facts: Record<string, ExecutionFact>,
  otherwise: { environment: string; occurredAt: UnixNano },
) {
  const told = byStrength(facts)
  const first = told[0]
  if (first === undefined) throw new Error('An execution without a fact has no row')
  const named = told.find((fact) => fact.standsIn !== true) ?? first
  const { state, word, transitions } = foldState(told.flatMap((fact) => fact.states))
  const times = timesOf(told, keepsEnd(state, false))
  const error = wentWell(state) ? null : leadingError(told)
  const links = mergeLinks(told)
  const at = times.started ?? times.queued ?? times.ended ?? transitions[0]?.at ?? otherwise.occurredAt
  return {
    id: first.executionId,
    sourceId: first.sourceId,
    flowId: flowIdOf(orgId, named),
    nativeId: first.nativeId,
    attempt: first.attempt,
    title: firstSaid(told, (fact) => fact.title),
    dialect: first.dialect,
    state,
    nativeState: word,
    occurredAt: dateOfNano(at),
    ...nanoColumns(times),
    trigger: indexed(firstSaid(told, (fact) => fact.trigger)),
    actor: firstSaid(told, (fact) => fact.actor),
    commit: firstSaid(told, (fact) => fact.commit),
    branch: firstSaid(told, (fact) => fact.branch),
    version: firstSaid(told, (fact) => fact.version),
    environment: indexed(firstSaid(told, (fact) => fact.environment)) ?? otherwise.environment,
    url: firstSaid(told, (fact) => fact.url),
    errorType: error?.type ?? null,
    errorMessage: error?.message ?? null,
    failedTask: wentWell(state) ? null : firstSaid(told, (fact) => fact.failedTask),
    labels: mergeLabels(told),
    transitions,
    links,
    parentId: links.find((link) => link.kind === 'parent' && link.executionId !== null)?.executionId ?? null,
    retryOfId:
      links.find((link) => link.kind === 'retry_of' && link.executionId !== null)?.executionId ?? null,
    ...traceColumns(told),
  }
}

const indexed = (word: string | null): string | null => (word === null ? null : cutText(word, MAX_INDEXED))

/** The row of a task run that all origins together say. */
export function projectTaskRun(facts: Record<string, TaskFact>) {
  const told = byStrength(facts)
  const first = told[0]
  if (first === undefined) throw new Error('A task run without a fact has no row')
  const { state, word } = foldState(told.flatMap((fact) => fact.states))
  const error = wentWell(state) ? null : leadingError(told)
  return {
    executionId: first.executionId,
    id: first.taskRunId,
    parentId: firstSaid(told, (fact) => fact.parentTaskRunId),
    name: first.name,
    kind: firstSaid(told, (fact) => fact.kind),
    nativeId: firstSaid(told, (fact) => fact.nativeId),
    mapIndex: first.mapIndex,
    attempt: first.attempt,
    state,
    nativeState: word,
    ...nanoColumns(timesOf(told, keepsEnd(state, true))),
    errorType: error?.type ?? null,
    errorMessage: error?.message ?? null,
    worker: firstSaid(told, (fact) => fact.worker),
    url: firstSaid(told, (fact) => fact.url),
    ...traceColumns(told),
  }
}

/** As much of a fact as weighing it against others needs. */
type Told = {
  states: StateObservation[]
  queuedAt: UnixNano | null
  startedAt: UnixNano | null
  endedAt: UnixNano | null
  errors: ErrorObservation[]
  traceId: string | null
  spanId: string | null
}

/** Who says nothing of the state is worth as much as a span, and more than what was concluded from silence. */
const worthOf = (fact: Told): number =>
  fact.states.length === 0 ? PRECEDENCE.status : Math.max(...fact.states.map((each) => each.precedence))

const lastSeen = (fact: Told): UnixNano =>
  fact.states.reduce<UnixNano>((last, each) => (compareNano(each.at, last) > 0 ? each.at : last), '0')

function byStrength<Fact extends Told>(facts: Record<string, Fact>): Fact[] {
  return Object.entries(facts)
    .map(([origin, fact]) => ({ origin, fact, worth: worthOf(fact), seen: lastSeen(fact) }))
    .sort((a, b) => b.worth - a.worth || compareNano(b.seen, a.seen) || (a.origin < b.origin ? 1 : -1))
    .map(({ fact }) => fact)
}

function firstSaid<Fact, Value>(told: readonly Fact[], read: (fact: Fact) => Value | null): Value | null {
  for (const fact of told) {
    const value = read(fact)
    if (value !== null) return value
  }
  return null
}

const wentWell = (state: State): boolean => state === 'success' || state === 'skipped'

/** An end is kept when nothing more is expected; a task's attempt also ends when the tool goes on to retry it. */
const keepsEnd = (state: State, isTask: boolean): boolean =>
  isTerminal(state) || state === 'unknown' || (isTask && state === 'retrying')

type Times = { queued: UnixNano | null; started: UnixNano | null; ended: UnixNano | null }

/** Times by the worthiest origins that tell them, in an order that can be: clocks of tools and workers disagree. */
function timesOf(told: readonly Told[], hasEnd: boolean): Times {
  const started = ofWorthiest(told, (fact) => fact.startedAt, earlier)
  const queued = ofWorthiest(told, (fact) => fact.queuedAt, earlier)
  const ended = hasEnd ? ofWorthiest(told, (fact) => fact.endedAt, later) : null
  return {
    queued: queued !== null && started !== null ? earlier(queued, started) : queued,
    started,
    ended: ended !== null && started !== null ? later(ended, started) : ended,
  }
}

function ofWorthiest(
  told: readonly Told[],
  read: (fact: Told) => UnixNano | null,
  merge: (a: UnixNano | null, b: UnixNano | null) => UnixNano | null,
): UnixNano | null {
  const telling = told.filter((fact) => read(fact) !== null)
  const worth = Math.max(...telling.map(worthOf))
  return telling
    .filter((fact) => worthOf(fact) === worth)
    .map(read)
    .reduce(merge, null)
}

function nanoColumns({ queued, started, ended }: Times) {
  const [startedNano, endedNano] = [started, ended].map((nano) => (nano === null ? null : BigInt(nano)))
  const isOver =
    startedNano !== null && startedNano !== undefined && endedNano !== null && endedNano !== undefined
  return {
    queuedAtUnixNano: queued === null ? null : BigInt(queued),
    startedAtUnixNano: startedNano ?? null,
    endedAtUnixNano: endedNano ?? null,
    durationMs: isOver ? Number((endedNano - startedNano) / 1_000_000n) : null,
  }
}

/** A tool's word or an exception beats a mere status message; else the strongest origin's first is it. */
function leadingError(told: readonly Told[]): ErrorObservation | null {
  const first = told.flatMap((fact) => fact.errors.slice(0, 1))
  return first.find((error) => error.rank > 0) ?? first[0] ?? null
}

function mergeLabels(told: readonly ExecutionFact[]): Record<string, string> {
  const labels = new Map<string, string>()
  for (const fact of told) {
    for (const [key, value] of Object.entries(fact.labels)) if (!labels.has(key)) labels.set(key, value)
  }
  return Object.fromEntries([...labels].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MAX_LABELS))
}

/** Every link once, those of the strongest origin first. */
function mergeLinks(told: readonly ExecutionFact[]): ExecutionLink[] {
  const links = told
    .flatMap((fact) => fact.links)
    .map(({ kind, executionId, traceId, spanId, evidence }) => ({
      kind,
      executionId,
      traceId,
      spanId,
      evidence,
    }))
  return [...new Map(links.map((link) => [stableJson(link), link])).values()].slice(0, MAX_LINKS)
}

/** Trace and span together, from the strongest origin that is a trace. */
function traceColumns(told: readonly Told[]): { traceId: string | null; spanId: Buffer | null } {
  const traced = told.find((fact) => fact.traceId !== null)
  return {
    traceId: traced?.traceId == null ? null : asUuid(traced.traceId),
    spanId: traced?.spanId == null ? null : Buffer.from(traced.spanId, 'hex'),
  }
}

/** A trace id in the form in which Postgres gives a uuid back. */
const asUuid = (hex: string): string => {
  const plain = hex.replaceAll('-', '')
  return `${plain.slice(0, 8)}-${plain.slice(8, 12)}-${plain.slice(12, 16)}-${plain.slice(16, 20)}-${plain.slice(20)}`
}
