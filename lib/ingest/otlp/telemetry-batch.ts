import { Refusal } from '@/lib/model/refusal'
import type { TraceSkeleton } from '@/lib/model/skeleton'
import { Redactions } from '../redact/redactions'
import { AttributeKeys } from './attribute-keys'
import { GROUPS_MAX, ITEMS_MAX, ROW_BYTES_MAX } from './limits'
import { LogRows } from './log-rows'
import { type DecodeOutcome, OutcomeTally, type RejectReason, type Signal } from './outcome'
import { type RejectedItem, RejectedItems } from './rejected-item'
import { type ItemPlace, type RequestVisitor, walkRequest } from './request-walker'
import {
  type KnownResource,
  type KnownScope,
  ResourceCache,
  type ResourceRow,
  type ScopeRow,
  type WireMessage,
} from './resource-cache'
import { type DecodeContext, type RowContext, rowContext } from './row-context'
import { skeletonSpan } from './span-reader'
import { SpanRows } from './span-rows'
import { type BatchTrace, TraceTable } from './trace-table'
import { WireReader } from './wire-reader'

export { LOG_COLUMNS } from './log-rows'
export type { DecodeOutcome, Rejected, RejectReason } from './outcome'
export type { ResourceRow, ScopeRow } from './resource-cache'
export type { DecodeContext } from './row-context'
export { SPAN_COLUMNS } from './span-rows'
export type { BatchTrace } from './trace-table'

const INITIAL_BYTES = 1024 * 1024

type Rows = SpanRows | LogRows

/** The open batch: binary COPY rows of spans and log records, and what the write transaction must know about them. */
export class TelemetryBatch {
  readonly resources = new Map<string, ResourceRow>()
  readonly scopes = new Map<string, ScopeRow>()
  private readonly wire = new WireReader()
  private readonly redactions = new Redactions()
  private readonly table = new TraceTable()
  private readonly cache: ResourceCache
  private readonly refused: RejectedItems
  private readonly spans: SpanRows
  private readonly logs: LogRows

  constructor(initialBytes = INITIAL_BYTES) {
    const keys = new AttributeKeys()
    this.cache = new ResourceCache(keys)
    this.refused = new RejectedItems(keys)
    this.spans = new SpanRows(this.wire, this.table, this.redactions, keys, initialBytes)
    this.logs = new LogRows(
      this.wire,
      this.table,
      this.redactions,
      keys,
      Math.min(initialBytes, INITIAL_BYTES),
    )
  }

  /** Adds the spans of an ExportTraceServiceRequest. A broken one is refused whole and leaves no trace in the batch. */
  appendTraces(protobuf: Buffer, context: DecodeContext): DecodeOutcome {
    return finished(this.appendInSteps('traces', protobuf, context))
  }

  /** Adds the records of an ExportLogsServiceRequest, as `appendTraces` does. */
  appendLogs(protobuf: Buffer, context: DecodeContext): DecodeOutcome {
    return finished(this.appendInSteps('logs', protobuf, context))
  }

  /** The same with pauses within a large request. Until the last step the batch is nobody else's. */
  *appendInSteps(signal: Signal, protobuf: Buffer, context: DecodeContext): Generator<void, DecodeOutcome> {
    const rows = signal === 'traces' ? this.spans : this.logs
    const { rows: rowsBefore, at: atBefore } = rows.out
    const tally = new OutcomeTally(signal)
    const request = new OpenRequest(rowContext(context), this.wire, rows, tally, this.cache, (start, end) =>
      this.refused.item(signal, protobuf, start, end),
    )
    this.redactions.take()
    this.table.begin()
    rows.begin()
    this.wire.open(protobuf)
    try {
      yield* walkRequest(this.wire, request)
    } catch (error) {
      rows.truncate(rowsBefore, atBefore)
      this.table.undo()
      throw error
    }
    for (const { row, redacted } of request.resources) {
      this.resources.set(row.id, row)
      this.redactions.addAll(redacted)
    }
    for (const { row, redacted } of request.scopes) {
      this.scopes.set(row.id, row)
      this.redactions.addAll(redacted)
    }
    return tally.outcome(this.redactions.take())
  }

  /** Empties the batch and keeps its memory for the next. */
  reset(): void {
    this.spans.reset()
    this.logs.reset()
    this.table.reset()
    this.resources.clear()
    this.scopes.clear()
  }

  /** Bytes of rows. */
  get bytes(): number {
    return this.spans.out.size + this.logs.out.size
  }

  get spanRows(): number {
    return this.spans.out.rows
  }

  get logRows(): number {
    return this.logs.out.rows
  }

  /** By organization and trace id: `<org>/<32 hex digits>`. */
  get traces(): ReadonlyMap<string, BatchTrace> {
    return this.table.byKey
  }

  /** The COPY stream of the spans in the order of SPAN_COLUMNS; valid until the batch is changed. */
  spanCopy(): Buffer | null {
    return this.spans.out.finish()
  }

  /** The COPY stream of the log records in the order of LOG_COLUMNS; valid until the batch is changed. */
  logCopy(): Buffer | null {
    return this.logs.out.finish()
  }

  /** What the batch holds of one trace, for recognising it. Made when asked for: few traces need it. */
  skeletonOf(key: string): TraceSkeleton {
    const trace = this.table.byKey.get(key)
    if (trace === undefined) throw new Error(`No trace ${key} in this batch`)
    const { spans } = this
    const skeleton: TraceSkeleton = {
      orgId: trace.orgId,
      traceId: trace.traceId,
      spans: [],
      logErrors: [...trace.logErrors],
    }
    for (let row = trace.lastRow; row >= 0; row = spans.previous[row] ?? -1) {
      skeleton.spans.push(skeletonSpan(spans.out.bytes, spans.starts[row] ?? 0, spans.marks.get(row) ?? null))
    }
    skeleton.spans.reverse()
    return skeleton
  }
}

function finished<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** One request on its way into the batch. A resource or scope without items is never looked at. */
class OpenRequest implements RequestVisitor {
  readonly resources = new Set<KnownResource>()
  readonly scopes = new Set<KnownScope>()
  private resourceMessage: WireMessage | null = null
  private scopeMessage: WireMessage | null = null
  private known: { resource: KnownResource; scope: KnownScope } | null = null
  private knownResource: KnownResource | null = null
  private groups = 0
  private items = 0
  private readonly bytesBefore: number

  constructor(
    private readonly context: RowContext,
    private readonly wire: WireReader,
    private readonly rows: Rows,
    private readonly tally: OutcomeTally,
    private readonly cache: ResourceCache,
    private readonly shown: (start: number, end: number) => RejectedItem,
  ) {
    this.bytesBefore = rows.out.size
  }

  resource(message: WireMessage): void {
    this.resourceMessage = message
    this.knownResource = null
  }

  scope(message: WireMessage): void {
    this.scopeMessage = message
    this.known = null
  }

  item(end: number, place: ItemPlace): void {
    if (++this.items > ITEMS_MAX)
      throw new Refusal('too_large', `More than ${ITEMS_MAX} items in one request.`)
    const start = this.wire.at
    const { resource, scope } = this.known ?? this.open()
    const rejection: RejectReason | null = this.rows.append(end, this.context, resource, scope)
    if (rejection === null) this.tally.accept()
    else this.tally.reject(rejection, place, () => this.shown(start, end))
    if (this.rows.out.size - this.bytesBefore > ROW_BYTES_MAX)
      throw new Refusal('too_large', 'The request is too large when decoded.')
  }

  private open(): { resource: KnownResource; scope: KnownScope } {
    if (++this.groups > GROUPS_MAX)
      throw new Refusal('too_large', `More than ${GROUPS_MAX} scopes in one request.`)
    const { source } = this.context
    const resource =
      this.knownResource ?? this.cache.resource(this.resourceMessage ?? NONE, source.orgId, source.sourceId)
    const scope = this.cache.scope(this.scopeMessage ?? NONE, source.orgId)
    this.knownResource = resource
    this.known = { resource, scope }
    this.resources.add(resource)
    this.scopes.add(scope)
    this.rows.open(this.context, resource, scope)
    return this.known
  }
}

const NONE: WireMessage = { bytes: Buffer.alloc(0), schemaUrl: Buffer.alloc(0) }
