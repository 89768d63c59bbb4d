import type { Redactions } from '../redact/redactions'
import type { AttributeKey, AttributeKeys } from './attribute-keys'
import type { CopyBuffer } from './copy-buffer'
import { doubleJson } from './double-json'
import { ARRAY_VALUES_MAX, ATTRIBUTES_MAX, STRING_BYTES_MAX, VALUE_DEPTH_MAX } from './limits'
import type { PlaceList } from './place-list'
import { TextWriter } from './text-writer'
import type { WireReader } from './wire-reader'

const COMMA = 44
const COLON = 58
const QUOTE = 34

/** Tags of `KeyValue` and `AnyValue` as they stand on the wire: field number and wire type. */
const KEY = 10
const VALUE = 18
const STRING = 10
const BOOL = 16
const INT = 24
const DOUBLE = 33
const ARRAY = 42
const KVLIST = 50
const BYTES = 58
const ELEMENT = 10

/** Attributes from the wire to the stored JSON form (`attribute-json.ts`), byte by byte, without an object for any. */
export class AttributeWriter {
  readonly text: TextWriter
  /** Of the last object written: what was cut or left out, and whether it has a key that the dialects read or one of an exception. */
  cut = 0
  hasTrigger = false
  hasException = false
  private first: AttributeKey | null = null

  constructor(
    private readonly wire: WireReader,
    private readonly out: CopyBuffer,
    redactions: Redactions,
    private readonly keys: AttributeKeys,
  ) {
    this.text = new TextWriter(out, redactions)
  }

  /** A JSON object of the attributes in the list. Moves the wire's cursor. */
  object(list: PlaceList): void {
    const { out } = this
    this.cut = list.dropped
    this.hasTrigger = false
    this.hasException = false
    out.reserve(2)
    out.bytes[out.at++] = 123
    let previous: AttributeKey | null = null
    for (let k = 0; k < list.count; k++) {
      if (k > 0) this.byte(COMMA)
      previous = this.keyValue(list.startOf(k), list.endOf(k), previous, 1)
      if (previous.isTrigger) this.hasTrigger = true
      if (previous.isException) this.hasException = true
    }
    this.byte(125)
  }

  /** One `AnyValue`, such as the body of a log record. */
  anyValue(start: number, end: number): void {
    this.cut = 0
    this.value(start, end, 1, null)
  }

  private keyValue(start: number, end: number, previous: AttributeKey | null, depth: number): AttributeKey {
    const { wire } = this
    let keyStart = 0
    let keyEnd = 0
    let valueStart = 0
    let valueEnd = 0
    wire.at = start
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag === KEY) {
        keyEnd = wire.fieldEnd(end)
        keyStart = wire.at
        wire.at = keyEnd
      } else if (tag === VALUE) {
        valueEnd = wire.fieldEnd(end)
        valueStart = wire.at
        wire.at = valueEnd
      } else wire.skip(tag, end)
    }
    wire.expectEnd(end)
    const key = this.key(keyStart, keyEnd, previous)
    this.value(valueStart, valueEnd, depth, key)
    return key
  }

  /** Writes `"key":`. The key that followed last time is tried before any is looked up. */
  private key(start: number, end: number, previous: AttributeKey | null): AttributeKey {
    const { out } = this
    const from = this.wire.bytes
    const length = end - start
    const guess = previous === null ? this.first : previous.next
    if (guess?.isPlain && guess.bytes.length === length) {
      out.reserve(length + 3)
      const { bytes } = guess
      const target = out.bytes
      let at = out.at
      let difference = 0
      target[at++] = QUOTE
      for (let k = 0; k < length; k++) {
        const byte = from[start + k] ?? 0
        difference |= byte ^ (bytes[k] ?? 0)
        target[at++] = byte
      }
      if (difference === 0) {
        target[at++] = QUOTE
        target[at++] = COLON
        out.at = at
        return guess
      }
    }
    return this.unexpectedKey(start, end, previous)
  }

  private unexpectedKey(start: number, end: number, previous: AttributeKey | null): AttributeKey {
    const key = this.keys.of(this.wire.bytes, start, end)
    if (previous !== null) this.keys.follow(previous, key)
    else if (key.isKept) this.first = key
    if (key.isPlain) this.plainKey(key)
    else {
      if (this.text.json(this.wire.bytes, start, end, STRING_BYTES_MAX)) this.cut++
      this.byte(COLON)
    }
    return key
  }

  private plainKey({ bytes }: AttributeKey): void {
    const { out } = this
    out.reserve(bytes.length + 3)
    const target = out.bytes
    let at = out.at
    target[at++] = QUOTE
    for (let k = 0; k < bytes.length; k++) target[at++] = bytes[k] ?? 0
    target[at++] = QUOTE
    target[at++] = COLON
    out.at = at
  }

  /** Writes the value, `null` for an empty one. The last of several wins, as protobuf says. */
  private value(start: number, end: number, depth: number, key: AttributeKey | null): void {
    const { wire, out } = this
    const from = out.at
    let isWritten = false
    wire.at = start
    while (wire.at < end) {
      const tag = wire.varint()
      out.at = from
      if (tag === STRING) this.known(tag, end, depth, key)
      else if (tag === INT || tag === BOOL || tag === DOUBLE) this.scalar(tag, end)
      else if (tag === ARRAY || tag === KVLIST || tag === BYTES) this.known(tag, end, depth, key)
      else {
        wire.skip(tag, end)
        continue
      }
      isWritten = true
    }
    wire.expectEnd(end)
    if (!isWritten) out.ascii('null')
  }

  private scalar(tag: number, end: number): void {
    const { wire, out } = this
    if (tag === DOUBLE) {
      const value = wire.at + 8 <= end ? wire.bytes.readDoubleLE(wire.at) : 0
      wire.at += 8
      out.ascii(doubleJson(value))
      return
    }
    wire.int64()
    if (tag === BOOL) out.ascii(wire.low !== 0 || wire.high !== 0 ? 'true' : 'false')
    else this.integer(wire.low, wire.high)
  }

  private known(tag: number, limit: number, depth: number, key: AttributeKey | null): void {
    const { wire, text } = this
    const end = wire.fieldEnd(limit)
    const start = wire.at
    if (key?.isSecret) text.secret()
    else if (tag === STRING) this.string(start, end, key)
    else if (tag === BYTES) this.binary(start, end)
    else if (depth > VALUE_DEPTH_MAX) {
      text.string('…', true)
      this.cut++
    } else if (tag === ARRAY) this.array(start, end, depth)
    else this.map(start, end, depth)
    wire.at = end
  }

  private string(start: number, end: number, key: AttributeKey | null): void {
    const { text, wire } = this
    const isCut = key?.isSql
      ? text.sql(wire.bytes, start, end, STRING_BYTES_MAX)
      : text.json(wire.bytes, start, end, STRING_BYTES_MAX)
    if (isCut) this.cut++
  }

  private array(start: number, end: number, depth: number): void {
    const { wire } = this
    let count = 0
    this.byte(91)
    wire.at = start
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag !== ELEMENT) {
        wire.skip(tag, end)
        continue
      }
      const elementEnd = wire.fieldEnd(end)
      if (count === ARRAY_VALUES_MAX) this.cut++
      else {
        if (count++ > 0) this.byte(COMMA)
        this.value(wire.at, elementEnd, depth + 1, null)
      }
      wire.at = elementEnd
    }
    wire.expectEnd(end)
    this.byte(93)
  }

  /** A map of the user's whose keys look like ours (`$double`) is wrapped, so that reading gives it back as it was. */
  private map(start: number, end: number, depth: number): void {
    const { wire, out } = this
    const from = out.at
    let count = 0
    let isWrapped = false
    let previous: AttributeKey | null = null
    this.byte(123)
    wire.at = start
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag !== ELEMENT) {
        wire.skip(tag, end)
        continue
      }
      const elementEnd = wire.fieldEnd(end)
      if (count === ATTRIBUTES_MAX) this.cut++
      else {
        if (count++ > 0) this.byte(COMMA)
        previous = this.keyValue(wire.at, elementEnd, previous, depth + 1)
        isWrapped ||= previous.startsWithDollar
      }
      wire.at = elementEnd
    }
    wire.expectEnd(end)
    this.byte(125)
    if (isWrapped) wrap(out, from)
  }

  private binary(start: number, end: number): void {
    const isCut = end - start > STRING_BYTES_MAX
    if (isCut) this.cut++
    const last = isCut ? start + STRING_BYTES_MAX : end
    this.out.ascii(`{"$bytes":"${this.wire.bytes.toString('base64', start, last)}"}`)
  }

  /** An int64. */
  private integer(low: number, high: number): void {
    const { out } = this
    if (high === 0) {
      out.reserve(10)
      out.at = writeDigits(out.bytes, out.at, low)
    } else out.ascii(this.wire.signed().toString())
  }

  private byte(value: number): void {
    const { out } = this
    out.reserve(1)
    out.bytes[out.at++] = value
  }
}

const WRAP = Buffer.from('{"$kvlist":')

function wrap(out: CopyBuffer, from: number): void {
  out.reserve(WRAP.length + 1)
  out.bytes.copyWithin(from + WRAP.length, from, out.at)
  out.bytes.set(WRAP, from)
  out.at += WRAP.length
  out.bytes[out.at++] = 125
}

/** Decimal digits of an unsigned 32-bit number; gives the place after them. */
function writeDigits(bytes: Uint8Array, start: number, value: number): number {
  let length = 1
  for (let bound = 10; bound <= value; bound *= 10) length++
  let rest = value
  for (let at = start + length - 1; at >= start; at--) {
    const tens = Math.floor(rest / 10)
    bytes[at] = 48 + rest - tens * 10
    rest = tens
  }
  return start + length
}
