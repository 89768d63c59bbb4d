import { contentKey, ignored, kept, withChanges } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { AzureEvent } from './azure-event'
import { decodeBuild } from './build'
import { azureChanges } from './changes'
import { decodeRunChange } from './run-change'

const CHANGE = /^ms\.vss-pipelines\.(run|stage|job)-state-changed-event$/
const KEPT =
  /^(git\.|tfvc\.|advancedsecurity\.|ms\.vss-pipelinechecks-events\.|ms\.vss-release\.|ms\.vss-code\.)/

/** One service hook of Azure DevOps: runs, stages, jobs and builds are told, what changed code or was approved is kept. */
export function decodeAzureDevops({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(jsonBody(body))
  const type = of.at('eventType').text()
  if (type === undefined) {
    const message = 'Not a service hook of Azure DevOps: eventType is missing.'
    return { events: [], rejected: [{ path: 'eventType', reason: 'not_an_event', message, item: body }] }
  }
  const at = of.at('createdDate').time() ?? receivedAt
  const event: AzureEvent = { of, named: { key: keyOf(of), type, at, subject: subjectOf(of), body }, at }
  const decoded = decodeKind(type, event)
  if (decoded !== null) return { events: [decoded], rejected: [] }
  const message = `A ${type} without its project, its pipeline or an id: send all details of the resource.`
  return { events: [], rejected: [{ path: 'resource', reason: 'no_identity', message, item: body }] }
}

function decodeKind(type: string, event: AzureEvent): DecodedEvent | null {
  if (type === 'build.complete') return decodeBuild(event)
  const [, what] = CHANGE.exec(type) ?? []
  if (what !== undefined) return decodeRunChange(event)
  if (KEPT.test(type)) {
    const because = 'Not about an execution: kept for the history of changes.'
    return withChanges(kept(event.named, because), azureChanges(type, event))
  }
  return ignored(event.named, `Nothing is made of ${type}: no subscription is needed for it.`)
}

/** The notification is another for each subscription, the event the same for each time it is sent. */
function keyOf(of: JsonReader): string {
  const id = of.at('id').text()
  if (id === undefined) return contentKey(of.value)
  return `event:${id}:${of.at('subscriptionId').text() ?? ''}:${of.at('notificationId').text() ?? ''}`
}

/** Azure DevOps says in a sentence what happened. */
const subjectOf = (of: JsonReader): string | null =>
  of.at('message', 'text').text() ?? of.at('detailedMessage', 'text').text() ?? null
