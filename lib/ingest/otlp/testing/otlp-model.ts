/** An export request as plain values: what tests start from, before any encoding. */
export type Value =
  | { kind: 'empty' }
  | { kind: 'string'; value: string }
  | { kind: 'bool'; value: boolean }
  | { kind: 'int'; value: bigint }
  | { kind: 'double'; value: number }
  | { kind: 'bytes'; value: Buffer }
  | { kind: 'array'; value: Value[] }
  | { kind: 'kvlist'; value: KeyValue[] }

export type KeyValue = { key: string; value: Value | null }
export type Dropped = { attributes: KeyValue[]; droppedAttributesCount: number }
export type EventModel = Dropped & { timeUnixNano: bigint; name: string }
export type LinkModel = Dropped & { traceId: string; spanId: string; traceState: string; flags: number }

export type SpanModel = Dropped & {
  traceId: string
  spanId: string
  traceState: string
  parentSpanId: string
  name: string
  kind: number
  startTimeUnixNano: bigint
  endTimeUnixNano: bigint
  events: EventModel[]
  droppedEventsCount: number
  links: LinkModel[]
  droppedLinksCount: number
  status: { message: string; code: number } | null
  flags: number
}

export type LogModel = Dropped & {
  timeUnixNano: bigint
  severityNumber: number
  severityText: string
  body: Value | null
  flags: number
  traceId: string
  spanId: string
  observedTimeUnixNano: bigint
  eventName: string
}

export type ScopeModel = Dropped & { name: string; version: string }

export type Group<Item> = {
  resource: Dropped | null
  schemaUrl: string
  scopes: { scope: ScopeModel | null; schemaUrl: string; items: Item[] }[]
}

export type TracesModel = { signal: 'traces'; groups: Group<SpanModel>[] }
export type LogsModel = { signal: 'logs'; groups: Group<LogModel>[] }
