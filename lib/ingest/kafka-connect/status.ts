import { contentKey, told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent, TaskTelling, ToldIdentity } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'

/** States of connectors and their tasks, as the REST interface of Kafka Connect has them. */
export const CONNECTOR_WORDS: StateWords = {
  unassigned: 'queued',
  running: 'running',
  paused: 'waiting',
  restarting: 'retrying',
  stopped: 'cancelled',
  destroyed: 'cancelled',
  failed: 'failed',
}

const MAX_TASKS = 1_000

/** The status of a connector at a time: what `GET /connectors/<name>/status` answers. */
export type ConnectorStatus = { of: JsonReader; cluster: string; at: UnixNano; key: string; body: unknown }

/**
 * A connector is one execution for as long as it is there, which goes on when it is started again; its tasks are task
 * runs. Null where it has no name.
 */
export function decodeStatus({ of, cluster, at, key, body }: ConnectorStatus): DecodedEvent | null {
  const name = of.at('name').text()
  if (name === undefined) return null
  const state = stateOf(of.at('connector'), at)
  const execution = toldIdentity(cluster, name, name)
  const tasks = of.at('tasks').items().slice(0, MAX_TASKS)
  const named = {
    key,
    type: `connector.${state?.word ?? 'unknown'}`,
    at,
    subject: `${cluster} · ${name}`,
    body,
  }
  return told(named, [
    {
      about: 'execution',
      of: execution,
      at,
      ...progressOf(of.at('connector'), state),
      trigger: 'stream',
      labels: labelsOf(of),
    },
    ...tasks.flatMap((task) => taskTelling(task, execution, at) ?? []),
  ])
}

export const statusKey = (cluster: string, at: UnixNano, of: JsonReader): string =>
  contentKey([cluster, at, of.value ?? null])

/** Whatever went before, a connector that runs again runs. */
function stateOf(of: JsonReader, at: UnixNano): StateObservation | null {
  const word = of.at('state').text()
  if (word === undefined) return null
  const state = observe(CONNECTOR_WORDS, word, at, PRECEDENCE.word)
  return isTerminal(state.state) || state.state === 'unknown' ? state : { ...state, reopens: true }
}

function progressOf(of: JsonReader, state: StateObservation | null) {
  if (state === null) return {}
  const isOver = isTerminal(state.state)
  return {
    states: [state],
    ...(state.state === 'running' ? { startedAt: state.at } : {}),
    ...(isOver ? { endedAt: state.at } : {}),
    ...(isBroken(state.state) ? { errors: [errorOf(of, state)] } : {}),
  }
}

/** The first line of the stack trace says what it is; all of it is the message. */
function errorOf(of: JsonReader, { at, word }: StateObservation): ErrorObservation {
  const trace = of.at('trace').text()
  const [, type] = /^([\w.$]+(?:Exception|Error))\b/.exec(trace ?? '') ?? []
  const message = trace === undefined ? `It is ${word}.` : toldMessage(trace)
  return { type: type ?? null, message, at, spanId: null, rank: trace === undefined ? 0 : 2 }
}

function taskTelling(task: JsonReader, execution: ToldIdentity, at: UnixNano): TaskTelling | null {
  const id = task.at('id').count()
  if (id === undefined) return null
  return {
    about: 'task',
    execution,
    of: { nativeId: String(id), mapIndex: null, attempt: 1 },
    at,
    name: `task ${id}`,
    kind: 'task',
    ...progressOf(task, stateOf(task, at)),
    worker: task.at('worker_id').text(),
  }
}

function labelsOf(of: JsonReader): Record<string, string> {
  const type = of.at('type').text()
  const worker = of.at('connector', 'worker_id').text()
  return {
    ...(type === undefined ? {} : { 'kafka_connect.type': type }),
    ...(worker === undefined ? {} : { 'kafka_connect.worker': worker }),
  }
}
