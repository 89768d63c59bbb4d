import type {
  Dropped,
  Group,
  KeyValue,
  LogModel,
  LogsModel,
  ScopeModel,
  SpanModel,
  TracesModel,
  Value,
} from './otlp-model'

/** A protobuf encoder of its own, slow and plain, so that nothing is tested against itself. */
export function encodeProtobuf(model: TracesModel | LogsModel, isLegacy = false): Buffer {
  const groups =
    model.signal === 'traces'
      ? model.groups.map((group) => encodeGroup(group, encodeSpan, isLegacy))
      : model.groups.map((group) => encodeGroup(group, encodeLog, isLegacy))
  return Buffer.concat(groups.map((group) => chunk(1, group)))
}

function encodeGroup<Item>(group: Group<Item>, encode: (item: Item) => Buffer, isLegacy: boolean): Buffer {
  return Buffer.concat([
    group.resource === null ? EMPTY : chunk(1, dropped(group.resource, 1)),
    ...group.scopes.map(({ scope, schemaUrl, items }) =>
      chunk(
        isLegacy ? 1000 : 2,
        Buffer.concat([
          scope === null ? EMPTY : chunk(1, encodeScope(scope)),
          ...items.map((item) => chunk(2, encode(item))),
          text(3, schemaUrl),
        ]),
      ),
    ),
    text(3, group.schemaUrl),
  ])
}

const encodeScope = (scope: ScopeModel): Buffer =>
  Buffer.concat([text(1, scope.name), text(2, scope.version), dropped(scope, 3)])

function encodeSpan(span: SpanModel): Buffer {
  return Buffer.concat([
    hex(1, span.traceId),
    hex(2, span.spanId),
    text(3, span.traceState),
    hex(4, span.parentSpanId),
    text(5, span.name),
    integer(6, BigInt(span.kind)),
    fixed64(7, span.startTimeUnixNano),
    fixed64(8, span.endTimeUnixNano),
    dropped(span, 9),
    ...span.events.map((event) =>
      chunk(11, Buffer.concat([fixed64(1, event.timeUnixNano), text(2, event.name), dropped(event, 3)])),
    ),
    integer(12, BigInt(span.droppedEventsCount)),
    ...span.links.map((link) =>
      chunk(
        13,
        Buffer.concat([
          hex(1, link.traceId),
          hex(2, link.spanId),
          text(3, link.traceState),
          dropped(link, 4),
          fixed32(6, link.flags),
        ]),
      ),
    ),
    integer(14, BigInt(span.droppedLinksCount)),
    span.status === null
      ? EMPTY
      : chunk(15, Buffer.concat([text(2, span.status.message), integer(3, BigInt(span.status.code))])),
    fixed32(16, span.flags),
  ])
}

function encodeLog(log: LogModel): Buffer {
  return Buffer.concat([
    fixed64(1, log.timeUnixNano),
    integer(2, BigInt(log.severityNumber)),
    text(3, log.severityText),
    log.body === null ? EMPTY : chunk(5, encodeValue(log.body)),
    dropped(log, 6),
    fixed32(8, log.flags),
    hex(9, log.traceId),
    hex(10, log.spanId),
    fixed64(11, log.observedTimeUnixNano),
    text(12, log.eventName),
  ])
}

/** Attributes and, in the next field, how many are missing from them. */
const dropped = ({ attributes, droppedAttributesCount }: Dropped, field: number): Buffer =>
  Buffer.concat([
    ...attributes.map((one) => chunk(field, encodeKeyValue(one))),
    integer(field + 1, BigInt(droppedAttributesCount)),
  ])

const encodeKeyValue = ({ key, value }: KeyValue): Buffer =>
  Buffer.concat([text(1, key), value === null ? EMPTY : chunk(2, encodeValue(value))])

export function encodeValue(value: Value): Buffer {
  switch (value.kind) {
    case 'empty':
      return EMPTY
    case 'string':
      return chunk(1, Buffer.from(value.value))
    case 'bool':
      return Buffer.from([0x10, value.value ? 1 : 0])
    case 'int':
      return Buffer.concat([varint(3n * 8n), varint(value.value)])
    case 'double': {
      const bytes = Buffer.alloc(9)
      bytes[0] = 0x21
      bytes.writeDoubleLE(value.value, 1)
      return bytes
    }
    case 'array':
      return chunk(5, Buffer.concat(value.value.map((item) => chunk(1, encodeValue(item)))))
    case 'kvlist':
      return chunk(6, Buffer.concat(value.value.map((item) => chunk(1, encodeKeyValue(item)))))
    case 'bytes':
      return chunk(7, value.value)
    default:
      return value satisfies never
  }
}

const EMPTY = Buffer.alloc(0)

export function varint(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0))
    rest >>= 7n
  } while (rest > 0n)
  return Buffer.from(bytes)
}

export const chunk = (field: number, bytes: Buffer): Buffer =>
  Buffer.concat([varint(BigInt(field * 8 + 2)), varint(BigInt(bytes.length)), bytes])

const text = (field: number, value: string): Buffer =>
  value === '' ? EMPTY : chunk(field, Buffer.from(value))
const hex = (field: number, value: string): Buffer =>
  value === '' ? EMPTY : chunk(field, Buffer.from(value, 'hex'))
const integer = (field: number, value: bigint): Buffer =>
  value === 0n ? EMPTY : Buffer.concat([varint(BigInt(field * 8)), varint(value)])

function fixed64(field: number, value: bigint): Buffer {
  if (value === 0n) return EMPTY
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return Buffer.concat([varint(BigInt(field * 8 + 1)), bytes])
}

function fixed32(field: number, value: number): Buffer {
  if (value === 0) return EMPTY
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return Buffer.concat([varint(BigInt(field * 8 + 5)), bytes])
}
