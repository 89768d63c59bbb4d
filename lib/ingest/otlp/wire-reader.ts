import { Refusal } from '@/lib/model/refusal'

/**
 * A cursor over protobuf wire bytes. Reads past the end give zeros and never throw: a message is checked once, when it
 * is done, by `expectEnd`. That is what keeps the reads themselves free of checks.
 */
export class WireReader {
  bytes: Buffer = Buffer.alloc(0)
  /** The same bytes, for reading four at a time from any place. */
  view: DataView = new DataView(new ArrayBuffer(0))
  at = 0
  /** The last `int64` or `fixed64`, as its two 32-bit halves. */
  low = 0
  high = 0

  open(bytes: Buffer): void {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.at = 0
  }

  /** A varint as an unsigned number; above 2^53 it is not exact, which no tag, length or count needs. */
  varint(): number {
    const first = this.bytes[this.at++] ?? 0
    return first < 128 ? first : this.longVarint(first)
  }

  /** A varint cut to 32 bits as protobuf does with `uint32`. */
  uint32(): number {
    this.int64()
    return this.low
  }

  /** A varint cut to a signed 32 bits, as enumerations are. */
  int32(): number {
    this.int64()
    return this.low | 0
  }

  /** A 64-bit varint into `low` and `high`. */
  int64(): void {
    const bytes = this.bytes
    let low = 0
    let high = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[this.at++] ?? 0
      const bits = byte & 127
      if (shift < 28) low |= bits << shift
      else if (shift === 28) {
        low |= bits << 28
        high = bits >>> 4
      } else high |= bits << (shift - 32)
      if (byte < 128) break
      if (shift >= 63) throw broken('a varint of more than ten bytes')
    }
    this.low = low >>> 0
    this.high = high >>> 0
  }

  /** Eight little-endian bytes into `low` and `high`. */
  fixed64(): void {
    this.low = this.fixed32()
    this.high = this.fixed32()
  }

  fixed32(): number {
    const bytes = this.bytes
    const at = this.at
    this.at = at + 4
    const upper = ((bytes[at + 3] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16)
    return (upper | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)) >>> 0
  }

  /** The signed 64-bit number last read. */
  signed(): bigint {
    return BigInt.asIntN(64, (BigInt(this.high) << 32n) | BigInt(this.low))
  }

  /** Reads a length and gives where the field ends, which must be within the message that ends at `limit`. */
  fieldEnd(limit: number): number {
    const length = this.varint()
    const end = this.at + length
    if (end > limit) throw broken(`a field of ${length} bytes where ${Math.max(0, limit - this.at)} are left`)
    return end
  }

  /** Passes over a field that nobody reads. */
  skip(tag: number, limit: number): void {
    switch (tag & 7) {
      case 0:
        this.int64()
        break
      case 1:
        this.at += 8
        break
      case 2:
        this.at = this.fieldEnd(limit)
        break
      case 5:
        this.at += 4
        break
      default:
        throw broken(`wire type ${tag & 7}`)
    }
    if (tag < 8) throw broken('field number 0')
  }

  /** The check that stands for all reads of a message that were not checked. */
  expectEnd(end: number): void {
    if (this.at !== end) throw broken(`a message that ends at ${this.at} and should at ${end}`)
  }

  private longVarint(first: number): number {
    const bytes = this.bytes
    let value = first & 127
    let scale = 128
    for (let length = 1; ; length++) {
      if (length === 10) throw broken('a varint of more than ten bytes')
      const byte = bytes[this.at++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }
}

const broken = (what: string): Refusal =>
  new Refusal('invalid', `The request is not valid protobuf: ${what}.`)
