import { nativeKey } from '@/lib/executions/execution-key'
import { contentKey, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { traceParent } from '@/lib/ingest/events/trace-parent'
import { observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedRequest, ExecutionReference, ExecutionTelling, IncomingEvent } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { activitiesOf } from './activities'
import { failureOf, type HistoryEvent, historyOf, traceparentOf, WORKFLOW_WORDS } from './history'

/** A run of a workflow by its id alone, which is unique everywhere. */
const runKey = (runId: string): string => nativeKey('temporal', 'run', runId)

/** The history of one run of a workflow, as `temporal workflow show --output json` exports it. */
export function decodeHistory({ body }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(jsonBody(body))
  const events = historyOf(of)
  const start = events.find(({ type }) => type === 'WorkflowExecutionStarted')
  const type = start?.attributes.at('workflowType', 'name').text()
  const runId = of.at('runId').text() ?? start?.attributes.at('originalExecutionRunId').text()
  if (start === undefined || type === undefined || runId === undefined) {
    const message =
      'Not a history: the event WorkflowExecutionStarted, its type or the id of the run is missing.'
    return {
      events: [],
      rejected: [{ path: 'events', reason: 'no_identity', message, item: of.value ?? null }],
    }
  }
  const workflowId = of.at('workflowId').text() ?? start.attributes.at('workflowId').text()
  const execution = toldIdentity(of.at('namespace').text() ?? 'default', type, runId)
  const last = events.at(-1) ?? start
  const named = {
    key: contentKey(of.value),
    type: `history.${last.type.slice(0, 100)}`,
    at: last.at,
    subject: `${type} · ${workflowId ?? runId}`,
    body: of.value,
  }
  const telling: ExecutionTelling = {
    about: 'execution',
    of: execution,
    at: last.at,
    title: workflowId,
    ...courseOf(events, start),
    trigger: start.attributes.at('cronSchedule').isThere
      ? 'schedule'
      : start.attributes
          .at('initiator')
          .text()
          ?.replace(/^CONTINUE_AS_NEW_INITIATOR_/, '')
          .toLowerCase(),
    actor: start.attributes.at('identity').text(),
    labels: labelsOf(start, workflowId),
    ...(traceParent(traceparentOf(start.attributes)) ?? {}),
    keys: [runKey(runId)],
    references: referencesOf(start, events, runId),
  }
  return { events: [told(named, [telling, ...activitiesOf(events, execution)])], rejected: [] }
}

function courseOf(events: readonly HistoryEvent[], start: HistoryEvent) {
  const states: StateObservation[] = []
  const errors: ErrorObservation[] = []
  for (const { type, at, attributes } of events) {
    const state = observe(WORKFLOW_WORDS, type, at, PRECEDENCE.word)
    if (state.state === 'unknown') continue
    states.push(state)
    if (!isBroken(state.state)) continue
    const failure = failureOf(attributes) ?? { type: null, message: `The workflow ended as ${type}.` }
    errors.push({ ...failure, at, spanId: null, rank: 1 })
  }
  const end = states.findLast(({ state }) => isTerminal(state))
  return {
    states,
    ...(errors.length === 0 ? {} : { errors }),
    ...inOrder({ queuedAt: start.at, startedAt: start.at, endedAt: end?.at }),
  }
}

function labelsOf({ attributes }: HistoryEvent, workflowId: string | undefined): Record<string, string> {
  const attempt = attributes.at('attempt').count(2)
  const told: [string, string | undefined][] = [
    ['temporal.workflow_id', workflowId],
    ['temporal.task_queue', attributes.at('taskQueue', 'name').text()],
    ['temporal.attempt', attempt === undefined ? undefined : String(attempt)],
    ['temporal.cron', attributes.at('cronSchedule').text()],
  ]
  return Object.fromEntries(told.filter((each): each is [string, string] => each[1] !== undefined))
}

/** What started it, what it goes on from, and what it started. */
function referencesOf(
  start: HistoryEvent,
  events: readonly HistoryEvent[],
  runId: string,
): ExecutionReference[] {
  const isRetry = start.attributes.at('attempt').count(2) !== undefined
  const named: [ExecutionReference['kind'], string | undefined, string][] = [
    ['parent', start.attributes.at('parentWorkflowExecution', 'runId').text(), 'parentWorkflowExecution'],
    ['root', start.attributes.at('rootWorkflowExecution', 'runId').text(), 'rootWorkflowExecution'],
    [
      isRetry ? 'retry_of' : 'triggered_by',
      start.attributes.at('continuedExecutionRunId').text(),
      'continuedExecutionRunId',
    ],
    ...events
      .filter(({ type }) => type === 'ChildWorkflowExecutionStarted')
      .slice(0, 20)
      .map(({ attributes }): ['child', string | undefined, string] => [
        'child',
        attributes.at('workflowExecution', 'runId').text(),
        'ChildWorkflowExecutionStarted',
      ]),
  ]
  return named.flatMap(([kind, id, evidence]) =>
    id === undefined || id === runId
      ? []
      : [{ kind, key: runKey(id), confidence: 'certain' as const, evidence }],
  )
}
