import { nativeKey } from '@/lib/executions/execution-key'
import { contentKey, told } from '@/lib/ingest/events/decoded-event'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type {
  DecodedRequest,
  ExecutionTelling,
  IncomingEvent,
  TaskTelling,
  ToldIdentity,
} from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'

/** Statuses of jobs of Delphix's Data Control Tower, and of the tasks in them. */
export const DELPHIX_WORDS: StateWords = {
  pending: 'queued',
  waiting: 'queued',
  started: 'running',
  running: 'running',
  suspended: 'waiting',
  completed: 'success',
  failed: 'failed',
  timedout: 'timed_out',
  canceled: 'cancelled',
  abandoned: 'cancelled',
}

const MAX_TASKS = 1_000

/** A job of Data Control Tower as the poll wraps it. The flow is its kind and what it is done to. */
export function decodeDelphix({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(body)
  const job = of.at('item')
  const [id, type] = [job.at('id').text(), job.at('type').text()]
  if (id === undefined || type === undefined) {
    const message = 'Not a job of Delphix: its id or its type is missing.'
    return { events: [], rejected: [{ path: 'item', reason: 'no_identity', message, item: body ?? null }] }
  }
  const target = job.at('target_name').text()
  const flow = target === undefined ? type : `${type} ${target}`
  const execution = toldIdentity('delphix', flow, id)
  const telling = jobTelling(job, execution, receivedAt)
  const named = {
    key: contentKey(of.value),
    type: `job.${telling.states?.[0]?.word ?? 'unknown'}`,
    at: telling.at,
    subject: `${flow} · ${id}`,
    body,
  }
  const tasks = job
    .at('tasks')
    .items()
    .slice(0, MAX_TASKS)
    .flatMap((task) => taskTelling(task, execution, telling.at) ?? [])
  return { events: [told(named, [telling, ...tasks])], rejected: [] }
}

function jobTelling(job: JsonReader, of: ToldIdentity, receivedAt: UnixNano): ExecutionTelling {
  const at = job.at('update_time').time() ?? job.at('start_time').time() ?? receivedAt
  const warning = job.at('warning_message').text()
  const seen = stateOf(job, at)
  // A job that completed with a warning did what it was there for.
  const state =
    seen?.state === 'success' && warning !== undefined ? { ...seen, state: 'warning' as const } : seen
  const labels: [string, string | undefined][] = [
    ['delphix.target_id', job.at('target_id').text()],
    ['delphix.warning', warning],
  ]
  return {
    about: 'execution',
    of,
    at,
    title: job.at('localized_type').text(),
    ...(state === null ? {} : { states: [state] }),
    ...timesOf(job, state, at),
    errors: errorsOf(job, state, 1),
    actor: job.at('account_name').text(),
    labels: Object.fromEntries(labels.filter((each): each is [string, string] => each[1] !== undefined)),
    keys: [nativeKey('delphix', of.nativeId)],
  }
}

function stateOf(of: JsonReader, at: UnixNano): StateObservation | null {
  const word = of.at('status').text()
  return word === undefined ? null : observe(DELPHIX_WORDS, word, at, PRECEDENCE.word)
}

const timesOf = (of: JsonReader, state: StateObservation | null, at: UnixNano) =>
  inOrder({
    startedAt: of.at('start_time').time(),
    endedAt: state !== null && isTerminal(state.state) ? at : undefined,
  })

function errorsOf(
  of: JsonReader,
  state: StateObservation | null,
  rank: 1 | 2,
): ErrorObservation[] | undefined {
  if (state === null || !isBroken(state.state)) return undefined
  const message = of.at('error_details').text() ?? `It ended as ${state.word}.`
  return [{ type: null, message: toldMessage(message), at: state.at, spanId: null, rank }]
}

function taskTelling(task: JsonReader, execution: ToldIdentity, otherwise: UnixNano): TaskTelling | null {
  const id = task.at('id').text()
  if (id === undefined) return null
  const at = task.at('update_time').time() ?? task.at('start_time').time() ?? otherwise
  const state = stateOf(task, at)
  return {
    about: 'task',
    execution,
    of: { nativeId: toldIdentity('', '', id).nativeId, mapIndex: null, attempt: 1 },
    at,
    name: task.at('title').text() ?? task.at('name').text() ?? id,
    kind: 'task',
    ...(state === null ? {} : { states: [state] }),
    ...timesOf(task, state, at),
    errors: errorsOf(task, state, 2),
  }
}
