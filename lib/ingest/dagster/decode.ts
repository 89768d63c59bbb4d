import { contentKey, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { inAddress } from '@/lib/ingest/events/polled-item'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { DAGSTER_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type {
  DecodedEvent,
  DecodedRequest,
  ExecutionTelling,
  IncomingEvent,
  ToldIdentity,
} from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'
import { stepTellings } from './steps'

/** An error of a run, with the step that it is of. */
export type RunError = { stepKey: string | null; error: ErrorObservation }

/**
 * A run in the words of Dagster's GraphQL API, as our sensor posts it (`{ deployment, ui, run }`) and as the poll wraps
 * it (`{ kind: 'run', item, … }`). The namespace is the deployment, `dagster` where it has no name: the same that
 * OpenLineage's integration takes by default, so that a run seen both ways is one.
 */
export function decodeDagster({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const value = jsonBody(body)
  const of = new JsonReader(value)
  const wrapped = of.at('run').isObject ? of.at('run') : of.at('item')
  const event = decodeRun(wrapped.isObject ? wrapped : of, of, receivedAt)
  if (event !== null) return { events: [event], rejected: [] }
  const message = 'Not a run of Dagster: runId or jobName is missing.'
  return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: value }] }
}

function decodeRun(run: JsonReader, around: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const runId = run.at('runId').text() ?? run.at('id').text()
  const job = run.at('jobName').text() ?? run.at('pipelineName').text()
  if (runId === undefined || job === undefined) return null
  const identity = toldIdentity(around.at('deployment').text() ?? 'dagster', job, runId)
  const errors = errorsOf(run, receivedAt)
  const telling = runTelling(identity, run, around, errors, receivedAt)
  const named = {
    key: contentKey(around.value),
    type: `run.${run.at('status').text() ?? 'unknown'}`,
    at: telling.at,
    subject: `${job} · ${runId}`,
    body: around.value,
  }
  return told(named, [telling, ...stepTellings(identity, run, errors, telling.at)])
}

function runTelling(
  of: ToldIdentity,
  run: JsonReader,
  around: JsonReader,
  errors: readonly RunError[],
  receivedAt: UnixNano,
): ExecutionTelling {
  const tags = tagsOf(run)
  const times = {
    queuedAt: run.at('creationTime').time(),
    startedAt: run.at('startTime').time(),
    endedAt: run.at('endTime').time(),
  }
  const states = statesOf(run, times, receivedAt)
  const ui = around.at('ui').text()
  const isOver = states.some((each) => isTerminal(each.state))
  return {
    about: 'execution',
    of,
    at: states.at(-1)?.at ?? receivedAt,
    states,
    ...times,
    endedAt: isOver ? times.endedAt : undefined,
    // What Dagster wraps around a step's exception says no more than that a step failed.
    errors: errors.map(({ stepKey, error }) => (stepKey === null ? { ...error, rank: 0 as const } : error)),
    trigger: triggerOf(tags),
    actor: tags.get('user'),
    commit: tags.get('dagster/git_commit_hash') ?? tags.get('commit'),
    version: tags.get('dagster/image'),
    url:
      ui !== undefined && /^https?:\/\//i.test(ui)
        ? `${ui.replace(/\/+$/, '')}/runs/${inAddress(of.nativeId)}`
        : undefined,
    labels: labelsOf(run, tags),
    links: linksOf(of, run, tags),
    references: mentionsIn(Object.fromEntries(tags), 'tags'),
  }
}

type Times = Record<'queuedAt' | 'startedAt' | 'endedAt', UnixNano | undefined>

function statesOf(
  run: JsonReader,
  { queuedAt, startedAt, endedAt }: Times,
  otherwise: UnixNano,
): StateObservation[] {
  const word = run.at('status').text() ?? 'unknown'
  const now = observe(DAGSTER_WORDS, word, otherwise, PRECEDENCE.word)
  const said = (each: string, at: UnixNano) => observe(DAGSTER_WORDS, each, at, PRECEDENCE.word)
  const before = [
    ...(queuedAt === undefined ? [] : [said('QUEUED', queuedAt)]),
    ...(startedAt === undefined || now.state === 'queued' ? [] : [said('STARTED', startedAt)]),
  ]
  if (isTerminal(now.state)) return [...before, { ...now, at: endedAt ?? startedAt ?? otherwise }]
  const told = now.state === 'queued' ? queuedAt : startedAt
  const isSaid = before.some((each) => each.word === word)
  return isSaid ? before : [...before, { ...now, at: run.at('updateTime').time() ?? told ?? otherwise }]
}

function errorsOf(run: JsonReader, otherwise: UnixNano): RunError[] {
  return run
    .at('errors')
    .items()
    .flatMap((each) => {
      const message = each.at('message').text()
      if (message === undefined) return []
      const type = each.at('className').text() ?? null
      // Python writes the class before the message.
      const own = type !== null && message.startsWith(`${type}: `) ? message.slice(type.length + 2) : message
      const at = inMilliseconds(each.at('timestamp').time() ?? otherwise)
      const error = { type, message: toldMessage(own), at, spanId: null, rank: 2 as const }
      return [{ stepKey: each.at('stepKey').text() ?? null, error }]
    })
}

/** The API has milliseconds where a sensor has more: the same error is to be one. */
const inMilliseconds = (at: UnixNano): UnixNano => String((BigInt(at) / 1_000_000n) * 1_000_000n)

const tagsOf = (run: JsonReader): Map<string, string> =>
  new Map(
    run
      .at('tags')
      .items()
      .flatMap((each): [string, string][] => {
        const [key, value] = [each.at('key').text(), each.at('value').text()]
        return key === undefined || value === undefined ? [] : [[key, value]]
      }),
  )

/** What launched it, in Dagster's words for its tags. */
function triggerOf(tags: ReadonlyMap<string, string>): string | undefined {
  const named = ['schedule_name', 'sensor_name', 'backfill', 'auto_materialize', 'automation_condition']
  const found = named.find((name) => tags.has(`dagster/${name}`))
  if (found !== undefined) return found.replace(/_name$/, '')
  return tags.has('user') ? 'manual' : undefined
}

function labelsOf(run: JsonReader, tags: ReadonlyMap<string, string>): Record<string, string> {
  const origin = run.at('repositoryOrigin')
  const [location, repository] = [
    origin.at('repositoryLocationName').text(),
    origin.at('repositoryName').text(),
  ]
  return {
    // Dagster's own, hidden ones begin with a dot.
    ...Object.fromEntries([...tags].filter(([key]) => !key.startsWith('.') && key !== 'user')),
    ...(location === undefined ? {} : { 'dagster.location': location }),
    ...(repository === undefined ? {} : { 'dagster.repository': repository }),
  }
}

/** A retry is a run of its own, which names the one it repeats and the first of all. */
function linksOf(
  of: ToldIdentity,
  run: JsonReader,
  tags: ReadonlyMap<string, string>,
): ExecutionTelling['links'] {
  const parent = run.at('parentRunId').text() ?? tags.get('dagster/parent_run_id')
  const root = run.at('rootRunId').text() ?? tags.get('dagster/root_run_id')
  return [
    ...(parent === undefined || parent === of.nativeId
      ? []
      : [{ kind: 'retry_of' as const, of: { ...of, nativeId: parent }, evidence: 'parentRunId' }]),
    ...(root === undefined || root === of.nativeId || root === parent
      ? []
      : [{ kind: 'link' as const, of: { ...of, nativeId: root }, evidence: 'rootRunId' }]),
  ]
}
