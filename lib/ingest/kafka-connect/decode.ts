import { type CloudEventDecoder, cloudEventKey, dataReader } from '@/lib/ingest/cloudevents/cloud-event'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedRequest, IncomingEvent } from '@/lib/model/event'
import { decodeStatus, statusKey } from './status'

/** The type by which the guide has a status sent; Kafka Connect itself sends none. */
export const STATUS_TYPE = 'org.apache.kafka.connect.connector.status'

/** A status in a CloudEvent; its source is the cluster. */
export const connectCloudEvent: CloudEventDecoder = (event) => {
  if (event.type !== STATUS_TYPE) return null
  const { source: cluster, body } = event
  const at = event.at ?? event.receivedAt
  return decodeStatus({ of: dataReader(event), cluster, at, key: cloudEventKey(event), body })
}

/** A status as the poll wraps it. */
export function decodePolledStatus({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const whole = new JsonReader(body)
  const of = whole.at('item')
  const at = whole.at('at').time() ?? receivedAt
  const cluster = whole.at('cluster').text() ?? 'kafka-connect'
  const event = decodeStatus({ of, cluster, at, key: statusKey(cluster, at, of), body })
  if (event !== null) return { events: [event], rejected: [] }
  const message = 'Not the status of a connector: its name is missing.'
  return { events: [], rejected: [{ path: 'item.name', reason: 'no_identity', message, item: body }] }
}
