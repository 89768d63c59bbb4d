import type { DecodedRequest, EventProtocol, IncomingEvent } from '@/lib/model/event'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'
import { decodeLineage, OPENLINEAGE_PARSER } from '../openlineage/decode'
import type { IngestHeaders } from '../receive/sink'
import type { EventEndpoint } from './endpoint'
import type { EventRequest } from './event-sink'
import { toolOf } from './registry'
import type { Tool } from './tool'

/** A request whose sender is known. */
export type ProvenRequest = {
  endpoint: EventEndpoint
  source: IngestSource
  headers: IngestHeaders
  body: Buffer
}

/** Says how a request is to be read: by which decoder, and what of its headers that one may see. Refuses what nothing reads. */
export function eventRequestOf(proven: ProvenRequest): EventRequest {
  const { endpoint, source } = proven
  switch (endpoint.name) {
    case 'lineage': {
      const reader = { id: 'openlineage', parser: OPENLINEAGE_PARSER, headers: [], decode: decodeLineage }
      return requestOf(proven, 'openlineage', reader)
    }
    case 'upload':
      return uploadOf(toolOfSource(source), endpoint.what, proven)
    case 'hook':
      return hookOf(toolOfSource(source), proven)
  }
}

type Reader = {
  id: string
  parser: number
  headers: readonly string[]
  decode: (event: IncomingEvent) => DecodedRequest
}

function requestOf(
  { source, headers, body }: ProvenRequest,
  protocol: EventProtocol,
  reader: Reader,
): EventRequest {
  return {
    protocol,
    source,
    dialect: reader.id,
    parser: `${reader.id}@${reader.parser}`,
    decode: reader.decode,
    headers: named(headers, reader.headers),
    body,
    isJson: true,
  }
}

function hookOf(tool: Tool, proven: ProvenRequest): EventRequest {
  const { webhook, id, parser } = tool
  if (webhook === undefined) throw new Refusal('not_found', `${tool.name} sends no webhooks`)
  const request = requestOf(proven, 'webhook', { id, parser, ...webhook })
  // GitHub's older setting: the JSON is a field of a form.
  if (!/^application\/x-www-form-urlencoded/i.test(first(proven.headers['content-type']))) return request
  const payload = new URLSearchParams(proven.body.toString('utf8')).get('payload')
  if (payload === null) throw new Refusal('unsupported', 'the form has no field “payload”')
  return { ...request, body: Buffer.from(payload), sent: proven.body }
}

function uploadOf(tool: Tool, what: string, proven: ProvenRequest): EventRequest {
  const { id, parser, uploads = [] } = tool
  const upload = uploads.find((each) => each.what === what)
  if (upload !== undefined) return requestOf(proven, 'upload', { id, parser, headers: [], ...upload })
  const known = uploads.map((each) => each.what).join(', ')
  throw new Refusal(
    'not_found',
    known === '' ? `nothing is uploaded for ${tool.name}` : `for ${tool.name} can be uploaded: ${known}`,
  )
}

function toolOfSource({ kind }: IngestSource): Tool {
  const tool = toolOf(kind)
  if (tool !== null) return tool
  throw new Refusal('not_found', `a source of the kind “${kind}” takes OpenTelemetry and OpenLineage only`)
}

/** The named headers that were sent, each as one text. */
function named(headers: IngestHeaders, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = first(headers[name])
      return value === '' ? [] : [[name, value]]
    }),
  )
}

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? ''
