import type { SkeletonSpan } from '@/lib/model/skeleton'
import type { SpanMark } from '@/lib/model/span-mark'
import type { DecodedSpan } from './decoded'
import { PREFIX_BYTES } from './row-context'
import { parseStoredAttributes, parseStoredEvents, parseStoredLinks } from './stored-text'
import { nanoText } from './unix-nano'

/** Where columns stand in a row after its prefix, each with four bytes of length before it, up to the first that can vary. */
const TRACE_ID_AT = 4
const SPAN_ID_AT = 24
const START_AT = 48
const END_AT = 60
const KIND_AT = 72
const STATUS_AT = 78
const FLAGS_AT = 84
const PARENT_AT = 96

/** Reads columns of a row of `SpanRows` one after the other; a null column has length -1. */
class RowReader {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  text(): string | null {
    const start = this.at + 4
    const end = this.pass()
    return end === null ? null : this.bytes.toString('utf8', start, end)
  }

  /** Text of a jsonb, which begins with its version. */
  json(): string | null {
    const start = this.at + 5
    const end = this.pass()
    return end === null ? null : this.bytes.toString('utf8', start, end)
  }

  hex(): string | null {
    const start = this.at + 4
    const end = this.pass()
    return end === null ? null : this.bytes.toString('hex', start, end)
  }

  skip(): void {
    this.pass()
  }

  /** Goes to the next column and gives the end of this one. */
  private pass(): number | null {
    const length = this.bytes.readInt32BE(this.at)
    this.at += length < 0 ? 4 : 4 + length
    return length < 0 ? null : this.at
  }
}

/** The span of the row that starts there, as the dialects see it. */
export function decodedSpan(bytes: Buffer, rowStart: number): DecodedSpan {
  const at = rowStart + PREFIX_BYTES
  const row = new RowReader(bytes, at + PARENT_AT - 4)
  const parentSpanId = row.hex()
  const name = row.text() ?? ''
  const statusMessage = row.text()
  const traceState = row.text()
  const attributes = row.json()
  const events = row.json()
  const links = row.json()
  return {
    traceId: bytes.toString('hex', at + TRACE_ID_AT, at + TRACE_ID_AT + 16),
    spanId: bytes.toString('hex', at + SPAN_ID_AT, at + SPAN_ID_AT + 8),
    parentSpanId,
    name,
    kind: bytes.readInt16BE(at + KIND_AT),
    startUnixNano: bytes.readBigInt64BE(at + START_AT),
    endUnixNano: bytes.readBigInt64BE(at + END_AT),
    statusCode: bytes.readInt16BE(at + STATUS_AT),
    statusMessage,
    traceState,
    flags: bytes.readUInt32BE(at + FLAGS_AT + 4),
    attributes: parseStoredAttributes(attributes ?? '{}'),
    events: events === null ? [] : parseStoredEvents(events),
    links: links === null ? [] : parseStoredLinks(links),
  }
}

/** The same row as recognising a trace needs it. To be read before the row's buffer is used again. */
export const skeletonSpan = (bytes: Buffer, rowStart: number, mark: SpanMark | null): SkeletonSpan =>
  new SpanInRow(bytes, rowStart + PREFIX_BYTES, mark)

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
