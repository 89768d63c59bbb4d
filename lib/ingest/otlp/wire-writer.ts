/** Writes protobuf. Lengths are as short as they can be, so the bytes are those that any other encoder would give. */
export class WireWriter {
  private bytes: Buffer
  private at = 0

  constructor(initialBytes = 256) {
    this.bytes = Buffer.allocUnsafe(initialBytes)
  }

  finish(): Buffer {
    return this.bytes.subarray(0, this.at)
  }

  varint(value: number): void {
    this.reserve(10)
    let rest = value
    while (rest > 127) {
      this.bytes[this.at++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[this.at++] = rest
  }

  /** A 64-bit varint; a negative number is its two's complement. */
  bigVarint(value: bigint): void {
    this.reserve(10)
    let rest = BigInt.asUintN(64, value)
    while (rest > 127n) {
      this.bytes[this.at++] = Number(rest & 127n) | 128
      rest >>= 7n
    }
    this.bytes[this.at++] = Number(rest)
  }

  fixed32(value: number): void {
    this.reserve(4)
    this.at = this.bytes.writeUInt32LE(value, this.at)
  }

  fixed64(value: bigint): void {
    this.reserve(8)
    this.at = this.bytes.writeBigUInt64LE(value, this.at)
  }

  double(value: number): void {
    this.reserve(8)
    this.at = this.bytes.writeDoubleLE(value, this.at)
  }

  /** A byte within a field that `begin` opened. */
  byte(value: number): void {
    if (this.at === this.bytes.length) this.reserve(1)
    this.bytes[this.at++] = value
  }

  raw(bytes: Uint8Array, start: number, end: number): void {
    this.reserve(end - start)
    this.bytes.set(bytes.subarray(start, end), this.at)
    this.at += end - start
  }

  /** Begins a field with a length and gives the place for `end`. */
  begin(tag: number): number {
    this.varint(tag)
    this.byte(0)
    return this.at
  }

  /** Sets the length of the field that began there; what it holds moves up when the length takes more than a byte. */
  end(place: number): void {
    const length = this.at - place
    if (length < 128) {
      this.bytes[place - 1] = length
      return
    }
    const extra = varintBytes(length) - 1
    this.reserve(extra)
    this.bytes.copyWithin(place + extra, place, this.at)
    this.at = place - 1
    this.varint(length)
    this.at += length
  }

  string(tag: number, text: string): void {
    const bytes = Buffer.from(text)
    this.varint(tag)
    this.varint(bytes.length)
    this.raw(bytes, 0, bytes.length)
  }

  private reserve(length: number): void {
    if (this.at + length <= this.bytes.length) return
    const next = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + length))
    this.bytes.copy(next, 0, 0, this.at)
    this.bytes = next
  }
}

function varintBytes(value: number): number {
  let length = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length++
  return length
}
