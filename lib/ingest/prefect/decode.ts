import { contentKey, ignored, kept, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { deploymentChanges } from './deployments'
import { decodeFlowRun } from './polled-run'
import { flowRunTelling, identityOf, taskRunTellings } from './runs'
import { eventState } from './states'

/**
 * Events of Prefect 3 as an automation's webhook posts them (the event itself, or `{ ui, event }`, which its guide has),
 * and flow runs as the poll wraps them. The body may be JSON in a text: Prefect sends no media type of its own.
 */
export function decodePrefect({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const value = jsonBody(body)
  const of = new JsonReader(value)
  const event =
    of.at('kind').text() === 'flow-run' ? decodeFlowRun(of, receivedAt) : decodeEvent(of, receivedAt)
  if (event !== null) return { events: [event], rejected: [] }
  const message = 'Not an event of Prefect: event or resource is missing.'
  return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: value }] }
}

function decodeEvent(of: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const wrapped = new JsonReader(jsonBody(of.at('event').value))
  const event = wrapped.isObject ? wrapped : of
  const type = event.at('event').text()
  const resource = event.at('resource')
  const [kind, id] = resourceOf(resource)
  if (type === undefined || kind === null) return null
  const at = event.at('occurred').time() ?? null
  const named = {
    key: event.at('id').text() ?? contentKey(event.value),
    type,
    at,
    subject: resource.at('prefect.resource.name').text() ?? id,
    body: of.value,
  }
  if (kind === 'prefect.flow-run') return flowRunEvent(named, event, id, of.at('ui').text(), receivedAt)
  if (kind === 'prefect.task-run') return taskRunEvent(named, event, id, receivedAt)
  if (/^prefect(-cloud)?\.(deployment|automation|block|work-pool|work-queue|flow)\b/.test(type)) {
    const around = { flow: related(event, 'flow')?.name, actor: related(event, 'actor') }
    const changes = deploymentChanges(event, type, at ?? receivedAt, around)
    const because = 'It changes how things run, not an execution: read into the history of changes.'
    return { ...kept(named, because), changes }
  }
  return ignored(named, 'It says nothing of a flow run or a task run.')
}

type Named = Parameters<typeof told>[0]

function flowRunEvent(
  named: Named,
  event: JsonReader,
  id: string,
  ui: string | undefined,
  receivedAt: UnixNano,
): DecodedEvent {
  const resource = event.at('resource')
  const state = eventState(resource, named.at ?? receivedAt)
  const flow = related(event, 'flow')?.name
  if (flow === undefined) return ignored(named, 'It does not name the flow that the run is of.')
  if (state === null) return ignored(named, 'It tells no state: a heartbeat, or some other sign of life.')
  const telling = flowRunTelling({
    id,
    flow,
    name: resource.at('prefect.resource.name').text(),
    states: [state],
    before: event.at('payload', 'initial_state', 'type').text(),
    runCount: resource.at('prefect.run-count').count(),
    deployment: related(event, 'deployment')?.name,
    workPool: related(event, 'work-pool')?.name,
    workQueue: related(event, 'work-queue')?.name,
    tags: tagsOf(event),
    creator: related(event, 'creator')?.id,
    parentTaskRun: related(event, 'task-run')?.id.replace(/^prefect\.task-run\./, ''),
    ui,
  })
  return told({ ...named, subject: `${flow} · ${named.subject ?? id}` }, [telling])
}

function taskRunEvent(named: Named, event: JsonReader, id: string, receivedAt: UnixNano): DecodedEvent {
  const resource = event.at('resource')
  const state = eventState(resource, named.at ?? receivedAt)
  const flow = related(event, 'flow')?.name
  // The documents name a field of the payload for it; the code leaves that out and names it among what is related.
  const flowRun =
    related(event, 'flow-run')?.id.replace(/^prefect\.flow-run\./, '') ??
    event.at('payload', 'task_run', 'flow_run_id').text()
  if (flow === undefined || flowRun === undefined) {
    return ignored(named, 'It does not name the flow and the flow run that the task run is of.')
  }
  if (state === null) return ignored(named, 'It tells no state.')
  const tellings = taskRunTellings({
    id,
    name: resource.at('prefect.resource.name').text() ?? id,
    execution: identityOf({ flow, id: flowRun }),
    states: [state],
    before: event.at('payload', 'initial_state', 'type').text(),
    runCount: resource.at('prefect.run-count').count(),
    taskKey: event.at('payload', 'task_run', 'task_key').text(),
  })
  return told({ ...named, subject: `${flow} · ${named.subject ?? id}` }, tellings)
}

/** Kind and id of a resource: `prefect.flow-run.e3755d32-…`. */
function resourceOf(resource: JsonReader): [string | null, string] {
  const text = resource.at('prefect.resource.id').text()
  if (text === undefined) return [null, '']
  const [, kind = text, id = ''] = /^(prefect\.(?:flow-run|task-run))\.(.+)$/.exec(text) ?? []
  return [kind, id]
}

/** What an event is related to in a role; the first, as an event of a task run names its own task run too. */
function related(event: JsonReader, role: string): { id: string; name: string | undefined } | undefined {
  for (const each of event.at('related').items()) {
    const id = each.at('prefect.resource.id').text()
    if (each.at('prefect.resource.role').text() !== role || id === undefined) continue
    return { id, name: each.at('prefect.resource.name').text() }
  }
  return undefined
}

const tagsOf = (event: JsonReader): string[] =>
  event
    .at('related')
    .items()
    .flatMap((each) => {
      const [, tag] = /^prefect\.tag\.(.+)$/.exec(each.at('prefect.resource.id').text() ?? '') ?? []
      return tag === undefined || each.at('prefect.resource.role').text() !== 'tag' ? [] : [tag]
    })
