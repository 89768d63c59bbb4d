/** What a JSON value of a field becomes on the wire. */
export type Kind =
  | 'string'
  | 'hex'
  | 'base64'
  | 'bool'
  | 'int64'
  | 'uint32'
  | 'enum'
  | 'fixed64'
  | 'fixed32'
  | 'double'
  | 'message'

export type Field = {
  /** Field number and wire type. */
  tag: number
  kind: Kind
  message: Message
  isRepeated: boolean
  /** One of several: it says something even when it is empty. */
  isOneOf: boolean
  /** What the values of an enumeration are called. */
  names: ReadonlyMap<string, number>
}

/** Fields of a message by their name in JSON. */
export type Message = Map<string, Field>

const WIRE_TYPE: Record<Kind, number> = {
  string: 2,
  hex: 2,
  base64: 2,
  bool: 0,
  int64: 0,
  uint32: 0,
  enum: 0,
  fixed64: 1,
  fixed32: 5,
  double: 1,
  message: 2,
}

const NOTHING: Message = new Map()
const NO_NAMES: ReadonlyMap<string, number> = new Map()

function scalar(number: number, kind: Kind, names = NO_NAMES): Field {
  const tag = number * 8 + WIRE_TYPE[kind]
  return { tag, kind, message: NOTHING, isRepeated: false, isOneOf: false, names }
}

const one = (number: number, message: Message): Field => ({ ...scalar(number, 'message'), message })
const many = (number: number, message: Message): Field => ({ ...one(number, message), isRepeated: true })
const either = (field: Field): Field => ({ ...field, isOneOf: true })
const messageOf = (fields: Record<string, Field>): Message => new Map(Object.entries(fields))
const namesOf = (prefix: string, names: string[]): Map<string, number> =>
  new Map(names.map((name, value) => [prefix + name, value]))

const SPAN_KINDS = namesOf('SPAN_KIND_', [
  'UNSPECIFIED',
  'INTERNAL',
  'SERVER',
  'CLIENT',
  'PRODUCER',
  'CONSUMER',
])
const STATUS_CODES = namesOf('STATUS_CODE_', ['UNSET', 'OK', 'ERROR'])
const SEVERITIES = namesOf('SEVERITY_NUMBER_', [
  'UNSPECIFIED',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((band) =>
    ['', '2', '3', '4'].map((step) => band + step),
  ),
])

const ANY_VALUE: Message = messageOf({
  stringValue: either(scalar(1, 'string')),
  boolValue: either(scalar(2, 'bool')),
  intValue: either(scalar(3, 'int64')),
  doubleValue: either(scalar(4, 'double')),
  bytesValue: either(scalar(7, 'base64')),
})
const KEY_VALUE = messageOf({ key: scalar(1, 'string'), value: one(2, ANY_VALUE) })
ANY_VALUE.set('arrayValue', either(one(5, messageOf({ values: many(1, ANY_VALUE) }))))
ANY_VALUE.set('kvlistValue', either(one(6, messageOf({ values: many(1, KEY_VALUE) }))))

const RESOURCE = messageOf({ attributes: many(1, KEY_VALUE), droppedAttributesCount: scalar(2, 'uint32') })
const SCOPE = messageOf({
  name: scalar(1, 'string'),
  version: scalar(2, 'string'),
  attributes: many(3, KEY_VALUE),
  droppedAttributesCount: scalar(4, 'uint32'),
})
const EVENT = messageOf({
  timeUnixNano: scalar(1, 'fixed64'),
  name: scalar(2, 'string'),
  attributes: many(3, KEY_VALUE),
  droppedAttributesCount: scalar(4, 'uint32'),
})
const LINK = messageOf({
  traceId: scalar(1, 'hex'),
  spanId: scalar(2, 'hex'),
  traceState: scalar(3, 'string'),
  attributes: many(4, KEY_VALUE),
  droppedAttributesCount: scalar(5, 'uint32'),
  flags: scalar(6, 'fixed32'),
})
const STATUS = messageOf({ message: scalar(2, 'string'), code: scalar(3, 'enum', STATUS_CODES) })
const SPAN = messageOf({
  traceId: scalar(1, 'hex'),
  spanId: scalar(2, 'hex'),
  traceState: scalar(3, 'string'),
  parentSpanId: scalar(4, 'hex'),
  name: scalar(5, 'string'),
  kind: scalar(6, 'enum', SPAN_KINDS),
  startTimeUnixNano: scalar(7, 'fixed64'),
  endTimeUnixNano: scalar(8, 'fixed64'),
  attributes: many(9, KEY_VALUE),
  droppedAttributesCount: scalar(10, 'uint32'),
  events: many(11, EVENT),
  droppedEventsCount: scalar(12, 'uint32'),
  links: many(13, LINK),
  droppedLinksCount: scalar(14, 'uint32'),
  status: one(15, STATUS),
  flags: scalar(16, 'fixed32'),
})
const LOG_RECORD = messageOf({
  timeUnixNano: scalar(1, 'fixed64'),
  severityNumber: scalar(2, 'enum', SEVERITIES),
  severityText: scalar(3, 'string'),
  body: one(5, ANY_VALUE),
  attributes: many(6, KEY_VALUE),
  droppedAttributesCount: scalar(7, 'uint32'),
  flags: scalar(8, 'fixed32'),
  traceId: scalar(9, 'hex'),
  spanId: scalar(10, 'hex'),
  observedTimeUnixNano: scalar(11, 'fixed64'),
  eventName: scalar(12, 'string'),
})

/** Nothing of a metric is read but how many points it has. */
const POINTS = messageOf({ dataPoints: many(1, NOTHING) })
const METRIC = messageOf({
  gauge: one(5, POINTS),
  sum: one(7, POINTS),
  histogram: one(9, POINTS),
  exponentialHistogram: one(10, POINTS),
  summary: one(11, POINTS),
})

/** An export request: items by scope by resource, and the same as it was before OTLP 0.15. */
function requestOf(name: string, itemName: string, item: Message, legacyItemNames: string[]): Message {
  const upper = name.charAt(0).toUpperCase() + name.slice(1)
  const schemaUrl = scalar(3, 'string')
  const perScope = messageOf({ scope: one(1, SCOPE), [itemName]: many(2, item), schemaUrl })
  const perLibrary = messageOf({ instrumentationLibrary: one(1, SCOPE), schemaUrl })
  for (const legacyName of legacyItemNames) perLibrary.set(legacyName, many(2, item))
  const perResource = messageOf({
    resource: one(1, RESOURCE),
    [`scope${upper}`]: many(2, perScope),
    schemaUrl,
    [`instrumentationLibrary${upper}`]: many(1000, perLibrary),
  })
  return messageOf({ [`resource${upper}`]: many(1, perResource) })
}

/** The export requests by signal. */
export const REQUESTS = {
  traces: requestOf('spans', 'spans', SPAN, ['spans']),
  logs: requestOf('logs', 'logRecords', LOG_RECORD, ['logRecords', 'logs']),
  metrics: requestOf('metrics', 'metrics', METRIC, ['metrics']),
} as const
