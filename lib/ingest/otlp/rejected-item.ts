import { Redactions } from '../redact/redactions'
import type { AttributeKeys } from './attribute-keys'
import { AttributeWriter } from './attribute-writer'
import { CopyBuffer } from './copy-buffer'
import type { AttributeValue } from './decoded'
import { STRING_BYTES_MAX } from './limits'
import { LogFields } from './log-fields'
import type { Signal } from './outcome'
import type { PlaceList } from './place-list'
import { SpanFields } from './span-fields'
import { parseStoredAttributes, parseStoredValue } from './stored-text'
import { WireReader } from './wire-reader'

/** A refused item as a person may read it: what was sent, in OTLP's own names, without its secrets. */
export type RejectedItem = { [field: string]: ItemJson }
export type ItemJson = string | number | boolean | null | ItemJson[] | { [key: string]: ItemJson }

/** The most that is kept of one; what is larger is told without its attributes. */
export const REJECTED_ITEM_BYTES_MAX = 4096
/** An item beyond this is not looked into: a refusal must cost no more than what is taken. */
const READ_BYTES_MAX = 16 * 1024
/** No valid id is longer, and of a wrong one the beginning tells enough. */
const ID_BYTES_SHOWN = 32

const IDS = {
  traces: { traceId: 10, spanId: 18, parentSpanId: 34 },
  logs: { traceId: 74, spanId: 82 },
} as const

/** Turns refused items into JSON with the same redaction as what is stored. Used for the few that are told in detail. */
export class RejectedItems {
  private readonly wire = new WireReader()
  private readonly out = new CopyBuffer(4096)
  private readonly attributes: AttributeWriter
  private readonly spans = new SpanFields()
  private readonly logs = new LogFields()

  constructor(keys: AttributeKeys) {
    // What is taken out here is not counted: the item is not stored, only shown.
    this.attributes = new AttributeWriter(this.wire, this.out, new Redactions(), keys)
  }

  /** The item that stands in `bytes` from `start` to `end`. */
  item(signal: Signal, bytes: Buffer, start: number, end: number): RejectedItem {
    if (end - start > READ_BYTES_MAX) return { bytes: end - start, note: 'too large to be kept' }
    this.wire.open(bytes)
    this.wire.at = start
    const ids = this.ids(signal, start, end)
    this.wire.at = start
    const item = signal === 'traces' ? this.span(end, ids) : this.log(end, ids)
    if (byteLength(item) <= REJECTED_ITEM_BYTES_MAX) return item
    const { attributes: _attributes, body: _body, ...rest } = item
    const without = { ...rest, note: 'its attributes were too large to be kept' }
    return byteLength(without) <= REJECTED_ITEM_BYTES_MAX
      ? without
      : { ...ids, bytes: end - start, note: 'too large to be kept' }
  }

  private span(end: number, ids: RejectedItem): RejectedItem {
    const { spans, wire } = this
    spans.read(wire, end)
    return {
      ...ids,
      name: this.text(spans.nameStart, spans.nameEnd),
      kind: spans.kind,
      startTimeUnixNano: nanos(spans.startHigh, spans.startLow),
      endTimeUnixNano: nanos(spans.endHigh, spans.endLow),
      status: { code: spans.statusCode, message: this.text(spans.messageStart, spans.messageEnd) },
      events: spans.events.count + spans.events.dropped,
      links: spans.links.count + spans.links.dropped,
      ...this.attributesOf(spans.attributes),
    }
  }

  private log(end: number, ids: RejectedItem): RejectedItem {
    const { logs, wire } = this
    logs.read(wire, end)
    return {
      ...ids,
      timeUnixNano: nanos(logs.timeHigh, logs.timeLow),
      observedTimeUnixNano: nanos(logs.observedHigh, logs.observedLow),
      severityNumber: logs.severityNumber,
      severityText: this.text(logs.severityStart, logs.severityEnd),
      eventName: this.text(logs.eventNameStart, logs.eventNameEnd),
      ...this.bodyOf(logs),
      ...this.attributesOf(logs.attributes),
    }
  }

  /** As they were sent, also where they are no ids. */
  private ids(signal: Signal, start: number, end: number): RejectedItem {
    const { wire } = this
    const ids: RejectedItem = {}
    const tags = Object.entries(IDS[signal])
    wire.at = start
    while (wire.at < end) {
      const tag = wire.varint()
      const named = tags.find(([, of]) => of === tag)
      if (named === undefined) wire.skip(tag, end)
      else {
        const fieldEnd = wire.fieldEnd(end)
        ids[named[0]] = wire.bytes.toString('hex', wire.at, Math.min(fieldEnd, wire.at + ID_BYTES_SHOWN))
        wire.at = fieldEnd
      }
    }
    return ids
  }

  private text(start: number, end: number): string {
    if (start === end) return ''
    const written = this.written(() =>
      this.attributes.text.json(this.wire.bytes, start, end, STRING_BYTES_MAX),
    )
    return written === null ? '' : String(JSON.parse(written))
  }

  private attributesOf(list: PlaceList): RejectedItem {
    const written = this.written(() => this.attributes.object(list))
    if (written === null) return { note: 'its attributes are not valid protobuf' }
    return { attributes: plainObject(parseStoredAttributes(written)) }
  }

  private bodyOf({ bodyStart, bodyEnd }: LogFields): RejectedItem {
    if (bodyEnd <= bodyStart) return {}
    const written = this.written(() => this.attributes.anyValue(bodyStart, bodyEnd))
    return written === null ? {} : { body: plain(parseStoredValue(written)) }
  }

  /** What is written into the empty buffer; null where the item is broken further in than its refusal has looked. */
  private written(write: () => void): string | null {
    this.out.at = 0
    try {
      write()
      return this.out.bytes.toString('utf8', 0, this.out.at)
    } catch {
      return null
    }
  }
}

const byteLength = (item: RejectedItem): number => Buffer.byteLength(JSON.stringify(item))

/** 64-bit numbers are strings in protobuf's JSON. */
const nanos = (high: number, low: number): string => ((BigInt(high) << 32n) | BigInt(low)).toString()

function plainObject(entries: Iterable<[string, AttributeValue]>): { [key: string]: ItemJson } {
  const object: { [key: string]: ItemJson } = Object.create(null)
  for (const [key, value] of entries) object[key] = plain(value)
  return object
}

function plain(value: AttributeValue): ItemJson {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return Array.isArray(value) ? value.map(plain) : plainObject(Object.entries(value))
}
