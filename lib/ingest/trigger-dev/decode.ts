import { contentKey, ignored, kept, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity, toldMessage, wholeNumber } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent, DecodedRequest, ExecutionTelling, IncomingEvent } from '@/lib/model/event'
import { PRECEDENCE, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'

/** Statuses of runs of Trigger.dev. */
export const TRIGGER_WORDS: StateWords = {
  pending_version: 'queued',
  queued: 'queued',
  delayed: 'queued',
  waiting: 'waiting',
  frozen: 'waiting',
  dequeued: 'queued',
  executing: 'running',
  reattempting: 'retrying',
  completed: 'success',
  canceled: 'cancelled',
  expired: 'cancelled',
  failed: 'failed',
  crashed: 'failed',
  interrupted: 'failed',
  system_failure: 'failed',
  timed_out: 'timed_out',
}

/** Alerts of Trigger.dev: runs that failed are told, deployments are kept. */
export function decodeTriggerDev({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(jsonBody(body))
  const type = of.at('type').text()
  const event = type === undefined ? null : decodeAlert(of, type, receivedAt)
  if (event !== null) return { events: [event], rejected: [] }
  const message = 'Not an alert of Trigger.dev: its type, or the id of its run or task, is missing.'
  return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: of.value ?? null }] }
}

function decodeAlert(of: JsonReader, type: string, receivedAt: UnixNano): DecodedEvent | null {
  const object = of.at('object')
  const [task, run] = [object.at('task', 'id').text(), object.at('run', 'id').text()]
  const named = {
    key: of.at('id').text() ?? contentKey(of.value),
    type,
    at: of.at('created').time() ?? null,
    subject:
      [object.at('project', 'name').text(), task ?? object.at('deployment', 'version').text(), run]
        .filter((word) => word !== undefined)
        .join(' · ') || null,
    body: of.value,
  }
  if (/^alert\.deployment\./.test(type))
    return kept(named, 'It changes what runs, not an execution: kept for the history of changes.')
  if (type !== 'alert.run.failed') return ignored(named, 'It says nothing of a run.')
  if (task === undefined || run === undefined) return null
  return told(named, [runTelling(object, { task, run, at: named.at ?? receivedAt })])
}

function runTelling(object: JsonReader, of: { task: string; run: string; at: UnixNano }): ExecutionTelling {
  const run = object.at('run')
  const at = run.at('completedAt').time() ?? of.at
  const state = observe(TRIGGER_WORDS, run.at('status').text() ?? 'FAILED', at, PRECEDENCE.word)
  const error = run.at('error')
  const message =
    error.at('message').text() ?? error.at('raw').text() ?? error.text() ?? `The run ended as ${state.word}.`
  const project = object.at('project', 'slug').text() ?? object.at('project', 'ref').text() ?? 'trigger.dev'
  return {
    about: 'execution',
    of: toldIdentity(project, of.task, of.run, 1),
    at,
    title:
      run.at('number').count() === undefined ? undefined : `#${wholeNumber(run.at('number').count() ?? 0)}`,
    states: [state],
    ...inOrder({
      queuedAt: run.at('createdAt').time(),
      startedAt: run.at('startedAt').time(),
      endedAt: isTerminal(state.state) ? at : undefined,
    }),
    errors: [
      {
        type: error.at('name').text() ?? error.at('type').text() ?? null,
        message: toldMessage(message),
        at,
        spanId: null,
        rank: 2,
      },
    ],
    version: object.at('task', 'version').text(),
    commit: object.at('git', 'commitSha').text(),
    branch: object.at('git', 'branch').text(),
    environment: object.at('environment', 'slug').text(),
    url: run.at('dashboardUrl').text(),
    labels: labelsOf(object),
    references: mentionsIn(run.at('tags').value, 'run.tags'),
  }
}

function labelsOf(object: JsonReader): Record<string, string> {
  const told: [string, string | undefined][] = [
    ['trigger_dev.file', object.at('task', 'filePath').text()],
    ['trigger_dev.machine', object.at('run', 'machine').text()],
    ['trigger_dev.is_test', object.at('run', 'isTest').boolean() === true ? 'true' : undefined],
    [
      'trigger_dev.out_of_memory',
      object.at('run', 'isOutOfMemoryError').boolean() === true ? 'true' : undefined,
    ],
  ]
  return Object.fromEntries(told.filter((each): each is [string, string] => each[1] !== undefined))
}
