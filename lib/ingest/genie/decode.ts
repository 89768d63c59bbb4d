import { contentKey, ignored, kept, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { jobTelling } from './job'

/** Messages of Genie as Amazon SNS delivers them, whole or raw, and jobs as the poll wraps them. */
export function decodeGenie({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const sent = new JsonReader(jsonBody(body))
  const event =
    sent.at('kind').text() === 'job' ? decodePolled(sent, receivedAt) : decodeMessage(sent, receivedAt)
  if (event !== null) return { events: [event], rejected: [] }
  const message = 'Not a message of Genie: type and details, or the id and name of the job, are missing.'
  return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: sent.value ?? null }] }
}

function decodePolled(of: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const telling = jobTelling(of.at('item'), '', receivedAt)
  if (telling === null) return null
  const named = {
    key: contentKey(of.value),
    type: `job.${telling.states?.[0]?.word ?? 'unknown'}`,
    at: telling.at,
    subject: `${telling.of.flow} · ${telling.of.nativeId}`,
    body: of.value,
  }
  return told(named, [telling])
}

function decodeMessage(sent: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  // Amazon's envelope holds the message as a text.
  const message = sent.at('Message').isThere ? new JsonReader(jsonBody(sent.at('Message').value)) : sent
  const type = message.at('type').text()
  const details = message.at('details')
  if (type === undefined || !details.isObject) {
    const isAmazons = sent.at('Type').isThere && sent.at('TopicArn').isThere
    const nothing = {
      key: sent.at('MessageId').text() ?? contentKey(sent.value),
      type: sent.at('Type').text() ?? 'unknown',
      at: sent.at('Timestamp').time() ?? null,
      subject: null,
      body: sent.value,
    }
    return isAmazons ? ignored(nothing, 'A message of Amazon SNS itself, or of somebody else.') : null
  }
  const [id, name] = [details.at('jobId').text(), details.at('jobName').text()]
  const named = {
    key: message.at('id').text() ?? contentKey(message.value),
    type,
    at: message.at('isoTimestamp').time() ?? message.at('timestamp').time() ?? null,
    subject:
      [name, id, details.at('toState').text()].filter((word) => word !== undefined).join(' · ') || null,
    body: sent.value,
  }
  if (/^JOB_(STATUS|STATE)_CHANGE$/.test(type))
    return kept(
      named,
      'It names neither the job’s name nor more than its id: the job itself comes by the API, or when it has finished.',
    )
  if (type !== 'JOB_FINISHED') return ignored(named, 'Nothing is made of messages of this type.')
  const telling = jobTelling(details, 'job', named.at ?? receivedAt)
  return telling === null ? null : told(named, [telling])
}
