import type { UnixNano } from './fact'

/** Where telemetry came from, as stored; JSON stays text, so that no 64-bit integer is rounded. */
export type ExportedOrigin = {
  resourceId: string
  resourceAttributes: string
  resourceDropped: number
  resourceSchemaUrl: string | null
  scopeId: string
  scopeName: string | null
  scopeVersion: string | null
  scopeAttributes: string
  scopeDropped: number
  scopeSchemaUrl: string | null
}

/** A span with everything that is stored of it. */
export type ExportedSpan = {
  /** 32 hex digits. */
  traceId: string
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
}

/** A log record with everything that is stored of it. */
export type ExportedLog = {
  traceId: string
  spanId: string | null
  timeUnixNano: UnixNano
  observedUnixNano: UnixNano
  severityNumber: number
  severityText: string | null
  eventName: string | null
  bodyText: string | null
  body: string | null
  attributes: string
  droppedAttributesCount: number
  flags: number
}
