import { contentKey, ignored, kept, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldMessage } from '@/lib/ingest/events/told-identity'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { decodeConnection } from './connection'
import { jobTelling } from './job'
import { decodeJob } from './polled-job'

/** Notifications of Airbyte (`{ text, blocks, data }`), and jobs as the poll wraps them. */
export function decodeAirbyte({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const value = jsonBody(body)
  const of = new JsonReader(value)
  const event = decodeItem(of, receivedAt)
  if (event !== null) return { events: [event], rejected: [] }
  const message = 'Neither a notification of Airbyte nor a job: data, text or jobId is missing.'
  return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: value }] }
}

function decodeItem(of: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const kind = of.at('kind').text()
  if (kind === 'job') return decodeJob(of, receivedAt)
  return kind === 'connection' ? decodeConnection(of, receivedAt) : decodeNotification(of, receivedAt)
}

function decodeNotification(of: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const data = of.at('data').isObject ? of.at('data') : of
  const jobId = data.at('jobId').text()
  const connection = data.at('connection').isObject ? data.at('connection') : data.at('connectionInfo')
  const name = connection.at('name').text()
  const named = { key: contentKey(of.value), at: null, subject: name ?? null, body: of.value }
  if (data.at('catalogDiff').isThere || data.at('isBreakingChange').isThere) {
    const type = data.at('isBreakingChange').boolean() === true ? 'schema.breaking' : 'schema.updated'
    return kept({ ...named, type }, 'A change of the schema of a source: kept for the history of changes.')
  }
  if (jobId === undefined) {
    if (of.at('text').text() === undefined) return null
    return ignored({ ...named, type: 'message' }, 'A message for people, which tells of no job.')
  }
  return decodeSync(named, data, connection, jobId, receivedAt)
}

type Named = Omit<Parameters<typeof told>[0], 'type'>

function decodeSync(
  named: Named,
  data: JsonReader,
  connection: JsonReader,
  jobId: string,
  receivedAt: UnixNano,
): DecodedEvent {
  const startedAt = data.at('startedAt').time()
  const finishedAt = data.at('finishedAt').time()
  const status = statusOf(data)
  const isOver = status === 'succeeded' || status === 'failed'
  const endedAt = isOver ? (finishedAt ?? receivedAt) : undefined
  const at = endedAt ?? startedAt ?? receivedAt
  const id = connection.at('id').text() ?? 'unknown'
  const telling = jobTelling({
    jobId,
    workspace: data.at('workspace', 'name').text() ?? data.at('workspace', 'id').text() ?? 'airbyte',
    connection: { id, name: connection.at('name').text() ?? id, url: connection.at('url').text() },
    status,
    at,
    startedAt,
    endedAt,
    error: status === 'failed' ? errorOf(data) : undefined,
    labels: labelsOf(data),
  })
  const subject = `${telling.of.flow} · job ${jobId}`
  return told({ ...named, type: `job.${status}`, at: finishedAt ?? startedAt ?? null, subject }, [telling])
}

/** One shape for three occasions: what is queued has neither an end nor an error. */
function statusOf(data: JsonReader): 'succeeded' | 'failed' | 'queued' {
  if (data.at('success').boolean() === true) return 'succeeded'
  const ends = ['finishedAt', 'errorMessage', 'errorType'].map((key) => data.at(key).text())
  return ends.some((each) => each !== undefined) ? 'failed' : 'queued'
}

function errorOf(data: JsonReader) {
  const message = data.at('errorMessage').text()
  return {
    type: data.at('errorType').text(),
    origin: data.at('errorOrigin').text(),
    message: message === undefined ? undefined : toldMessage(message),
  }
}

function labelsOf(data: JsonReader): Record<string, string | undefined> {
  const counts = [
    ['records_emitted', 'recordsEmitted'],
    ['records_committed', 'recordsCommitted'],
    ['records_filtered_out', 'recordsFilteredOut'],
    ['bytes_emitted', 'bytesEmitted'],
    ['bytes_committed', 'bytesCommitted'],
    ['bytes_filtered_out', 'bytesFilteredOut'],
  ] as const
  return {
    'airbyte.source': data.at('source', 'name').text(),
    'airbyte.destination': data.at('destination', 'name').text(),
    ...Object.fromEntries(counts.map(([label, key]) => [`airbyte.${label}`, data.at(key).text()])),
  }
}
