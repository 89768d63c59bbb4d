import type { UnixNano } from './fact'
import type { StoredSpan } from './stored-span'

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

/** A span with everything that was sent about it, but for where it came from. */
export type ExportedSpan = Omit<
  StoredSpan,
  | Extract<keyof StoredSpan, `resource${string}` | `scope${string}` | `source${string}`>
  | 'dialect'
  | 'receivedAt'
> & {
  /** 32 hex digits. */
  traceId: string
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
