import { ATTRIBUTES_MAX, EVENTS_MAX, LINKS_MAX } from './limits'
import { PlaceList } from './place-list'
import type { WireReader } from './wire-reader'

/** Tags of `Span` and `Status`: field number and wire type. */
const TRACE_ID = 10
const SPAN_ID = 18
const TRACE_STATE = 26
const PARENT_SPAN_ID = 34
const NAME = 42
const KIND = 48
const START = 57
const END = 65
const ATTRIBUTES = 74
const DROPPED_ATTRIBUTES = 80
const EVENTS = 90
const DROPPED_EVENTS = 96
const LINKS = 106
const DROPPED_LINKS = 112
const STATUS = 122
const FLAGS = 133
const STATUS_MESSAGE = 18
const STATUS_CODE = 24

/** Where the parts of one span stand on the wire, and its numbers. One object for all spans, filled anew for each. */
export class SpanFields {
  /** Of ids: the place of 16 and 8 bytes, or -1 where there is no valid id. */
  traceId = -1
  spanId = -1
  parentSpanId = -1
  nameStart = 0
  nameEnd = 0
  traceStateStart = 0
  traceStateEnd = 0
  messageStart = 0
  messageEnd = 0
  kind = 0
  statusCode = 0
  flags = 0
  startLow = 0
  startHigh = 0
  endLow = 0
  endHigh = 0
  droppedAttributes = 0
  droppedEvents = 0
  droppedLinks = 0
  readonly attributes = new PlaceList(ATTRIBUTES_MAX)
  readonly events = new PlaceList(EVENTS_MAX)
  readonly links = new PlaceList(LINKS_MAX)

  /** Reads the span that stands from the cursor to `end`. */
  read(wire: WireReader, end: number): void {
    this.clear()
    while (wire.at < end) {
      const tag = wire.varint()
      switch (tag) {
        case ATTRIBUTES:
          this.place(wire, end, this.attributes)
          break
        case TRACE_ID:
          this.traceId = id(wire, end, 16)
          break
        case SPAN_ID:
          this.spanId = id(wire, end, 8)
          break
        case PARENT_SPAN_ID:
          this.parentSpanId = id(wire, end, 8)
          break
        case NAME:
          this.nameEnd = wire.fieldEnd(end)
          this.nameStart = wire.at
          wire.at = this.nameEnd
          break
        case KIND:
          this.kind = wire.int32()
          break
        case START:
          wire.fixed64()
          this.startLow = wire.low
          this.startHigh = wire.high
          break
        case END:
          wire.fixed64()
          this.endLow = wire.low
          this.endHigh = wire.high
          break
        case STATUS:
          this.status(wire, wire.fieldEnd(end))
          break
        default:
          this.seldom(wire, tag, end)
      }
    }
    wire.expectEnd(end)
  }

  private clear(): void {
    this.traceId = -1
    this.spanId = -1
    this.parentSpanId = -1
    this.nameStart = this.nameEnd = 0
    this.traceStateStart = this.traceStateEnd = 0
    this.messageStart = this.messageEnd = 0
    this.kind = this.statusCode = this.flags = 0
    this.startLow = this.startHigh = 0
    this.endLow = this.endHigh = 0
    this.droppedAttributes = this.droppedEvents = this.droppedLinks = 0
    this.attributes.clear()
    this.events.clear()
    this.links.clear()
  }

  private seldom(wire: WireReader, tag: number, end: number): void {
    if (tag === EVENTS) this.place(wire, end, this.events)
    else if (tag === LINKS) this.place(wire, end, this.links)
    else if (tag === FLAGS) this.flags = wire.fixed32()
    else if (tag === DROPPED_ATTRIBUTES) this.droppedAttributes = wire.uint32()
    else if (tag === DROPPED_EVENTS) this.droppedEvents = wire.uint32()
    else if (tag === DROPPED_LINKS) this.droppedLinks = wire.uint32()
    else if (tag === TRACE_STATE) {
      this.traceStateEnd = wire.fieldEnd(end)
      this.traceStateStart = wire.at
      wire.at = this.traceStateEnd
    } else wire.skip(tag, end)
  }

  private status(wire: WireReader, end: number): void {
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag === STATUS_CODE) this.statusCode = wire.int32()
      else if (tag === STATUS_MESSAGE) {
        this.messageEnd = wire.fieldEnd(end)
        this.messageStart = wire.at
        wire.at = this.messageEnd
      } else wire.skip(tag, end)
    }
    wire.expectEnd(end)
  }

  private place(wire: WireReader, limit: number, list: PlaceList): void {
    const end = wire.fieldEnd(limit)
    list.add(wire.at, end)
    wire.at = end
  }
}

/** The place of an id of exactly that many bytes that are not all zero, else -1. */
export function id(wire: WireReader, limit: number, length: number): number {
  const end = wire.fieldEnd(limit)
  const start = wire.at
  wire.at = end
  if (end - start !== length) return -1
  for (let k = start; k < end; k++) if (wire.bytes[k] !== 0) return start
  return -1
}
