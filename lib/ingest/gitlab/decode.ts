import { contentKey, ignored, kept, withChanges } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import { gitlabChanges } from './changes'
import type { GitlabEvent } from './gitlab-event'
import { decodeJob } from './job'
import { KEPT, subjectOf, timeOf } from './kept-events'
import { decodePipeline } from './pipeline'

/** One webhook or system hook of GitLab's: pipelines and jobs are told, what changed code, members and tokens is kept. */
export function decodeGitlab({ headers, body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(jsonBody(body))
  if (!of.isObject)
    return refused(body, 'not_an_event', 'Not a webhook of GitLab’s: its body is a JSON object.')
  const kind = kindOf(of)
  const status = of.at('object_attributes', 'status').text() ?? of.at('build_status').text()
  const action = status ?? of.at('object_attributes', 'action').text() ?? of.at('status').text()
  const id = headers['idempotency-key'] ?? headers['webhook-id']
  const event: GitlabEvent = {
    of,
    named: {
      // X-Gitlab-Event-UUID is the same for all that one change set off, so it names no event.
      key: id === undefined ? contentKey(of.value) : `delivery:${id}`,
      type: action === undefined ? kind : `${kind}.${action}`,
      at: timeOf(kind, of) ?? null,
      subject: subjectOf(kind, of),
      body,
    },
    receivedAt,
  }
  const decoded = decodeKind(kind, event)
  if (decoded !== null) return { events: [decoded], rejected: [] }
  return refused(body, 'no_identity', `A ${kind} without the path of its project or its id.`)
}

function decodeKind(kind: string, event: GitlabEvent): DecodedEvent | null {
  if (kind === 'pipeline') return decodePipeline(event)
  if (kind === 'build') return decodeJob(event)
  if (KEPT.test(kind)) {
    const because = 'Not about an execution: kept for the history of changes.'
    return withChanges(kept(event.named, because), gitlabChanges(kind, event))
  }
  return ignored(event.named, `Nothing is made of ${kind}: the webhook need not send it.`)
}

function kindOf(of: JsonReader): string {
  const kind = of.at('object_kind').text() ?? of.at('event_name').text()
  if (kind !== undefined) return kind
  if (of.at('build_id').isThere) return 'build'
  return of.at('object_attributes', 'status').isThere && of.at('object_attributes', 'sha').isThere
    ? 'pipeline'
    : 'unknown'
}

const refused = (item: unknown, reason: string, message: string): DecodedRequest => ({
  events: [],
  rejected: [{ path: '', reason, message, item }],
})
