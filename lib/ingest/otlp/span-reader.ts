import type { SkeletonSpan } from '@/lib/model/skeleton'
import type { SpanMark } from '@/lib/model/span-mark'
import type { DecodedSpan } from './decoded'
import { PREFIX_BYTES } from './row-context'
import { parseStoredAttributes, parseStoredEvents, parseStoredLinks } from './stored-text'

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

/** The same row as recognising a trace needs it. */
export function skeletonSpan(bytes: Buffer, rowStart: number, mark: SpanMark | null): SkeletonSpan {
  const { spanId, parentSpanId, name, startUnixNano, endUnixNano, statusCode, statusMessage } = decodedSpan(
    bytes,
    rowStart,
    true,
  )
  const times = { startUnixNano: startUnixNano.toString(), endUnixNano: endUnixNano.toString() }
  return { spanId, parentSpanId, name, ...times, statusCode, statusMessage, mark }
}
