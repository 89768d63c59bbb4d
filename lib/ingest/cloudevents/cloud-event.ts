import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { ConformanceNote, DecodedEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'

/** One event of CloudEvents 1.0, in the words of its specification. */
export type CloudEvent = {
  id: string
  source: string
  type: string
  subject: string | null
  /** Its `time`, null where it has none. */
  at: UnixNano | null
  /** JSON, or text for other media types. */
  data: unknown
  /** The W3C trace of the event itself; a header of the request is only that of the last hop. */
  traceparent: string | undefined
  /** All of it as it came, every extension with it. */
  body: unknown
  receivedAt: UnixNano
  notes: ConformanceNote[]
}

/** Reads what a tool says in CloudEvents; null for a type that says nothing to it. */
export type CloudEventDecoder = (event: CloudEvent) => DecodedEvent | null

/** Why something is no event, and where. */
export type NoCloudEvent = { path: string; message: string }

const REQUIRED = ['specversion', 'id', 'source', 'type'] as const

/** Reads one event in the JSON format; what breaks a rule that is no obstacle is noted. */
export function readCloudEvent(of: JsonReader, receivedAt: UnixNano): CloudEvent | NoCloudEvent {
  if (!of.isObject) return { path: of.path, message: 'An event is a JSON object.' }
  for (const name of REQUIRED) {
    const { value, path } = of.at(name)
    if (typeof value !== 'string' || value.trim() === '')
      return { path, message: `The attribute ${name} is missing, or is no text.` }
  }
  const version = textAt(of, 'specversion')
  if (version !== '1.0')
    return { path: of.at('specversion').path, message: `CloudEvents ${version}: only 1.0 is read.` }
  const data = dataOf(of)
  if ('message' in data) return data
  return {
    id: textAt(of, 'id'),
    source: textAt(of, 'source'),
    type: textAt(of, 'type'),
    subject: of.at('subject').text() ?? null,
    at: of.at('time').time() ?? null,
    data: data.value,
    traceparent: of.at('traceparent').text(),
    body: of.value,
    receivedAt,
    notes: notesOn(of),
  }
}

/** The same for the same event: source and id make it this one (spec.md, "id"). */
export const cloudEventKey = ({ source, id }: Pick<CloudEvent, 'source' | 'id'>): string => `${source} ${id}`

const textAt = (of: JsonReader, name: string): string => of.at(name).text() ?? ''

/** Data as JSON or as base64, of which there can only be one; text in JSON is text and not read again. */
function dataOf(of: JsonReader): { value: unknown } | NoCloudEvent {
  const encoded = of.at('data_base64')
  if (!encoded.isThere) return { value: of.at('data').value }
  if (of.at('data').isThere) return { path: encoded.path, message: 'There are data and data_base64.' }
  const { value, path } = encoded
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))
    return { path, message: 'data_base64 is not base64.' }
  const text = Buffer.from(value, 'base64').toString('utf8')
  const isJson = /json/i.test(of.at('datacontenttype').text() ?? 'application/json')
  return { value: isJson ? jsonBody(text) : text }
}

function notesOn(of: JsonReader): ConformanceNote[] {
  const bad = of
    .entries()
    .filter(([name]) => name !== 'data_base64' && !/^[a-z0-9]+$/.test(name))
    .map(([name]) => name.slice(0, 100))
  const names: ConformanceNote[] = bad
    .slice(0, 5)
    .map((name) => ({ path: name, message: 'Names of attributes are of lower-case letters and digits.' }))
  const time = of.at('time')
  if (time.isThere && time.time() === undefined) names.push({ path: time.path, message: 'It is no time.' })
  return names
}

/** A look into the data. */
export const dataReader = (event: CloudEvent): JsonReader => new JsonReader(event.data, 'data')
