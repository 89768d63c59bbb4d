import { nativeKey } from '@/lib/executions/execution-key'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type { ExecutionTelling } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'

/** Statuses of Genie's jobs. */
export const GENIE_WORDS: StateWords = {
  reserved: 'queued',
  resolved: 'queued',
  accepted: 'queued',
  claimed: 'queued',
  init: 'queued',
  running: 'running',
  succeeded: 'success',
  killed: 'cancelled',
  failed: 'failed',
  invalid: 'failed',
}

/** A job by its finished message, or by the API, whose fields have the same names without `job` before them. */
export function jobTelling(
  job: JsonReader,
  prefix: 'job' | '',
  receivedAt: UnixNano,
): ExecutionTelling | null {
  const field = (name: string): JsonReader =>
    job.at(prefix === '' ? name : `job${name.charAt(0).toUpperCase()}${name.slice(1)}`)
  const time = (name: string): UnixNano | undefined =>
    field(`${name}IsoTimestamp`).time() ?? field(`${name}Timestamp`).time() ?? field(name).time()
  const [id, name, word] = [field('id').text(), field('name').text(), field('status').text()]
  if (id === undefined || name === undefined) return null
  const [created, started, finished] = [time('created'), time('started'), time('finished')]
  const at = finished ?? field('updated').time() ?? started ?? created ?? receivedAt
  const state = word === undefined ? null : observe(GENIE_WORDS, word, at, PRECEDENCE.word)
  const isOver = state !== null && isTerminal(state.state)
  const keys = [nativeKey('genie', id)]
  const message = field('statusMessage').text() ?? field('statusMsg').text()
  return {
    about: 'execution',
    of: toldIdentity('genie', name, id),
    at,
    ...(state === null ? {} : { states: [state] }),
    ...inOrder({ queuedAt: created, startedAt: started, endedAt: isOver ? finished : undefined }),
    errors: errorsOf(state, message, field('exitCode').number()),
    actor: field('user').text(),
    version: field('version').text(),
    labels: labelsOf(job, field('grouping').text(), field('groupingInstance').text()),
    keys,
    references: mentionsIn([field('metadata').value, field('tags').value], '', keys),
  }
}

function errorsOf(
  state: StateObservation | null,
  message: string | undefined,
  exitCode: number | undefined,
): ErrorObservation[] | undefined {
  if (state === null || !isBroken(state.state)) return undefined
  const code = exitCode === undefined || exitCode === 0 ? null : `exit code ${exitCode}`
  const told = message ?? `The job ended as ${state.word}.`
  return [
    {
      type: code,
      message: toldMessage(told),
      at: state.at,
      spanId: null,
      rank: message === undefined ? 0 : 2,
    },
  ]
}

function labelsOf(
  job: JsonReader,
  grouping: string | undefined,
  instance: string | undefined,
): Record<string, string> {
  const told: [string, string | undefined][] = [
    ['genie.cluster', job.at('clusterName').text()],
    ['genie.command', job.at('commandName').text()],
    ['genie.grouping', grouping],
    ['genie.grouping_instance', instance],
  ]
  return Object.fromEntries(told.filter((each): each is [string, string] => each[1] !== undefined))
}
