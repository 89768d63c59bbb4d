import type { SkeletonSpan } from '@/lib/model/skeleton'
import type { SpanMark } from '@/lib/model/span-mark'
import type { DecodedSpan } from './decoded'
import { PREFIX_BYTES } from './row-context'
import { parseStoredAttributes, parseStoredEvents, parseStoredLinks } from './stored-text'
import { nanoText } from './unix-nano'

/** Reads columns of a row of `SpanRows` one after the other; a null column has length -1. */
class RowReader {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  text(): string | null {
    return this.field((start, end) => this.bytes.toString('utf8', start, end))
  }

  /** Text of a jsonb, which begins with its version. */
  json(): string | null {
    return this.field((start, end) => this.bytes.toString('utf8', start + 1, end))
  }

  hex(): string | null {
    return this.field((start, end) => this.bytes.toString('hex', start, end))
  }

  int64(): bigint {
    return this.field((start) => this.bytes.readBigInt64BE(start)) ?? 0n
  }

  int16(): number {
    return this.field((start) => this.bytes.readInt16BE(start)) ?? 0
  }

  skip(): void {
    this.field(() => null)
  }

  private field<T>(read: (start: number, end: number) => T): T | null {
    const length = this.bytes.readInt32BE(this.at)
    this.at += 4
    if (length < 0) return null
    const start = this.at
    this.at += length
    return read(start, this.at)
  }
}

/** The span of the row that starts there, as the dialects see it. `isShort` leaves attributes, events and links out. */
export function decodedSpan(bytes: Buffer, rowStart: number, isShort = false): DecodedSpan {
  const row = new RowReader(bytes, rowStart + PREFIX_BYTES)
  const traceId = row.hex() ?? ''
  const spanId = row.hex() ?? ''
  row.skip()
  const startUnixNano = row.int64()
  const endUnixNano = row.int64()
  const kind = row.int16()
  const statusCode = row.int16()
  const flags = Number(row.int64())
  const parentSpanId = row.hex()
  const name = row.text() ?? ''
  const statusMessage = row.text()
  const traceState = row.text()
  const head = { traceId, spanId, parentSpanId, name, kind, startUnixNano, endUnixNano, statusCode }
  const rest = { statusMessage, traceState, flags }
  if (isShort) return { ...head, ...rest, attributes: new Map(), events: [], links: [] }
  const attributes = parseStoredAttributes(row.json() ?? '{}')
  const events = parseStoredEvents(row.json() ?? '[]')
  const links = parseStoredLinks(row.json() ?? '[]')
  return { ...head, ...rest, attributes, events, links }
}

/** The same row as recognising a trace needs it. To be read before the row's buffer is used again. */
export const skeletonSpan = (bytes: Buffer, rowStart: number, mark: SpanMark | null): SkeletonSpan =>
  new SpanInRow(bytes, rowStart + PREFIX_BYTES, mark)

/** Where columns stand in a row after its prefix, each with four bytes of length before it, up to the first that can vary. */
const SPAN_ID_AT = 24
const START_AT = 48
const END_AT = 60
const STATUS_AT = 78
const PARENT_AT = 96

/** Ids are read at once, the rest when asked for: of most spans nobody does. */
class SpanInRow implements SkeletonSpan {
  readonly spanId: string
  readonly parentSpanId: string | null

  constructor(
    private readonly bytes: Buffer,
    private readonly at: number,
    readonly mark: SpanMark | null,
  ) {
    this.spanId = bytes.toString('hex', at + SPAN_ID_AT, at + SPAN_ID_AT + 8)
    const parent = at + PARENT_AT
    this.parentSpanId = this.hasParent ? bytes.toString('hex', parent, parent + 8) : null
  }

  get startUnixNano(): string {
    return this.nano(START_AT)
  }

  get endUnixNano(): string {
    return this.nano(END_AT)
  }

  get statusCode(): number {
    return this.bytes.readInt16BE(this.at + STATUS_AT)
  }

  get name(): string {
    return this.fromName().text() ?? ''
  }

  get statusMessage(): string | null {
    const row = this.fromName()
    row.skip()
    return row.text()
  }

  private get hasParent(): boolean {
    return this.bytes.readInt32BE(this.at + PARENT_AT - 4) >= 0
  }

  private fromName(): RowReader {
    return new RowReader(this.bytes, this.at + PARENT_AT + (this.hasParent ? 8 : 0))
  }

  private nano(at: number): string {
    return nanoText(this.bytes.readUInt32BE(this.at + at + 4), this.bytes.readUInt32BE(this.at + at))
  }
}
