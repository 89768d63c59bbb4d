import { NOW_MS } from './contexts'
import type { KeyValue, LogModel, LogsModel, SpanModel, TracesModel, Value } from './otlp-model'

/** A span, a record and what is around them, each with what a test does not care about filled in. */
export const NOW = BigInt(NOW_MS) * 1_000_000n
export const TRACE = '0af7651916cd43dd8448eb211c80319c'
export const ROOT = 'b7ad6b7169203331'

export const text = (value: string): Value => ({ kind: 'string', value })
export const attribute = (key: string, value: Value | null): KeyValue => ({ key, value })

export const span = (of: Partial<SpanModel> = {}): SpanModel => ({
  traceId: TRACE,
  spanId: ROOT,
  traceState: '',
  parentSpanId: '',
  name: 'nightly',
  kind: 1,
  startTimeUnixNano: NOW,
  endTimeUnixNano: NOW + 5n,
  attributes: [],
  droppedAttributesCount: 0,
  events: [],
  droppedEventsCount: 0,
  links: [],
  droppedLinksCount: 0,
  status: null,
  flags: 0,
  ...of,
})

export const log = (of: Partial<LogModel> = {}): LogModel => ({
  timeUnixNano: NOW,
  severityNumber: 9,
  severityText: 'INFO',
  body: text('hello'),
  flags: 0,
  traceId: TRACE,
  spanId: ROOT,
  observedTimeUnixNano: 0n,
  eventName: '',
  attributes: [],
  droppedAttributesCount: 0,
  ...of,
})

export const group = <Item>(items: Item[]) => ({
  resource: { attributes: [attribute('service.name', text('orders'))], droppedAttributesCount: 0 },
  schemaUrl: '',
  scopes: [{ scope: null, schemaUrl: '', items }],
})
export const traces = (...spans: SpanModel[]): TracesModel => ({ signal: 'traces', groups: [group(spans)] })
export const logs = (...records: LogModel[]): LogsModel => ({ signal: 'logs', groups: [group(records)] })
