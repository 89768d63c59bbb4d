import type { Redactions } from '../redact/redactions'
import type { AttributeKey } from './attribute-keys'
import type { CopyBuffer } from './copy-buffer'
import { doubleJson } from './double-json'
import { ARRAY_VALUES_MAX, STRING_BYTES_MAX, VALUE_BYTES_MAX, VALUE_DEPTH_MAX } from './limits'
import { TextWriter } from './text-writer'
import type { WireReader } from './wire-reader'

const COMMA = 44

/** Tags of `AnyValue` and `ArrayValue`: field number and wire type. */
const STRING = 10
const BOOL = 16
const INT = 24
const DOUBLE = 33
const ARRAY = 42
const KVLIST = 50
const BYTES = 58
const ELEMENT = 10

/** Writes the entries of a map, each of which has a value again. */
type WriteMap = (start: number, end: number, depth: number) => void

/** Writes an `AnyValue` from the wire in its stored JSON form (`attribute-json.ts`). */
export class ValueWriter {
  readonly text: TextWriter
  /** What was cut or left out; whoever wants to know sets it to zero before. */
  cut = 0

  constructor(
    private readonly wire: WireReader,
    private readonly out: CopyBuffer,
    redactions: Redactions,
    private readonly writeMap: WriteMap,
  ) {
    this.text = new TextWriter(out, redactions)
  }

  /** Writes the value, `null` for an empty one. `key` is what it stands under, null within an array. */
  value(start: number, end: number, depth: number, key: AttributeKey | null): void {
    const { bytes } = this.wire
    // Nearly every value is one short string and nothing else.
    if (bytes[start] === STRING && (bytes[start + 1] ?? 128) === end - start - 2 && end - start < 130) {
      this.string(start + 2, end, key)
      return
    }
    this.anyValue(start, end, depth, key)
  }

  byte(value: number): void {
    const { out } = this
    out.reserve(1)
    out.bytes[out.at++] = value
  }

  /** Of several values the last wins, as protobuf says. */
  private anyValue(start: number, end: number, depth: number, key: AttributeKey | null): void {
    const { wire, out } = this
    const from = out.at
    let isWritten = false
    wire.at = start
    while (wire.at < end) {
      const tag = wire.varint()
      const isScalar = tag === INT || tag === BOOL || tag === DOUBLE
      if (!isScalar && tag !== STRING && tag !== ARRAY && tag !== KVLIST && tag !== BYTES) {
        wire.skip(tag, end)
        continue
      }
      out.at = from
      if (isScalar) this.scalar(tag, end)
      else this.sized(tag, end, depth, key)
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
    else if (wire.high !== 0) out.ascii(wire.signed().toString())
    else {
      out.reserve(10)
      out.at = writeDigits(out.bytes, out.at, wire.low)
    }
  }

  private sized(tag: number, limit: number, depth: number, key: AttributeKey | null): void {
    const { wire, text } = this
    const end = wire.fieldEnd(limit)
    const start = wire.at
    if (tag === STRING) this.string(start, end, key)
    else if (key?.isSecret) text.secret()
    else if (tag === BYTES) this.binary(start, end)
    else if (depth > VALUE_DEPTH_MAX) {
      text.string('…', true)
      this.cut++
    } else if (tag === ARRAY) this.array(start, end, depth)
    else this.writeMap(start, end, depth)
    wire.at = end
  }

  private string(start: number, end: number, key: AttributeKey | null): void {
    const { text, wire } = this
    if (key === null || key.isPlainText) {
      if (text.json(wire.bytes, start, end, STRING_BYTES_MAX)) this.cut++
    } else if (key.isSecret) text.secret()
    else if (text.sql(wire.bytes, start, end, STRING_BYTES_MAX)) this.cut++
  }

  private array(start: number, end: number, depth: number): void {
    const { wire, out } = this
    const from = out.at
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
      if (count === ARRAY_VALUES_MAX || out.at - from > VALUE_BYTES_MAX) this.cut++
      else {
        if (count++ > 0) this.byte(COMMA)
        this.value(wire.at, elementEnd, depth + 1, null)
      }
      wire.at = elementEnd
    }
    wire.expectEnd(end)
    this.byte(93)
  }

  private binary(start: number, end: number): void {
    const isCut = end - start > STRING_BYTES_MAX
    if (isCut) this.cut++
    const last = isCut ? start + STRING_BYTES_MAX : end
    this.out.ascii(`{"$bytes":"${this.wire.bytes.toString('base64', start, last)}"}`)
  }
}

/** Decimal digits of an unsigned 32-bit number; gives the place after them. */
function writeDigits(bytes: Uint8Array, start: number, value: number): number {
  let length = 1
  for (let bound = 10; bound <= value; bound *= 10) length++
  let rest = value
  for (let at = start + length - 1; at >= start; at--) {
    const tens = (rest / 10) >>> 0
    bytes[at] = 48 + rest - tens * 10
    rest = tens
  }
  return start + length
}
