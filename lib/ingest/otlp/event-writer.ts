import type { AttributeWriter } from './attribute-writer'
import type { CopyBuffer } from './copy-buffer'
import { ATTRIBUTES_MAX, EVENTS_BYTES_MAX, STRING_BYTES_MAX } from './limits'
import { PlaceList } from './place-list'
import { nanoText } from './unix-nano'
import type { WireReader } from './wire-reader'

const EVENT_TIME = 9
const EVENT_NAME = 18
const EVENT_ATTRIBUTES = 26
const EVENT_DROPPED = 32
const LINK_TRACE_ID = 10
const LINK_SPAN_ID = 18
const LINK_TRACE_STATE = 26
const LINK_ATTRIBUTES = 34
const LINK_DROPPED = 40
const LINK_FLAGS = 53

const EXCEPTION = Buffer.from('exception')

/** The `events` and `links` of a span as they are stored: `[{"t":time,"n":name,"a":{…},"d":dropped}]`. */
export class EventWriter {
  /** Of the last events written: whether one of them is an exception. */
  hasException = false
  private readonly list = new PlaceList(ATTRIBUTES_MAX)

  constructor(
    private readonly wire: WireReader,
    private readonly out: CopyBuffer,
    private readonly attributes: AttributeWriter,
  ) {}

  events(places: PlaceList): void {
    this.hasException = false
    this.array(places, (end) => this.event(end))
  }

  links(places: PlaceList): void {
    this.array(places, (end) => this.link(end))
  }

  private array(places: PlaceList, write: (end: number) => void): void {
    const from = this.out.at
    this.out.ascii('[')
    for (let k = 0; k < places.count; k++) {
      if (this.out.at - from > EVENTS_BYTES_MAX) {
        places.dropped += places.count - k
        break
      }
      if (k > 0) this.out.ascii(',')
      this.wire.at = places.startOf(k)
      write(places.endOf(k))
    }
    this.out.ascii(']')
  }

  private event(end: number): void {
    const { wire, list, out } = this
    let time = '0'
    let nameStart = 0
    let nameEnd = 0
    let dropped = 0
    list.clear()
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag === EVENT_TIME) {
        wire.fixed64()
        time = nanoText(wire.low, wire.high)
      } else if (tag === EVENT_NAME) {
        nameEnd = wire.fieldEnd(end)
        nameStart = wire.at
        wire.at = nameEnd
      } else if (tag === EVENT_ATTRIBUTES) this.place(end)
      else if (tag === EVENT_DROPPED) dropped = wire.uint32()
      else wire.skip(tag, end)
    }
    wire.expectEnd(end)
    if (nameEnd - nameStart === EXCEPTION.length && EXCEPTION.compare(wire.bytes, nameStart, nameEnd) === 0) {
      this.hasException = true
    }
    out.ascii(`{"t":"${time}","n":`)
    this.attributes.text.json(wire.bytes, nameStart, nameEnd, STRING_BYTES_MAX)
    this.rest(dropped)
    out.ascii('}')
  }

  private link(end: number): void {
    const { wire, list, out } = this
    let traceId = ''
    let spanId = ''
    let stateStart = 0
    let stateEnd = 0
    let dropped = 0
    let flags = 0
    list.clear()
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag === LINK_TRACE_ID) traceId = this.hex(end, 16)
      else if (tag === LINK_SPAN_ID) spanId = this.hex(end, 8)
      else if (tag === LINK_TRACE_STATE) {
        stateEnd = wire.fieldEnd(end)
        stateStart = wire.at
        wire.at = stateEnd
      } else if (tag === LINK_ATTRIBUTES) this.place(end)
      else if (tag === LINK_DROPPED) dropped = wire.uint32()
      else if (tag === LINK_FLAGS) flags = wire.fixed32()
      else wire.skip(tag, end)
    }
    wire.expectEnd(end)
    out.ascii(`{"t":"${traceId}","s":"${spanId}","ts":`)
    this.attributes.text.json(wire.bytes, stateStart, stateEnd, STRING_BYTES_MAX)
    this.rest(dropped)
    out.ascii(`,"f":${flags}}`)
  }

  /** The attributes collected and how many are missing from them. */
  private rest(dropped: number): void {
    this.out.ascii(',"a":')
    this.attributes.object(this.list)
    this.out.ascii(`,"d":${dropped + this.attributes.cut}`)
  }

  private place(limit: number): void {
    const end = this.wire.fieldEnd(limit)
    this.list.add(this.wire.at, end)
    this.wire.at = end
  }

  /** An id as digits; one of a wrong length leads nowhere and is left out. */
  private hex(limit: number, length: number): string {
    const { wire } = this
    const end = wire.fieldEnd(limit)
    const text = end - wire.at === length ? wire.bytes.toString('hex', wire.at, end) : ''
    wire.at = end
    return text
  }
}
