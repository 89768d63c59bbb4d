import { traceKey, urlKey } from '@/lib/executions/execution-key'
import { contentKey, ignored, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { inAddress } from '@/lib/ingest/events/polled-item'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import { traceParent } from '@/lib/ingest/events/trace-parent'
import type { DecodedEvent, DecodedRequest, ExecutionTelling, IncomingEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { keptAudit, keptDefinition } from './definitions'
import { kestraKey, kestraNamespace, linksOf, referencesOf } from './links'
import { readState } from './states'
import { loggedErrors, taskTellings } from './task-runs'

/** The id of the system flow in the guide: its own executions are not worth telling. */
export const SYSTEM_FLOW = 'runledger_events'

/**
 * Kestra's executions, in all forms that reach us: as its API gives them (old, with task runs and their outputs; 2.0,
 * without), in the envelope of our system flow or of a poll, or as the few variables of a flow trigger.
 */
export function decodeKestra({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const value = jsonBody(body)
  const isList = Array.isArray(value) && value.length > 0
  const items = isList ? value : [value]
  const decoded: DecodedRequest = { events: [], rejected: [] }
  for (const [index, item] of items.entries()) {
    const path = isList ? `[${index}]` : ''
    const event = decodeItem(new JsonReader(item, path), receivedAt)
    if (event !== null) decoded.events.push(event)
    else {
      const message =
        'Neither an execution of Kestra nor variables of a flow trigger: id, namespace or flowId is missing.'
      decoded.rejected.push({ path, reason: 'no_identity', message, item })
    }
  }
  return decoded
}

function decodeItem(body: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const kind = body.at('kind').text()
  if (kind === 'flow' || kind === 'revision') return keptDefinition(body, kind, receivedAt)
  if (kind === 'audit') return keptAudit(body, receivedAt)
  const wrapped = body.at('item').isObject ? body.at('item') : body.at('execution')
  return decodeExecution(wrapped.isObject ? wrapped : body, body, receivedAt)
}

function decodeExecution(of: JsonReader, around: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const id = of.at('id').text() ?? of.at('executionId').text()
  const flow = of.at('flowId').text()
  const space = of.at('namespace').text()
  if (id === undefined || flow === undefined || space === undefined) return null
  const tenant = of.at('tenantId').text() ?? around.at('tenant').text()
  const identity = toldIdentity(kestraNamespace(tenant, space), flow, id)
  const state = readState(stateOf(of), receivedAt)
  const named = {
    key: contentKey(around.value),
    type: `execution.${state.current ?? 'unknown'}`,
    at: state.at,
    subject: `${identity.namespace} · ${identity.flow} · ${identity.nativeId}`,
    body: around.value,
  }
  if (flow === SYSTEM_FLOW) return ignored(named, 'An execution of the system flow that sends the others.')
  const errors = loggedErrors(around.at('logs'), state.at)
  const telling: ExecutionTelling = {
    about: 'execution',
    of: identity,
    at: state.at,
    states: state.states,
    queuedAt: state.queuedAt,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    ...wordsOf(of, around, tenant),
    errors: errors.length === 0 ? undefined : errors.map(({ error }) => error),
    links: linksOf(of, identity, tenant),
  }
  const own = ownKeys(telling)
  telling.keys = own
  telling.references = referencesOf(of, labelsOf(of), outputsOf(of, around), own)
  const tasks = taskTellings(identity, of.at('taskRunList'), errors, state.at)
  return told(named, [telling, ...tasks])
}

/** The variables of a flow trigger say the state as a word, and its times beside it. */
function stateOf(of: JsonReader): JsonReader {
  const state = of.at('state')
  if (state.isObject) return state
  const [current, startDate, endDate] = [state.value, of.at('startDate').value, of.at('endDate').value]
  return new JsonReader({ current, startDate, endDate }, state.path)
}

function ownKeys({ of, url, traceId }: ExecutionTelling): string[] {
  const keys = [kestraKey(of.nativeId)]
  const page = url === undefined ? null : urlKey(url)
  if (page !== null) keys.push(page)
  if (traceId !== undefined) keys.push(traceKey(traceId))
  return keys
}

function wordsOf(of: JsonReader, around: JsonReader, tenant: string | undefined): Partial<ExecutionTelling> {
  const labels = labelsOf(of)
  const trace = traceParent(of.at('traceParent').text())
  const attempt = of.at('metadata', 'attemptNumber').count(1)
  return {
    trigger: of.at('trigger', 'type').text()?.split(/[.$]/).at(-1),
    actor: labels.get('system.username'),
    version: of.at('flowRevision').text(),
    url: pageOf(of, around.at('ui').text(), tenant),
    labels: {
      ...Object.fromEntries([...labels].filter(([key]) => !key.startsWith('system.'))),
      ...(attempt === undefined || attempt === 1 ? {} : { 'kestra.attempt': String(attempt) }),
    },
    ...(trace ?? {}),
  }
}

/** Where Kestra shows it; `ui` is the address that people use, which no payload of Kestra's holds by itself. */
function pageOf(of: JsonReader, ui: string | undefined, tenant: string | undefined): string | undefined {
  const parts = [of.at('namespace'), of.at('flowId')].map((each) => each.text())
  const id = of.at('id').text() ?? of.at('executionId').text()
  if (ui === undefined || id === undefined || !/^https?:\/\//i.test(ui)) return undefined
  const path = [...(tenant === undefined ? [] : [tenant]), 'executions', ...parts, id]
  return `${ui.replace(/\/+$/, '')}/${path.map((part) => inAddress(part ?? '')).join('/')}`
}

/** Labels as they are listed, or as an object: both occur. */
function labelsOf(of: JsonReader): Map<string, string> {
  const labels = of.at('labels')
  const listed = labels.items().map((each) => [each.at('key').text(), each.at('value').text()] as const)
  const pairs = [...listed, ...labels.entries().map(([key, value]) => [key, value.text()] as const)]
  return new Map(
    pairs.filter((pair): pair is readonly [string, string] => pair[0] !== undefined && pair[1] !== undefined),
  )
}

/** Outputs of tasks by their task: in the execution itself until 2.0, fetched beside it since. */
function outputsOf(of: JsonReader, around: JsonReader): { of: string; value: JsonReader }[] {
  const listed = [...of.at('taskRunList').items(), ...around.at('outputs').items()]
  return [
    ...listed.flatMap((run) => {
      const value = run.at('outputs').isObject ? run.at('outputs') : run.at('value')
      return value.isObject ? [{ of: run.at('taskId').text() ?? 'unknown', value }] : []
    }),
    ...around
      .at('outputs')
      .entries()
      .map(([task, value]) => ({ of: task, value })),
  ]
}
