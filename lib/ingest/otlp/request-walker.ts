import type { WireMessage } from './resource-cache'
import type { WireReader } from './wire-reader'

/** Tags of an export request of traces or logs; both are built alike. */
const PER_RESOURCE = 10
const RESOURCE = 10
const PER_SCOPE = 18
/** Field 1000 of OTLP before 0.15, `instrumentation_library_spans` and `…_logs`: the same inside. */
const PER_LIBRARY = 8002
const SCHEMA_URL = 26
const SCOPE = 10
const ITEM = 18

/** Where an item stands, for words about it. */
export type ItemPlace = { resource: number; scope: number; item: number }

/** What is done with a request's parts, in their order. */
export type RequestVisitor = {
  resource(message: WireMessage): void
  scope(message: WireMessage): void
  /** The wire's cursor is at the item's start. */
  item(end: number, place: ItemPlace): void
}

const EMPTY: Buffer = Buffer.alloc(0)

/** Items between two pauses, a fraction of a millisecond's work. */
const STEP_ITEMS = 64

/**
 * Goes through an export request. A resource and a scope are told before their items, wherever they stand on the wire.
 * Pauses every few items and after each group, for whoever has other things to do within a large request; the wire is its alone until the end.
 */
export function* walkRequest(wire: WireReader, visitor: RequestVisitor): Generator<void, void> {
  const end = wire.bytes.length
  const place: ItemPlace = { resource: 0, scope: 0, item: 0 }
  while (wire.at < end) {
    const tag = wire.varint()
    if (tag === PER_RESOURCE) {
      const fieldEnd = wire.fieldEnd(end)
      yield* walkResource(wire, fieldEnd, visitor, place)
      wire.at = fieldEnd
      place.resource++
    } else wire.skip(tag, end)
  }
  wire.expectEnd(end)
}

function* walkResource(
  wire: WireReader,
  end: number,
  visitor: RequestVisitor,
  place: ItemPlace,
): Generator<void, void> {
  const start = wire.at
  visitor.resource(messageOf(wire, end, RESOURCE))
  place.scope = 0
  wire.at = start
  while (wire.at < end) {
    const tag = wire.varint()
    if (tag !== PER_SCOPE && tag !== PER_LIBRARY) {
      wire.skip(tag, end)
      continue
    }
    const fieldEnd = wire.fieldEnd(end)
    yield* walkScope(wire, fieldEnd, visitor, place)
    wire.at = fieldEnd
    place.scope++
    yield
  }
}

function* walkScope(
  wire: WireReader,
  end: number,
  visitor: RequestVisitor,
  place: ItemPlace,
): Generator<void, void> {
  const start = wire.at
  visitor.scope(messageOf(wire, end, SCOPE))
  place.item = 0
  wire.at = start
  while (wire.at < end) {
    const tag = wire.varint()
    if (tag !== ITEM) {
      wire.skip(tag, end)
      continue
    }
    const fieldEnd = wire.fieldEnd(end)
    visitor.item(fieldEnd, place)
    wire.at = fieldEnd
    place.item++
    if (place.item % STEP_ITEMS === 0) yield
  }
}

/** What a group says of all its items; it may stand behind them. Where it stands twice, protobuf merges: its bytes in a row. */
function messageOf(wire: WireReader, end: number, messageTag: number): WireMessage {
  const pieces: Buffer[] = []
  let schemaUrl = EMPTY
  while (wire.at < end) {
    const tag = wire.varint()
    if (tag !== messageTag && tag !== SCHEMA_URL) {
      wire.skip(tag, end)
      continue
    }
    const fieldEnd = wire.fieldEnd(end)
    const bytes = wire.bytes.subarray(wire.at, fieldEnd)
    if (tag === messageTag) pieces.push(bytes)
    else schemaUrl = bytes
    wire.at = fieldEnd
  }
  wire.expectEnd(end)
  const [first = EMPTY] = pieces
  return { bytes: pieces.length > 1 ? Buffer.concat(pieces) : first, schemaUrl }
}
