import type { ErrorObservation } from '@/lib/model/fact'
import type { Redactions } from '../redact/redactions'
import type { AttributeKeys } from './attribute-keys'
import { AttributeWriter } from './attribute-writer'
import { storableJson } from './clean-text'
import { CopyBuffer } from './copy-buffer'
import { LOG_BODY_BYTES_MAX, STRING_BYTES_MAX } from './limits'
import { LogFields } from './log-fields'
import { exceptionOfLog } from './mark-span'
import type { RejectReason } from './outcome'
import { RecordIds } from './record-ids'
import type { KnownResource, KnownScope } from './resource-cache'
import { type RowContext, rowPrefix } from './row-context'
import { parseStoredAttributes } from './stored-text'
import type { TraceTable } from './trace-table'
import { microsOf, postgresMicros } from './unix-nano'
import type { WireReader } from './wire-reader'

/** The order of the columns in the COPY stream of `LogRows`. */
export const LOG_COLUMNS: readonly string[] = [
  'org_id',
  'resource_id',
  'scope_id',
  'received_at',
  'trace_id',
  'id',
  'occurred_at',
  'time_unix_nano',
  'observed_unix_nano',
  'severity_number',
  'flags',
  'span_id',
  'severity_text',
  'event_name',
  'body_text',
  'body',
  'attributes',
  'dropped_attributes_count',
  'exception',
]

/** Where the body's text stands in its column. */
type BodyText = { start: number; end: number; isCut: boolean }

const FIXED_BYTES = 512
const NIL_UUID = new DataView(new ArrayBuffer(16))
/** Tag of a string in `AnyValue`. */
const STRING = 10

/** Log records from the wire to rows. */
export class LogRows {
  readonly out: CopyBuffer
  private readonly fields = new LogFields()
  private readonly attributes: AttributeWriter
  private prefix: Buffer = Buffer.alloc(0)
  private readonly ids = new RecordIds()
  private cutOfBody = 0

  constructor(
    private readonly wire: WireReader,
    private readonly traces: TraceTable,
    redactions: Redactions,
    keys: AttributeKeys,
    initialBytes: number,
  ) {
    this.out = new CopyBuffer(initialBytes)
    this.attributes = new AttributeWriter(wire, this.out, redactions, keys)
  }

  begin(): void {
    this.ids.begin()
  }

  reset(): void {
    this.out.reset()
  }

  /** Back to an earlier state, after which a request turned out to be broken. */
  truncate(rows: number, at: number): void {
    this.out.rows = rows
    this.out.at = at
  }

  /** What all records that follow have in common. */
  open(context: RowContext, resource: KnownResource, scope: KnownScope): void {
    this.prefix = rowPrefix(LOG_COLUMNS.length, context, resource.idBytes, scope.idBytes)
    this.ids.open(resource.idBytes, scope.idBytes)
  }

  /** Writes the record that stands from the wire's cursor to `end`, or says why not. */
  append(end: number, context: RowContext): RejectReason | null {
    const { fields, wire, out } = this
    const start = wire.at
    fields.read(wire, end)
    if (fields.timeHigh > 0x7fffffff || fields.observedHigh > 0x7fffffff) return 'bad_time'
    const micros = this.micros(context)
    if (micros < context.oldestMicros) return 'too_old'
    if (micros > context.newestMicros) return 'in_the_future'
    out.rows++
    this.fixedColumns(this.ids.idOf(wire.bytes.subarray(start, end)), micros)
    const body = this.textColumns()
    const exception = this.jsonColumns(body, context)
    if (fields.traceId >= 0) this.count(context, micros, exception)
    wire.at = end
    return null
  }

  /** When it happened, else when it was seen, else when it came. */
  private micros(context: RowContext): number {
    const { fields } = this
    if (fields.timeLow !== 0 || fields.timeHigh !== 0) return microsOf(fields.timeLow, fields.timeHigh)
    if (fields.observedLow !== 0 || fields.observedHigh !== 0)
      return microsOf(fields.observedLow, fields.observedHigh)
    return context.receivedAtMicros
  }

  private fixedColumns(id: DataView, micros: number): void {
    const { fields, out, wire } = this
    out.reserve(FIXED_BYTES)
    out.copy(this.prefix, 0, this.prefix.length)
    if (fields.traceId >= 0) out.idField(wire.view, fields.traceId, 16)
    else out.idField(NIL_UUID, 0, 16)
    out.idField(id, 0, 16)
    out.numberField(postgresMicros(micros))
    out.int64Field(fields.timeLow, fields.timeHigh)
    out.int64Field(fields.observedLow, fields.observedHigh)
    const { severityNumber } = fields
    out.int16Field(severityNumber > 32767 || severityNumber < -32768 ? 0 : severityNumber)
    out.int64Field(fields.flags, 0)
    if (fields.spanId >= 0) out.idField(wire.view, fields.spanId, 8)
    else out.nullField()
  }

  /** Severity, event name and the body where it is text; gives the place of the body in its column, else null. */
  private textColumns(): BodyText | null {
    const { fields, out, wire } = this
    const { text } = this.attributes
    this.textOrNull(fields.severityStart, fields.severityEnd)
    this.textOrNull(fields.eventNameStart, fields.eventNameEnd)
    const body = this.bodyText()
    if (body === null) {
      out.reservedNull()
      this.bodyJson()
      return null
    }
    const start = out.at + 4
    const isCut = text.field(wire.bytes, body.start, body.end, LOG_BODY_BYTES_MAX)
    const end = out.at
    out.reservedNull()
    return { start, end, isCut }
  }

  private bodyJson(): void {
    const { fields, out } = this
    this.cutOfBody = 0
    if (fields.bodyEnd <= fields.bodyStart) {
      out.reservedNull()
      return
    }
    const place = out.openJsonb()
    this.attributes.anyValue(fields.bodyStart, fields.bodyEnd)
    out.closeField(place)
    this.cutOfBody = this.attributes.cut
  }

  /** Where the body's text stands, when the body is one string and nothing else. */
  private bodyText(): { start: number; end: number } | null {
    const { fields, wire } = this
    if (fields.bodyEnd <= fields.bodyStart) return null
    wire.at = fields.bodyStart
    if (wire.varint() !== STRING) return null
    const end = wire.fieldEnd(fields.bodyEnd)
    return end === fields.bodyEnd ? { start: wire.at, end } : null
  }

  private jsonColumns(body: BodyText | null, context: RowContext): ErrorObservation | null {
    const { fields, out, attributes } = this
    const bodyCut = body === null ? this.cutOfBody : Number(body.isCut)
    const place = out.openJsonb()
    const start = out.at
    attributes.object(fields.attributes)
    out.closeField(place)
    const end = out.at
    out.reserve(FIXED_BYTES)
    out.numberField(fields.droppedAttributes + attributes.cut + bodyCut)
    const exception = attributes.hasException ? this.exception(start, end, body, context) : null
    if (exception === null) out.nullField()
    else {
      const json = Buffer.from(storableJson(exception))
      const field = out.openJsonb()
      out.copy(json, 0, json.length)
      out.closeField(field)
    }
    return exception
  }

  /** Read from the row itself, so that it is redacted and cut as what is stored. */
  private exception(
    start: number,
    end: number,
    body: BodyText | null,
    context: RowContext,
  ): ErrorObservation | null {
    const { fields, wire, out } = this
    const { bytes } = out
    return exceptionOfLog({
      attributes: parseStoredAttributes(bytes.toString('utf8', start, end)),
      bodyText: body === null ? null : bytes.toString('utf8', body.start, body.end),
      severityNumber: fields.severityNumber,
      timeUnixNano: this.nanos(context),
      spanId: fields.spanId < 0 ? null : wire.bytes.toString('hex', fields.spanId, fields.spanId + 8),
      eventName:
        fields.eventNameEnd > fields.eventNameStart
          ? wire.bytes.toString('utf8', fields.eventNameStart, fields.eventNameEnd)
          : null,
    })
  }

  private nanos(context: RowContext): bigint {
    const { timeLow, timeHigh, observedLow, observedHigh } = this.fields
    const time = (BigInt(timeHigh) << 32n) | BigInt(timeLow)
    const observed = (BigInt(observedHigh) << 32n) | BigInt(observedLow)
    return time || observed || BigInt(context.receivedAtMicros) * 1000n
  }

  private textOrNull(start: number, end: number): void {
    if (start === end) this.out.reservedNull()
    else this.attributes.text.field(this.wire.bytes, start, end, STRING_BYTES_MAX)
  }

  private count(context: RowContext, micros: number, exception: ErrorObservation | null): void {
    const { fields, wire } = this
    const trace = this.traces.at(wire.bytes, fields.traceId, context.source)
    trace.logs++
    if (micros < trace.startedAtMicros) trace.startedAtMicros = micros
    if (micros > trace.endedAtMicros) trace.endedAtMicros = micros
    if (exception === null) return
    const spanId = fields.spanId < 0 ? null : wire.bytes.toString('hex', fields.spanId, fields.spanId + 8)
    trace.logErrors.push({ spanId, error: exception })
    trace.isMarked = true
  }
}
