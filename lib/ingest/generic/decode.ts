import { cutText } from '@/lib/executions/cut-text'
import { nativeKey } from '@/lib/executions/execution-key'
import { contentKey, kept, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity, toldMessage, wholeNumber } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { traceParent } from '@/lib/ingest/events/trace-parent'
import type {
  DecodedEvent,
  DecodedRequest,
  ExecutionTelling,
  IncomingEvent,
  TaskTelling,
  ToldIdentity,
} from '@/lib/model/event'
import type { EventMapping, MappedField } from '@/lib/model/event-mapping'
import type { ErrorObservation, StateObservation, UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { countOf, found, stateOf, textOf, timeOf } from './fields'
import { readMapping } from './mapping'

const MAX_EVENTS = 10_000
const MAX_TASKS = 5_000

/** Reads payloads by the mapping that is kept with their source. Without one they are kept whole, and can be read again once there is. */
export function mappedDecoder(stored: unknown): (event: IncomingEvent) => DecodedRequest {
  const { mapping } = stored === undefined || stored === null ? { mapping: null } : readMapping(stored)
  return ({ body, receivedAt }) => {
    const whole = new JsonReader(jsonBody(body))
    return {
      events: itemsOf(whole, mapping).map((item) => decodeItem(item, mapping, receivedAt)),
      rejected: [],
    }
  }
}

/** The events that a payload holds: itself, the items of it, or of the list that the mapping names. */
function itemsOf(whole: JsonReader, mapping: EventMapping | null): JsonReader[] {
  const listed =
    mapping?.events === undefined ? whole.items() : found(whole, { path: `${mapping.events}[*]` })
  // What is stored of one event is that event by itself, and it is read in the same way again.
  return listed.length === 0 ? [whole] : listed.slice(0, MAX_EVENTS)
}

function decodeItem(of: JsonReader, mapping: EventMapping | null, receivedAt: UnixNano): DecodedEvent {
  const named = {
    key: textOf(of, mapping?.eventKey) ?? contentKey(of.value),
    type: cutText(textOf(of, mapping?.eventType) ?? 'event', 200),
    at: timeOf(of, mapping?.execution.at) ?? null,
    subject: null,
    body: of.value ?? null,
  }
  if (mapping === null) return kept(named, 'The source has no mapping yet: set one, and read this again.')
  if (mapping.only !== undefined && !isOnly(of, mapping.only))
    return kept(named, `At ${cutText(mapping.only.path, 200)} is none of the values that the mapping is for.`)
  const { execution } = mapping
  const [flow, id] = [textOf(of, execution.flow), textOf(of, execution.id)]
  if (flow === undefined || id === undefined) {
    const missing = flow === undefined ? execution.flow : execution.id
    const where = 'path' in missing ? `there is nothing at ${cutText(missing.path, 200)}` : 'it is empty'
    return kept(named, `It has no ${flow === undefined ? 'flow' : 'id'} by the mapping: ${where}.`)
  }
  const namespace = textOf(of, execution.namespace) ?? 'default'
  const attempt = countOf(of, execution.attempt, 1) ?? 1
  const identity = toldIdentity(namespace, flow, id, attempt)
  const telling = executionTelling(of, mapping, identity, named.at ?? latestOf(of, mapping) ?? receivedAt)
  return told({ ...named, at: telling.at, subject: `${flow} · ${id}` }, [
    telling,
    ...tasksOf(of, mapping, identity, telling.at),
  ])
}

const isOnly = (of: JsonReader, { path, values }: NonNullable<EventMapping['only']>): boolean =>
  found(of, { path }).some((each) => values.includes(each.text() ?? ''))

/** A payload without a time of its own is of its last time. */
const latestOf = (of: JsonReader, { execution }: EventMapping): UnixNano | undefined =>
  timeOf(of, execution.endedAt) ?? timeOf(of, execution.startedAt) ?? timeOf(of, execution.queuedAt)

function executionTelling(
  of: JsonReader,
  mapping: EventMapping,
  identity: ToldIdentity,
  at: UnixNano,
): ExecutionTelling {
  const { execution } = mapping
  const word = (field: MappedField | undefined): string | undefined => textOf(of, field)
  const keys = [nativeKey('generic', identity.namespace, identity.nativeId)]
  const startedBy = found(of, execution.startedBy).map((each) => each.value)
  const labels = Object.entries(execution.labels ?? {}).flatMap(([name, field]) => {
    const text = word(field)
    return text === undefined ? [] : [[name, text] as const]
  })
  return {
    about: 'execution',
    of: identity,
    at,
    ...courseOf(of, mapping, execution, at, 1),
    title: word(execution.title),
    trigger: word(execution.trigger),
    actor: word(execution.actor),
    commit: word(execution.commit),
    branch: word(execution.branch),
    version: word(execution.version),
    environment: word(execution.environment),
    url: word(execution.url),
    labels: Object.fromEntries(labels),
    ...(traceParent(word(execution.traceparent)) ?? {}),
    keys,
    references: mentionsIn(startedBy, 'startedBy', keys),
  }
}

type Course = Pick<EventMapping['execution'], 'state' | 'queuedAt' | 'startedAt' | 'endedAt' | 'error'>

/** States, times and errors, for an execution and a task run alike. */
function courseOf(of: JsonReader, mapping: EventMapping, course: Course, at: UnixNano, rank: 1 | 2) {
  const endedAt = timeOf(of, course.endedAt)
  const startedAt = timeOf(of, course.startedAt)
  const queuedAt = timeOf(of, course.queuedAt)
  const seen = stateOf(mapping, textOf(of, course.state), at)
  const state =
    seen === null ? null : { ...seen, at: sinceWhen(seen, { queuedAt, startedAt, endedAt }) ?? at }
  const isOver = state === null || isTerminal(state.state)
  return {
    ...(state === null ? {} : { states: [state] }),
    // Some tools write an end into what has not ended: the time at which it was last seen.
    ...inOrder({
      queuedAt,
      startedAt,
      endedAt: isOver ? (endedAt ?? (state === null ? undefined : state.at)) : undefined,
    }),
    ...(state === null ? {} : errorsOf(textOf(of, course.error), state, rank)),
  }
}

function sinceWhen(
  { state }: StateObservation,
  times: { queuedAt?: UnixNano; startedAt?: UnixNano; endedAt?: UnixNano },
): UnixNano | undefined {
  if (isTerminal(state)) return times.endedAt
  return state === 'running' ? times.startedAt : state === 'queued' ? times.queuedAt : undefined
}

function errorsOf(
  message: string | undefined,
  state: StateObservation,
  rank: 1 | 2,
): { errors?: ErrorObservation[] } {
  if (!isBroken(state.state)) return {}
  const told = message === undefined ? `It ended as ${cutText(state.word, 200)}.` : toldMessage(message)
  return {
    errors: [
      { type: null, message: told, at: state.at, spanId: null, rank: message === undefined ? 0 : rank },
    ],
  }
}

function tasksOf(
  of: JsonReader,
  mapping: EventMapping,
  execution: ToldIdentity,
  at: UnixNano,
): TaskTelling[] {
  const { tasks } = mapping
  if (tasks === undefined) return []
  // A list may be named with or without [*] at its end.
  const listed = found(of, { path: tasks.items }).flatMap((each) =>
    Array.isArray(each.value) ? each.items() : [each],
  )
  return listed.slice(0, MAX_TASKS).flatMap((task) => {
    const id = textOf(task, tasks.id)
    if (id === undefined) return []
    const taskAt = timeOf(task, tasks.endedAt) ?? timeOf(task, tasks.startedAt) ?? at
    const parent = textOf(task, tasks.parent)
    const attempt = wholeNumber(countOf(task, tasks.attempt, 1) ?? 1)
    const telling: TaskTelling = {
      about: 'task',
      execution,
      of: { nativeId: cutText(id, 500), mapIndex: null, attempt },
      at: taskAt,
      name: textOf(task, tasks.name) ?? id,
      kind: textOf(task, tasks.kind),
      ...courseOf(task, mapping, tasks, taskAt, 2),
      worker: textOf(task, tasks.worker),
      url: textOf(task, tasks.url),
      ...(parent === undefined || parent === id
        ? {}
        : { parent: { nativeId: cutText(parent, 500), mapIndex: null, attempt: 1 } }),
    }
    return [telling]
  })
}
