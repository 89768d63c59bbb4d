import { openLineageKey } from '@/lib/executions/execution-key'
import { contentKey, ignored, kept, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { inAddress } from '@/lib/ingest/events/polled-item'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import { AIRFLOW_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type {
  DecodedEvent,
  DecodedRequest,
  ExecutionReference,
  ExecutionTelling,
  IncomingEvent,
  TaskTelling,
  ToldIdentity,
} from '@/lib/model/event'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'
import { loggedChanges, versionChanges } from './definitions'
import { airflowDeployment } from './deployment'
import { taskInstanceTelling } from './task-instances'

/** What the poll of Airflow's API gives: DAG runs with their task instances, and what is kept for the history of changes. */
export function decodeAirflow({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(jsonBody(body))
  const event = decodeItem(of, receivedAt)
  if (event !== null) return { events: [event], rejected: [] }
  const message = 'Not an item of the poll: dag_id or dag_run_id is missing.'
  return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: body }] }
}

function decodeItem(of: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const item = of.at('item')
  switch (of.at('kind').text()) {
    case 'dag-run':
      return decodeRun(item, of, receivedAt)
    case 'event-log': {
      const type = `event-log.${item.at('event').text() ?? 'unknown'}`
      const key = item.at('event_log_id').text() ?? contentKey(item.value)
      const subject = subjectOf(item.at('dag_id').text(), item.at('owner').text())
      const named = { key: `event-log:${key}`, type, at: item.at('when').time() ?? null, subject }
      const event = kept(
        { ...named, body: of.value },
        "An entry of Airflow's log of events: read into the history of changes.",
      )
      return { ...event, changes: loggedChanges(of, receivedAt) }
    }
    case 'dag-version': {
      const key = item.at('id').text() ?? contentKey(item.value)
      const subject = subjectOf(
        item.at('dag_id').text(),
        `version ${item.at('version_number').text() ?? '?'}`,
      )
      const named = { key: `dag-version:${key}`, type: 'dag-version', subject, body: of.value }
      const event = kept(
        { ...named, at: item.at('created_at').time() ?? null },
        'A version of a DAG: read into the history of changes.',
      )
      return { ...event, changes: versionChanges(of, receivedAt) }
    }
    case 'import-error': {
      const subject = item.at('filename').text() ?? null
      // Its time is that of the last try to import the file, which is every half minute.
      const same = ['import_error_id', 'bundle_name', 'filename', 'stack_trace'].map(
        (key) => item.at(key).value,
      )
      const named = { key: `import-error:${contentKey(same)}`, type: 'import-error', subject }
      const at = item.at('timestamp').time() ?? null
      return kept(
        { ...named, at, body: of.value },
        'A file that Airflow cannot import: no DAG of it runs as written.',
      )
    }
    default:
      return of.isObject && of.at('kind').isThere
        ? ignored(
            { key: contentKey(of.value), type: 'unknown', at: null, subject: null, body: of.value },
            'A kind of item that nothing is read from.',
          )
        : null
  }
}

const subjectOf = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' · ')

function decodeRun(run: JsonReader, around: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const dagId = run.at('dag_id').text()
  const runId = run.at('dag_run_id').text()
  if (dagId === undefined || runId === undefined) return null
  const identity = toldIdentity(airflowDeployment(around.at('deployment').text()), dagId, runId)
  const telling = runTelling(identity, run, around, receivedAt)
  const instances = around.at('tasks').items()
  const page = isV1(around) ? undefined : telling.url
  const tasks = instances.flatMap((each) => {
    const isFormer = instances.some((other) => isLaterTry(each, other))
    return taskInstanceTelling(identity, each, { page, isFormer, otherwise: telling.at }) ?? []
  })
  // What a try said that another one followed is not what the run failed of.
  const last = tasks.filter((one) => !tasks.some((other) => isLaterTold(one, other)))
  const errors = last.flatMap((task) => task.errors ?? [])
  if (errors.length > 0) telling.errors = errors
  const named = {
    key: contentKey(around.value),
    type: `dag-run.${run.at('state').text() ?? 'unknown'}`,
    at: telling.at,
    subject: subjectOf(dagId, runId),
    body: around.value,
  }
  return told(named, [telling, ...tasks])
}

const isLaterTry = (one: JsonReader, other: JsonReader): boolean =>
  ['task_id', 'map_index'].every((key) => one.at(key).text() === other.at(key).text()) &&
  (other.at('try_number').count() ?? 0) > (one.at('try_number').count() ?? 0)

const isLaterTold = ({ of }: TaskTelling, other: TaskTelling): boolean =>
  other.of.nativeId === of.nativeId && other.of.mapIndex === of.mapIndex && other.of.attempt > of.attempt

const isV1 = (around: JsonReader): boolean => around.at('api').text() === 'v1'

function runTelling(
  of: ToldIdentity,
  run: JsonReader,
  around: JsonReader,
  receivedAt: UnixNano,
): ExecutionTelling {
  const [queuedAt, startedAt, endedAt] = ['queued_at', 'start_date', 'end_date'].map((key) =>
    run.at(key).time(),
  )
  const states = runStates(run, { queuedAt, startedAt, endedAt }, receivedAt)
  const bundle = run.at('bundle_version').text()
  const number = run.at('dag_versions').items().at(-1)?.at('version_number').text()
  const url = pageOf(of, around)
  return {
    about: 'execution',
    of,
    at: states.at(-1)?.at ?? receivedAt,
    states,
    queuedAt,
    startedAt,
    endedAt: states.some((each) => isTerminal(each.state)) ? endedAt : undefined,
    trigger: run.at('run_type').text(),
    actor: run.at('triggering_user_name').text(),
    version: bundle ?? number,
    // A bundle of a Git repository has its commit for a version.
    commit: bundle !== undefined && /^[0-9a-f]{40}$/i.test(bundle) ? bundle : undefined,
    url,
    labels: labelsOf(run),
    references: referencesOf(run),
  }
}

function pageOf({ flow, nativeId }: ToldIdentity, around: JsonReader): string | undefined {
  const ui = around.at('ui').text()?.replace(/\/+$/, '')
  if (ui === undefined || !/^https?:\/\//i.test(ui)) return undefined
  const dag = `${ui}/dags/${inAddress(flow)}`
  const run = inAddress(nativeId)
  return isV1(around) ? `${dag}/grid?dag_run_id=${run}` : `${dag}/runs/${run}`
}

function labelsOf(run: JsonReader): Record<string, string> | undefined {
  const labels = ['logical_date', 'partition_key', 'triggered_by'].flatMap((key): [string, string][] => {
    const value = run.at(key).text()
    return value === undefined ? [] : [[`airflow.${key}`, value]]
  })
  return labels.length === 0 ? undefined : Object.fromEntries(labels)
}

type Times = Record<'queuedAt' | 'startedAt' | 'endedAt', UnixNano | undefined>

/** A run that is cleared is queued and started anew under its id, with new times: what was before then no longer counts. */
function runStates(run: JsonReader, times: Times, otherwise: UnixNano): StateObservation[] {
  const word = run.at('state').text() ?? 'unknown'
  const { queuedAt, startedAt, endedAt } = times
  const now = observe(AIRFLOW_WORDS, word, otherwise, PRECEDENCE.word)
  const open = (of: string, at: UnixNano): StateObservation => ({
    ...observe(AIRFLOW_WORDS, of, at, PRECEDENCE.word),
    reopens: true,
  })
  const before = [
    ...(queuedAt === undefined ? [] : [open('queued', queuedAt)]),
    ...(startedAt === undefined || now.state === 'queued' ? [] : [open('running', startedAt)]),
  ]
  if (!isTerminal(now.state)) return before.length > 0 ? before : [{ ...now, reopens: true }]
  return [...before, { ...now, at: endedAt ?? startedAt ?? queuedAt ?? otherwise }]
}

/** What the configuration of a run was handed by whoever triggered it; Airflow's own names for OpenLineage's parent among it. */
function referencesOf(run: JsonReader): ExecutionReference[] {
  const conf = run.at('conf')
  const lineage = conf.at('openlineage')
  const named = [
    ['parent', 'parentRunId'],
    ['root', 'rootParentRunId'],
  ] as const
  const found = named.flatMap(([kind, key]): ExecutionReference[] => {
    const runId = lineage.at(key).text()
    if (runId === undefined) return []
    return [{ kind, key: openLineageKey(runId), confidence: 'certain', evidence: `conf.openlineage.${key}` }]
  })
  return [...found, ...mentionsIn(conf.value, 'conf')]
}
