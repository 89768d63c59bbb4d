/** Signature, flags and header extension of PostgreSQL's binary COPY format. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER_BYTES = 2
const WORD = 4294967296

/** Kept between batches only up to this size, so that one huge request does not hold its memory for ever. */
const KEPT_BYTES = 32 * 1024 * 1024

/** Rows in PostgreSQL's binary COPY format, in one buffer that grows. Whoever writes reserves first. */
export class CopyBuffer {
  bytes: Buffer
  view: DataView
  at = HEADER.length
  rows = 0

  constructor(private readonly initialBytes: number) {
    this.bytes = Buffer.allocUnsafeSlow(Math.max(initialBytes, 64))
    this.view = viewOf(this.bytes)
    HEADER.copy(this.bytes)
  }

  reset(): void {
    if (this.bytes.length > KEPT_BYTES)
      this.replace(Buffer.allocUnsafeSlow(Math.max(this.initialBytes, 64)), 0)
    HEADER.copy(this.bytes)
    this.at = HEADER.length
    this.rows = 0
  }

  /** Bytes of rows, without what frames them. */
  get size(): number {
    return this.at - HEADER.length
  }

  /** The complete stream; more rows may follow, which give another, longer one. */
  finish(): Buffer | null {
    if (this.rows === 0) return null
    this.reserve(TRAILER_BYTES)
    this.view.setInt16(this.at, -1)
    return this.bytes.subarray(0, this.at + TRAILER_BYTES)
  }

  /** Makes room for that many more bytes; whoever holds on to `bytes` must take it again afterwards. */
  reserve(length: number): void {
    if (this.at + length > this.bytes.length) this.grow(length)
  }

  int16(value: number): void {
    this.view.setInt16(this.at, value)
    this.at += 2
  }

  int32(value: number): void {
    this.view.setInt32(this.at, value)
    this.at += 4
  }

  nullField(): void {
    this.int32(-1)
  }

  int16Field(value: number): void {
    this.int32(2)
    this.int16(value)
  }

  /** An int8 of two 32-bit halves. */
  int64Field(low: number, high: number): void {
    const { view, at } = this
    view.setInt32(at, 8)
    view.setInt32(at + 4, high)
    view.setInt32(at + 8, low)
    this.at = at + 12
  }

  /** An int8 of a whole number that a double holds exactly. */
  numberField(value: number): void {
    const high = Math.floor(value / WORD)
    this.int64Field(value - high * WORD, high)
  }

  /** A field of 8 or 16 bytes out of another buffer: an id. */
  idField(from: DataView, start: number, length: 8 | 16): void {
    const { view, at } = this
    view.setInt32(at, length)
    for (let k = 0; k < length; k += 4) view.setInt32(at + 4 + k, from.getInt32(start + k))
    this.at = at + 4 + length
  }

  /** Characters of ASCII text that is known to be short. */
  ascii(text: string): void {
    this.reserve(text.length)
    const { bytes } = this
    let at = this.at
    for (let k = 0; k < text.length; k++) bytes[at++] = text.charCodeAt(k)
    this.at = at
  }

  copy(from: Uint8Array, start: number, end: number): void {
    this.reserve(end - start)
    this.bytes.set(start === 0 && end === from.length ? from : from.subarray(start, end), this.at)
    this.at += end - start
  }

  reservedNull(): void {
    this.reserve(4)
    this.nullField()
  }

  /** Begins a jsonb, which has a version before its text, and gives the place of its length for `closeField`. */
  openJsonb(): number {
    this.reserve(5)
    const place = this.at
    this.bytes[place + 4] = 1
    this.at = place + 5
    return place
  }

  closeField(place: number): void {
    this.view.setInt32(place, this.at - place - 4)
  }

  private grow(length: number): void {
    const wanted = Math.max(this.bytes.length * 2, this.at + length)
    this.replace(Buffer.allocUnsafeSlow(wanted), this.at)
  }

  private replace(next: Buffer, kept: number): void {
    this.bytes.copy(next, 0, 0, kept)
    this.bytes = next
    this.view = viewOf(next)
  }
}

const viewOf = (buffer: Buffer): DataView => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
