import type { EventProtocol } from '@/lib/model/event'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'
import { cloudEventsBody } from '../cloudevents/request'
import type { IngestHeaders } from '../receive/sink'
import type { EventEndpoint } from './endpoint'
import type { EventRequest } from './event-sink'
import { readerOf, UPLOADED } from './reader'
import { toolOf } from './registry'

/** A request whose sender is known. */
export type ProvenRequest = {
  endpoint: EventEndpoint
  source: IngestSource
  headers: IngestHeaders
  body: Buffer
}

const PROTOCOL: Record<EventEndpoint['name'], EventProtocol> = {
  lineage: 'openlineage',
  upload: 'upload',
  cloudevents: 'cloudevents',
  alertmanager: 'alertmanager',
  hook: 'webhook',
}

/** Says how a request is to be read: by which decoder, and what of its headers that one may see. Refuses what nothing reads. */
export function eventRequestOf({ endpoint, source, headers, body }: ProvenRequest): EventRequest {
  const what = endpoint.name === 'upload' ? endpoint.what : null
  const reader = readerOf(source.kind, PROTOCOL[endpoint.name], what, source.mapping)
  if (reader === null) throw notRead(source, endpoint)
  const { dialect, parser, decode } = reader
  const request: EventRequest = {
    protocol: PROTOCOL[endpoint.name],
    source,
    dialect,
    parser,
    decode,
    headers: { ...named(headers, reader.headers), ...(what === null ? {} : { [UPLOADED]: what }) },
    body,
    isJson: true,
  }
  // CloudEvents has no words for a part of a batch.
  if (endpoint.name === 'cloudevents')
    return { ...request, ...cloudEventsBody(headers, body), isAllOrNothing: true }
  const isForm = /^application\/x-www-form-urlencoded/i.test(first(headers['content-type']))
  return endpoint.name === 'hook' && isForm ? inForm(request) : request
}

/** GitHub's older setting: the JSON is a field of a form. */
function inForm(request: EventRequest): EventRequest {
  const payload = new URLSearchParams(request.body.toString('utf8')).get('payload')
  if (payload === null) throw new Refusal('unsupported', 'the form has no field “payload”')
  return { ...request, body: Buffer.from(payload), sent: request.body }
}

function notRead({ kind }: IngestSource, endpoint: EventEndpoint): Refusal {
  const tool = toolOf(kind)
  if (tool === null) {
    const message = `a source of the kind “${kind}” takes OpenTelemetry and OpenLineage only`
    return new Refusal('not_found', message)
  }
  if (endpoint.name === 'hook') return new Refusal('not_found', `${tool.name} sends no webhooks`)
  const known = (tool.uploads ?? []).map(({ what }) => what).join(', ')
  const message =
    known === '' ? `nothing is uploaded for ${tool.name}` : `for ${tool.name} can be uploaded: ${known}`
  return new Refusal('not_found', message)
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
