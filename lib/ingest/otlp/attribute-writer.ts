import type { Redactions } from '../redact/redactions'
import type { AttributeKey, AttributeKeys } from './attribute-keys'
import type { CopyBuffer } from './copy-buffer'
import { ATTRIBUTES_BYTES_MAX, ATTRIBUTES_MAX, STRING_BYTES_MAX, VALUE_BYTES_MAX } from './limits'
import type { PlaceList } from './place-list'
import type { TextWriter } from './text-writer'
import { ValueWriter } from './value-writer'
import type { WireReader } from './wire-reader'

const QUOTE = 34
const COMMA = 44
const COLON = 58

/** Tags of `KeyValue` and `KeyValueList`: field number and wire type. */
const KEY = 10
const VALUE = 18
const ELEMENT = 10

/** Attributes from the wire to the stored JSON form (`attribute-json.ts`), byte by byte, without an object for any. */
export class AttributeWriter {
  /** Of the last object: whether it has a key that the dialects read, or one of an exception. */
  hasTrigger = false
  hasException = false
  private readonly values: ValueWriter
  private first: AttributeKey | null = null

  constructor(
    private readonly wire: WireReader,
    private readonly out: CopyBuffer,
    redactions: Redactions,
    private readonly keys: AttributeKeys,
  ) {
    this.values = new ValueWriter(wire, out, redactions, (start, end, depth) => this.map(start, end, depth))
  }

  get text(): TextWriter {
    return this.values.text
  }

  /** Of what was written last: how much was cut or left out. */
  get cut(): number {
    return this.values.cut
  }

  /** A JSON object of the attributes in the list. Moves the wire's cursor. */
  object(list: PlaceList): void {
    const { values } = this
    values.cut = list.dropped
    const from = this.out.at
    let hasTrigger = false
    let hasException = false
    values.byte(123)
    let previous: AttributeKey | null = null
    for (let k = 0; k < list.count; k++) {
      if (this.out.at - from > ATTRIBUTES_BYTES_MAX) {
        values.cut += list.count - k
        break
      }
      if (k > 0) values.byte(COMMA)
      previous = this.keyValue(list.startOf(k), list.endOf(k), previous, 1)
      if (previous.isTrigger) hasTrigger = true
      if (previous.isException) hasException = true
    }
    values.byte(125)
    this.hasTrigger = hasTrigger
    this.hasException = hasException
  }

  /** One `AnyValue`, such as the body of a log record. */
  anyValue(start: number, end: number): void {
    this.values.cut = 0
    this.values.value(start, end, 1, null)
  }

  private keyValue(start: number, end: number, previous: AttributeKey | null, depth: number): AttributeKey {
    const { bytes } = this.wire
    // Nearly every attribute is a short key and a short value in this order, and each length is one byte.
    const keyEnd = start + 2 + (bytes[start + 1] ?? 128)
    const isShort =
      bytes[start] === KEY &&
      keyEnd < end &&
      bytes[keyEnd] === VALUE &&
      (bytes[start + 1] ?? 128) < 128 &&
      (bytes[keyEnd + 1] ?? 128) < 128 &&
      keyEnd + 2 + (bytes[keyEnd + 1] ?? 128) === end
    if (!isShort) return this.anyKeyValue(start, end, previous, depth)
    const key = this.key(start + 2, keyEnd, previous)
    this.values.value(keyEnd + 2, end, depth, key)
    return key
  }

  private anyKeyValue(
    start: number,
    end: number,
    previous: AttributeKey | null,
    depth: number,
  ): AttributeKey {
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
    this.values.value(valueStart, valueEnd, depth, key)
    return key
  }

  /** Writes `"key":`. The key that followed last time is tried before any is looked up. */
  private key(start: number, end: number, previous: AttributeKey | null): AttributeKey {
    const { out } = this
    const guess = previous === null ? this.first : previous.next
    const length = end - start
    if (guess === null || !guess.isPlain || guess.bytes.length !== length)
      return this.otherKey(start, end, previous)
    out.reserve(length + 3)
    if (!this.copyIfSame(guess, start)) return this.otherKey(start, end, previous)
    const target = out.bytes
    let { at } = out
    target[at] = QUOTE
    at += length + 1
    target[at++] = QUOTE
    target[at++] = COLON
    out.at = at
    return guess
  }

  /** Copies the key to where it goes if it is the one; one loop for both, four bytes at a time. */
  private copyIfSame({ words, bytes }: AttributeKey, start: number): boolean {
    const { wire, out } = this
    const at = out.at + 1
    let difference = 0
    for (let k = 0; k < words.length; k++) {
      const word = wire.view.getInt32(start + k * 4, true)
      difference |= word ^ (words[k] ?? 0)
      out.view.setInt32(at + k * 4, word, true)
    }
    for (let k = words.length * 4; k < bytes.length; k++) {
      const byte = wire.bytes[start + k] ?? 0
      difference |= byte ^ (bytes[k] ?? 0)
      out.bytes[at + k] = byte
    }
    return difference === 0
  }

  private otherKey(start: number, end: number, previous: AttributeKey | null): AttributeKey {
    const { wire, values } = this
    const key = this.keys.of(wire.bytes, start, end)
    if (previous !== null) this.keys.follow(previous, key)
    else if (key.isKept) this.first = key
    if (key.isPlain) {
      this.plainKey(key)
      return key
    }
    if (values.text.json(wire.bytes, start, end, STRING_BYTES_MAX)) values.cut++
    values.byte(COLON)
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

  /** A map of the user's whose keys look like ours (`$double`) is wrapped, so that reading gives it back as it was. */
  private map(start: number, end: number, depth: number): void {
    const { wire, out, values } = this
    const from = out.at
    let count = 0
    let isWrapped = false
    let previous: AttributeKey | null = null
    values.byte(123)
    wire.at = start
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag !== ELEMENT) {
        wire.skip(tag, end)
        continue
      }
      const elementEnd = wire.fieldEnd(end)
      if (count === ATTRIBUTES_MAX || out.at - from > VALUE_BYTES_MAX) values.cut++
      else {
        if (count++ > 0) values.byte(COMMA)
        previous = this.keyValue(wire.at, elementEnd, previous, depth + 1)
        isWrapped ||= previous.startsWithDollar
      }
      wire.at = elementEnd
    }
    wire.expectEnd(end)
    values.byte(125)
    if (isWrapped) wrap(out, from)
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
