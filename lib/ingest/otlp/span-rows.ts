import type { IngestSource } from '@/lib/model/ingest-source'
import type { SpanMark } from '@/lib/model/span-mark'
import type { Redactions } from '../redact/redactions'
import type { AttributeKeys } from './attribute-keys'
import { AttributeWriter } from './attribute-writer'
import { storableJson } from './clean-text'
import { CopyBuffer } from './copy-buffer'
import { EventWriter } from './event-writer'
import { STRING_BYTES_MAX } from './limits'
import { markSpan } from './mark-span'
import type { KnownResource, KnownScope } from './resource-cache'
import { type RowContext, rowPrefix } from './row-context'
import { SpanFields } from './span-fields'
import { decodedSpan, skeletonSpan } from './span-reader'
import type { OpenTrace, TraceTable } from './trace-table'
import { microsOf, postgresMicros } from './unix-nano'
import type { WireReader } from './wire-reader'

/** What a column list of COPY is for `SpanRows`: first what a scope's spans share, then what is of fixed place, then the rest. */
export const SPAN_COLUMNS: readonly string[] = [
  'org_id',
  'resource_id',
  'scope_id',
  'received_at',
  'trace_id',
  'span_id',
  'started_at',
  'start_unix_nano',
  'end_unix_nano',
  'kind',
  'status_code',
  'flags',
  'parent_span_id',
  'name',
  'status_message',
  'trace_state',
  'attributes',
  'events',
  'links',
  'dropped_attributes_count',
  'dropped_events_count',
  'dropped_links_count',
  'mark',
]

/** Enough for all fields of fixed size; text and JSON make room for themselves. */
const FIXED_BYTES = 512

export type SpanRejection = 'bad_trace_id' | 'bad_span_id' | 'bad_time' | 'too_old' | 'in_the_future'

/** Spans from the wire to rows, and what the batch needs to know of each. */
export class SpanRows {
  readonly out: CopyBuffer
  /** Where each row starts, and the row of the same trace before it (-1 for none). */
  starts = new Int32Array(1024)
  previous = new Int32Array(1024)
  readonly marks = new Map<number, SpanMark>()
  private readonly fields = new SpanFields()
  private readonly attributes: AttributeWriter
  private readonly events: EventWriter
  private prefix: Buffer = Buffer.alloc(0)
  private isTriggered = false

  constructor(
    private readonly wire: WireReader,
    private readonly traces: TraceTable,
    redactions: Redactions,
    keys: AttributeKeys,
    initialBytes: number,
  ) {
    this.out = new CopyBuffer(initialBytes)
    this.attributes = new AttributeWriter(wire, this.out, redactions, keys)
    this.events = new EventWriter(wire, this.out, this.attributes)
  }

  /** Nothing is carried from one request to the next. */
  begin(): void {}

  reset(): void {
    this.out.reset()
    this.marks.clear()
  }

  /** Back to an earlier state, after which a request turned out to be broken. */
  truncate(rows: number, at: number): void {
    this.out.rows = rows
    this.out.at = at
    for (const row of this.marks.keys()) if (row >= rows) this.marks.delete(row)
  }

  /** What all spans that follow have in common. */
  open(context: RowContext, resource: KnownResource, scope: KnownScope): void {
    this.prefix = rowPrefix(SPAN_COLUMNS.length, context, resource.idBytes, scope.idBytes)
    this.isTriggered = resource.isTrigger || scope.isTrigger
  }

  /** Writes the span that stands from the wire's cursor to `end`, or says why not. */
  append(end: number, context: RowContext, resource: KnownResource, scope: KnownScope): SpanRejection | null {
    const { fields, wire, out } = this
    fields.read(wire, end)
    const rejection = this.rejection(context)
    if (rejection !== null) return rejection
    const trace = this.traces.at(wire.bytes, fields.traceId, context.source)
    const row = this.newRow(trace)
    this.fixedColumns()
    const isWorthALook = this.variableColumns()
    const mark =
      isWorthALook || this.isTriggered || fields.parentSpanId < 0
        ? this.mark(row, resource, scope, context.source)
        : null
    if (mark === null) out.nullField()
    else this.writeMark(row, mark, trace)
    this.count(trace, row, resource)
    wire.at = end
    return null
  }

  private rejection(context: RowContext): SpanRejection | null {
    const { fields } = this
    if (fields.traceId < 0) return 'bad_trace_id'
    if (fields.spanId < 0) return 'bad_span_id'
    if ((fields.startLow === 0 && fields.startHigh === 0) || fields.endHigh > 0x7fffffff) return 'bad_time'
    const start = microsOf(fields.startLow, fields.startHigh)
    if (start < context.oldestMicros) return 'too_old'
    return start > context.newestMicros ? 'in_the_future' : null
  }

  private newRow(trace: OpenTrace): number {
    const row = this.out.rows++
    if (row === this.starts.length) {
      this.starts = grown(this.starts)
      this.previous = grown(this.previous)
    }
    this.starts[row] = this.out.at
    this.previous[row] = trace.lastRow
    trace.lastRow = row
    return row
  }

  private fixedColumns(): void {
    const { fields, out, wire } = this
    out.reserve(FIXED_BYTES)
    out.copy(this.prefix, 0, this.prefix.length)
    out.idField(wire.view, fields.traceId, 16)
    out.idField(wire.view, fields.spanId, 8)
    out.numberField(postgresMicros(microsOf(fields.startLow, fields.startHigh)))
    out.int64Field(fields.startLow, fields.startHigh)
    out.int64Field(fields.endLow, fields.endHigh)
    out.int16Field(smallint(fields.kind))
    out.int16Field(smallint(fields.statusCode))
    out.int64Field(fields.flags, 0)
    if (fields.parentSpanId < 0) out.nullField()
    else out.idField(wire.view, fields.parentSpanId, 8)
  }

  /** Text and JSON. True when a dialect wants to see the span. */
  private variableColumns(): boolean {
    const { fields, out, wire, attributes, events } = this
    const { text } = attributes
    text.field(wire.bytes, fields.nameStart, fields.nameEnd, STRING_BYTES_MAX)
    this.textOrNull(fields.messageStart, fields.messageEnd)
    this.textOrNull(fields.traceStateStart, fields.traceStateEnd)
    const json = out.openJsonb()
    attributes.object(fields.attributes)
    out.closeField(json)
    const droppedAttributes = fields.droppedAttributes + attributes.cut
    let isWorthALook = attributes.hasTrigger
    if (fields.events.count === 0) out.reservedNull()
    else {
      const place = out.openJsonb()
      events.events(fields.events)
      out.closeField(place)
      isWorthALook ||= events.hasException
    }
    if (fields.links.count === 0) out.reservedNull()
    else {
      const place = out.openJsonb()
      events.links(fields.links)
      out.closeField(place)
    }
    out.reserve(64)
    out.numberField(droppedAttributes)
    out.numberField(fields.droppedEvents + fields.events.dropped)
    out.numberField(fields.droppedLinks + fields.links.dropped)
    return isWorthALook
  }

  private textOrNull(start: number, end: number): void {
    if (start === end) this.out.reservedNull()
    else this.attributes.text.field(this.wire.bytes, start, end, STRING_BYTES_MAX)
  }

  /** The span as its row has it, so what a dialect sees is redacted and cut as what is stored. */
  private mark(
    row: number,
    resource: KnownResource,
    scope: KnownScope,
    source: IngestSource,
  ): SpanMark | null {
    const span = decodedSpan(this.out.bytes, this.starts[row] ?? 0)
    return markSpan(span, resource.decoded, scope.decoded, source)
  }

  private writeMark(row: number, mark: SpanMark, trace: OpenTrace): void {
    const { out } = this
    const json = Buffer.from(storableJson(mark))
    const place = out.openJsonb()
    out.copy(json, 0, json.length)
    out.closeField(place)
    this.marks.set(row, mark)
    trace.isMarked = true
  }

  private count(trace: OpenTrace, row: number, resource: KnownResource): void {
    const { fields } = this
    const start = microsOf(fields.startLow, fields.startHigh)
    const end = Math.max(start, microsOf(fields.endLow, fields.endHigh))
    trace.spans++
    if (start < trace.startedAtMicros) trace.startedAtMicros = start
    if (end > trace.endedAtMicros) trace.endedAtMicros = end
    if (fields.statusCode === 2) trace.hasError = true
    if (fields.parentSpanId >= 0 || start > trace.rootStartedAtMicros) return
    const span = skeletonSpan(this.out.bytes, this.starts[row] ?? 0, null)
    if (start === trace.rootStartedAtMicros && trace.rootSpanId !== null && trace.rootSpanId <= span.spanId)
      return
    trace.rootStartedAtMicros = start
    trace.rootSpanId = span.spanId
    trace.rootName = span.name
    trace.rootService = resource.decoded.serviceName
  }
}

/** Enumeration values of later versions are kept; what no column can hold is not one. */
const smallint = (value: number): number => (value > 32767 || value < -32768 ? 0 : value)

function grown(rows: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(rows.length * 2)
  next.set(rows)
  return next
}
