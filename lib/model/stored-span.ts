import type { UnixNano } from './fact'

/** One span with all that was sent about it. JSON columns stay text: parsing them as JSON would round 64-bit integers. */
export type StoredSpan = {
  spanId: string
  parentSpanId: string | null
  name: string
  kind: number
  startUnixNano: UnixNano
  endUnixNano: UnixNano
  statusCode: number
  statusMessage: string | null
  traceState: string | null
  flags: number
  attributes: string
  droppedAttributesCount: number
  events: string | null
  droppedEventsCount: number
  links: string | null
  droppedLinksCount: number
  resourceAttributes: string | null
  resourceDroppedAttributesCount: number
  resourceSchemaUrl: string | null
  scopeName: string | null
  scopeVersion: string | null
  scopeAttributes: string | null
  scopeSchemaUrl: string | null
  sourceId: string
  sourceName: string
  /** What a dialect read from it, in the dialect's name. */
  dialect: string | null
  receivedAt: string
}
