import type { Dropped, KeyValue, LogModel, LogsModel, SpanModel, TracesModel, Value } from './otlp-model'

/** The request as OTLP/JSON, fields in the order of their numbers. 64-bit numbers stand bare or in quotes, in turn. */
export function encodeJson(model: TracesModel | LogsModel, isLegacy = false): string {
  const json =
    model.signal === 'traces'
      ? { resourceSpans: groups(model, isLegacy ? LEGACY_SPANS : SPANS, jsonSpan) }
      : { resourceLogs: groups(model, isLegacy ? LEGACY_LOGS : LOGS, jsonLog) }
  // JSON.stringify cannot write a bigint bare, so it writes a marked string whose quotes are taken off afterwards.
  let count = 0
  const text = JSON.stringify(json, (_, value) => (typeof value === 'bigint' ? `${MARK}${value}` : value))
  return text.replace(MARKED, (_, digits: string) => (count++ % 2 === 0 ? `"${digits}"` : digits))
}

const MARK = '@int64@'
const MARKED = /"@int64@(-?\d+)"/g
const SPANS = ['scopeSpans', 'scope', 'spans'] as const
const LEGACY_SPANS = ['instrumentationLibrarySpans', 'instrumentationLibrary', 'spans'] as const
const LOGS = ['scopeLogs', 'scope', 'logRecords'] as const
const LEGACY_LOGS = ['instrumentationLibraryLogs', 'instrumentationLibrary', 'logs'] as const

function groups<Item>(
  model: { groups: { resource: Dropped | null; schemaUrl: string; scopes: ScopeOf<Item>[] }[] },
  [scopesName, scopeName, itemsName]: readonly [string, string, string],
  jsonItem: (item: Item) => object,
): object[] {
  return model.groups.map(({ resource, schemaUrl, scopes }) => ({
    ...(resource === null ? {} : { resource: jsonDropped(resource) }),
    [scopesName]: scopes.map(({ scope, schemaUrl: url, items }) => ({
      ...(scope === null
        ? {}
        : { [scopeName]: { name: scope.name, version: scope.version, ...jsonDropped(scope) } }),
      [itemsName]: items.map(jsonItem),
      schemaUrl: url,
    })),
    schemaUrl,
  }))
}

type ScopeOf<Item> = {
  scope: (Dropped & { name: string; version: string }) | null
  schemaUrl: string
  items: Item[]
}

const jsonSpan = (span: SpanModel): object => ({
  traceId: span.traceId.toUpperCase(),
  spanId: span.spanId,
  traceState: span.traceState,
  parentSpanId: span.parentSpanId,
  name: span.name,
  kind: span.kind,
  startTimeUnixNano: span.startTimeUnixNano,
  endTimeUnixNano: span.endTimeUnixNano,
  ...jsonDropped(span),
  events: span.events.map((event) => ({
    timeUnixNano: event.timeUnixNano,
    name: event.name,
    ...jsonDropped(event),
  })),
  droppedEventsCount: span.droppedEventsCount,
  links: span.links.map(({ traceId, spanId, traceState, flags, ...rest }) => ({
    traceId,
    spanId,
    traceState,
    ...jsonDropped(rest),
    flags,
  })),
  droppedLinksCount: span.droppedLinksCount,
  status: span.status,
  flags: span.flags,
})

const jsonLog = (log: LogModel): object => ({
  timeUnixNano: log.timeUnixNano,
  severityNumber: log.severityNumber,
  severityText: log.severityText,
  body: log.body === null ? null : jsonValue(log.body),
  ...jsonDropped(log),
  flags: log.flags,
  traceId: log.traceId,
  spanId: log.spanId,
  observedTimeUnixNano: log.observedTimeUnixNano,
  eventName: log.eventName,
})

const jsonDropped = ({ attributes, droppedAttributesCount }: Dropped): object => ({
  attributes: attributes.map(jsonKeyValue),
  droppedAttributesCount,
})

const jsonKeyValue = ({ key, value }: KeyValue): object =>
  value === null ? { key } : { key, value: jsonValue(value) }

function jsonValue(value: Value): object {
  switch (value.kind) {
    case 'empty':
      return {}
    case 'string':
      return { stringValue: value.value }
    case 'bool':
      return { boolValue: value.value }
    case 'int':
      return { intValue: value.value }
    case 'double':
      return { doubleValue: jsonDouble(value.value) }
    case 'array':
      return { arrayValue: { values: value.value.map(jsonValue) } }
    case 'kvlist':
      return { kvlistValue: { values: value.value.map(jsonKeyValue) } }
    case 'bytes':
      return { bytesValue: value.value.toString('base64') }
    default:
      return value satisfies never
  }
}

/** What JSON has no number for is a string; JSON.stringify would make a negative zero a zero. */
const jsonDouble = (value: number): number | string =>
  !Number.isFinite(value) || Object.is(value, -0) ? (Object.is(value, -0) ? '-0' : String(value)) : value
