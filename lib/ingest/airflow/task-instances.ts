import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { inAddress } from '@/lib/ingest/events/polled-item'
import { toldMessage, wholeNumber } from '@/lib/ingest/events/told-identity'
import { AIRFLOW_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { TaskTelling, ToldIdentity } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'

/** A task instance of Airflow's API, or one of its former tries; -1 stands for unmapped, try 0 for not yet tried. */
export function taskInstanceTelling(
  execution: ToldIdentity,
  instance: JsonReader,
  { page, isFormer, otherwise }: { page: string | undefined; isFormer: boolean; otherwise: UnixNano },
): TaskTelling | null {
  const taskId = instance.at('task_id').text()
  if (taskId === undefined) return null
  const map = instance.at('map_index').count()
  const attempt = wholeNumber(Math.max(1, instance.at('try_number').count() ?? 1))
  const [queuedAt, startedAt, endedAt] = ['queued_when', 'start_date', 'end_date'].map((key) =>
    instance.at(key).time(),
  )
  const told = instanceStates(instance, { queuedAt, startedAt, endedAt }, otherwise)
  // A try that another one followed is over, though Airflow's history may say that it waits for a retry.
  const states = told.map((each, index) =>
    isFormer && index === told.length - 1 && !isTerminal(each.state)
      ? { ...each, state: 'failed' as const }
      : each,
  )
  const isOver = states.some((each) => isTerminal(each.state))
  const label = instance.at('rendered_map_index').text()
  const name = instance.at('task_display_name').text() ?? taskId
  const errors = errorsOf(instance.at('log'), endedAt ?? otherwise)
  return {
    about: 'task',
    execution,
    of: { nativeId: taskId, mapIndex: map === undefined ? null : wholeNumber(map), attempt },
    at: states.at(-1)?.at ?? otherwise,
    // Where nobody gave the mapped ones names, Airflow calls them by their index.
    name: map === undefined || label === undefined || label === String(map) ? name : `${name} [${label}]`,
    // The class, as OpenLineage and OpenTelemetry name it; `operator_name` may say it otherwise.
    kind: instance.at('operator').text() ?? instance.at('operator_name').text(),
    states,
    queuedAt,
    startedAt,
    endedAt: isOver ? endedAt : undefined,
    worker: instance.at('hostname').text(),
    url: page === undefined ? undefined : `${page}/tasks/${inAddress(taskId)}${mapped(map)}`,
    ...(errors.length === 0 ? {} : { errors }),
  }
}

const mapped = (map: number | undefined): string => (map === undefined ? '' : `/mapped/${map}`)

type Times = Record<'queuedAt' | 'startedAt' | 'endedAt', UnixNano | undefined>

/** The API tells the state of now and three times; the former states follow from those. */
function instanceStates(instance: JsonReader, times: Times, otherwise: UnixNano): StateObservation[] {
  const word = instance.at('state').text() ?? 'none'
  const { queuedAt, startedAt, endedAt } = times
  const isWaiting = /^(none|scheduled|queued|up_for_reschedule)$/i.test(word)
  const now = observe(AIRFLOW_WORDS, word, otherwise, PRECEDENCE.word)
  const at = (isWaiting ? queuedAt : (endedAt ?? startedAt)) ?? queuedAt ?? otherwise
  return [
    ...(queuedAt === undefined || isWaiting ? [] : [said('queued', queuedAt)]),
    // What was skipped has a start in Airflow's table, though it never ran.
    ...(startedAt === undefined || isWaiting || now.state === 'skipped' ? [] : [said('running', startedAt)]),
    { ...now, at },
  ]
}

const said = (word: string, at: UnixNano): StateObservation =>
  observe(AIRFLOW_WORDS, word, at, PRECEDENCE.word)

/** The exception that Airflow's log tells of, the innermost last. */
function errorsOf(log: JsonReader, otherwise: UnixNano): ErrorObservation[] {
  return log.items().flatMap((line) => {
    const at = line.at('timestamp').time() ?? otherwise
    return line
      .at('error_detail')
      .items()
      .flatMap((detail) => {
        const message = detail.at('exc_value').text()
        const type = detail.at('exc_type').text() ?? null
        if (message === undefined && type === null) return []
        return [{ type, message: toldMessage(message ?? type ?? ''), at, spanId: null, rank: 2 as const }]
      })
  })
}
