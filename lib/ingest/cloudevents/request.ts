import { Refusal } from '@/lib/model/refusal'
import type { IngestHeaders } from '../receive/sink'

/** The body as the decoder reads it, which is the structured mode, and as it was sent where that is something else. */
type CloudEventsBody = { body: Buffer; sent?: Buffer }

const STRUCTURED = /^application\/cloudevents(-batch)?(?:\+([a-z0-9.-]+))?\s*(?:;|$)/i
const JSON_TYPE = /^(application|text)\/(?:[a-z0-9.-]+\+)?json\s*(?:;|$)/i

/**
 * One request in any of the modes of CloudEvents 1.0 over HTTP, brought to the structured mode (HTTP binding §3): what the
 * binary mode says in headers becomes attributes, and its body becomes `data` byte for byte. A request without any header
 * of CloudEvents is handed on as it is: some send bare CDEvents, or forget the media type.
 */
export function cloudEventsBody(headers: IngestHeaders, body: Buffer): CloudEventsBody {
  const mediaType = first(headers['content-type']).trim()
  const [structured, , format = 'json'] = STRUCTURED.exec(mediaType) ?? []
  if (structured !== undefined) {
    if (format.toLowerCase() === 'json') return { body }
    throw new Refusal('unsupported', `events are read as JSON, not as ${format}`)
  }
  if (/^application\/cloudevents/i.test(mediaType))
    throw new Refusal('unsupported', 'this format of events is not known')
  const named = Object.keys(headers).filter((name) => name.startsWith('ce-'))
  return named.length === 0 ? { body } : { body: fromBinary(headers, named, mediaType, body), sent: body }
}

function fromBinary(headers: IngestHeaders, named: string[], mediaType: string, body: Buffer): Buffer {
  const attributes = named
    // The media type is that of the request, whatever else a header says.
    .filter((name) => name !== 'ce-datacontenttype')
    .map((name): [string, string] => [name.slice(3), headerText(name, first(headers[name]))])
  if (mediaType !== '') attributes.push(['datacontenttype', mediaType])
  const data = dataOf(mediaType, body)
  const text = JSON.stringify(Object.fromEntries(attributes))
  return Buffer.from(data === null ? text : `${text.slice(0, -1)},${data}}`)
}

/** The last member of the document, as JSON; null where there are no data. */
function dataOf(mediaType: string, body: Buffer): string | null {
  if (body.length === 0) return null
  const text = utf8(body)
  if (text === null) return `"data_base64":"${body.toString('base64')}"`
  if (mediaType === '') return `"data":${isJson(text) ? text : JSON.stringify(text)}`
  if (!JSON_TYPE.test(mediaType)) return `"data":${JSON.stringify(text)}`
  if (!isJson(text)) throw new Refusal('invalid', 'the body is not the JSON that its media type promises')
  // Spliced in as it came, so that no number loses a digit.
  return `"data":${text}`
}

/** The value of a header: quotes taken off, then decoded from percent signs once (HTTP binding §3.1.3.2). */
function headerText(name: string, value: string): string {
  const text = utf8(Buffer.from(value, 'latin1'))
  if (text === null) throw new Refusal('invalid', `the header ${name} is not UTF-8`)
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(text) ?? []
  const plain = quoted === undefined ? text : quoted.replace(/\\(.)/g, '$1')
  return plain.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const decoded = utf8(Buffer.from(run.replaceAll('%', ''), 'hex'))
    if (decoded === null) throw new Refusal('invalid', `the header ${name} is not UTF-8 when it is decoded`)
    return decoded
  })
}

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? ''
