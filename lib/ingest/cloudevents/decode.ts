import { decodeCdevent, isCdevent } from '@/lib/ingest/cdevents/decode'
import { kept } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { type CloudEvent, type CloudEventDecoder, cloudEventKey, readCloudEvent } from './cloud-event'

/** Raised whenever the same event tells something else than before. */
export const CLOUDEVENTS_PARSER = 1

/**
 * Reads a structured event, a batch of them, or bare CDEvents. CDEvents are told whoever sent them; other events go to
 * what reads those of the source's tool, and what nobody reads is kept whole.
 */
export const cloudEventsDecoder =
  (ofTool: CloudEventDecoder | undefined) =>
  ({ body, receivedAt }: IncomingEvent): DecodedRequest => {
    const whole = new JsonReader(jsonBody(body))
    const read: DecodedRequest = { events: [], rejected: [] }
    for (const item of Array.isArray(whole.value) ? whole.items() : [whole]) {
      const event = decodeItem(item, receivedAt, ofTool)
      if ('tellings' in event) read.events.push(event)
      else read.rejected.push({ ...event, reason: 'not_an_event', item: item.value })
    }
    return read
  }

function decodeItem(
  item: JsonReader,
  receivedAt: UnixNano,
  ofTool: CloudEventDecoder | undefined,
): DecodedEvent | { path: string; message: string } {
  if (isCdevent(item)) return decodeCdevent({ of: item, body: item.value, receivedAt, envelope: null })
  const event = readCloudEvent(item, receivedAt)
  if ('message' in event) return event
  const decoded = decodeEvent(event, ofTool)
  return 'tellings' in decoded ? { ...decoded, notes: [...event.notes, ...decoded.notes] } : decoded
}

function decodeEvent(
  event: CloudEvent,
  ofTool: CloudEventDecoder | undefined,
): DecodedEvent | { path: string; message: string } {
  const data = new JsonReader(jsonBody(event.data), 'data')
  if (isCdevent(data) || /^dev\.cdeventsx?\./.test(event.type)) {
    const { body, receivedAt } = event
    return decodeCdevent({ of: data, body, receivedAt, envelope: event })
  }
  return ofTool?.(event) ?? keptEvent(event)
}

const keptEvent = (event: CloudEvent): DecodedEvent => {
  const { type, at, subject, body } = event
  const because = /^keda\./.test(type)
    ? 'KEDA says how a scaler is, not that something ran: kept for the history of changes.'
    : 'Nothing here reads events of this type: kept whole.'
  return kept({ key: cloudEventKey(event), type, at, subject: subject ?? event.source, body }, because)
}
