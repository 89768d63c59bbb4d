import { ATTRIBUTES_MAX } from './limits'
import { PlaceList } from './place-list'
import { id } from './span-fields'
import type { WireReader } from './wire-reader'

/** Tags of `LogRecord`: field number and wire type. */
const TIME = 9
const SEVERITY_NUMBER = 16
const SEVERITY_TEXT = 26
const BODY = 42
const ATTRIBUTES = 50
const DROPPED_ATTRIBUTES = 56
const FLAGS = 69
const TRACE_ID = 74
const SPAN_ID = 82
const OBSERVED = 89
const EVENT_NAME = 98

/** Where the parts of one log record stand on the wire, and its numbers. One object for all, filled anew for each. */
export class LogFields {
  traceId = -1
  spanId = -1
  timeLow = 0
  timeHigh = 0
  observedLow = 0
  observedHigh = 0
  severityNumber = 0
  severityStart = 0
  severityEnd = 0
  eventNameStart = 0
  eventNameEnd = 0
  bodyStart = 0
  /** -1 without a body. */
  bodyEnd = -1
  droppedAttributes = 0
  flags = 0
  readonly attributes = new PlaceList(ATTRIBUTES_MAX)

  /** Reads the record that stands from the cursor to `end`. */
  read(wire: WireReader, end: number): void {
    this.clear()
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag === ATTRIBUTES || tag === BODY || tag === SEVERITY_TEXT || tag === EVENT_NAME)
        this.part(wire, tag, end)
      else if (tag === TIME) {
        wire.fixed64()
        this.timeLow = wire.low
        this.timeHigh = wire.high
      } else if (tag === OBSERVED) {
        wire.fixed64()
        this.observedLow = wire.low
        this.observedHigh = wire.high
      } else if (tag === SEVERITY_NUMBER) this.severityNumber = wire.int32()
      else if (tag === TRACE_ID) this.traceId = id(wire, end, 16)
      else if (tag === SPAN_ID) this.spanId = id(wire, end, 8)
      else if (tag === FLAGS) this.flags = wire.fixed32()
      else if (tag === DROPPED_ATTRIBUTES) this.droppedAttributes = wire.uint32()
      else wire.skip(tag, end)
    }
    wire.expectEnd(end)
  }

  private part(wire: WireReader, tag: number, limit: number): void {
    const end = wire.fieldEnd(limit)
    if (tag === ATTRIBUTES) this.attributes.add(wire.at, end)
    else if (tag === BODY) {
      this.bodyStart = wire.at
      this.bodyEnd = end
    } else if (tag === SEVERITY_TEXT) {
      this.severityStart = wire.at
      this.severityEnd = end
    } else {
      this.eventNameStart = wire.at
      this.eventNameEnd = end
    }
    wire.at = end
  }

  private clear(): void {
    this.traceId = this.spanId = -1
    this.timeLow = this.timeHigh = 0
    this.observedLow = this.observedHigh = 0
    this.severityNumber = 0
    this.severityStart = this.severityEnd = 0
    this.eventNameStart = this.eventNameEnd = 0
    this.bodyStart = 0
    this.bodyEnd = -1
    this.droppedAttributes = this.flags = 0
    this.attributes.clear()
  }
}
