import type { IngestSource } from '@/lib/model/ingest-source'
import type { LogError } from '@/lib/model/skeleton'

/** What a batch holds of one trace. */
export type BatchTrace = {
  orgId: string
  /** 32 hexadecimal digits. */
  traceId: string
  /** The source that sent the first of it. */
  sourceId: string
  teamId: string
  /** All sources that sent of it: services of several teams may share a trace. */
  sources: { sourceId: string; teamId: string }[]
  startedAtMicros: number
  endedAtMicros: number
  /** The earliest span without parent. */
  rootSpanId: string | null
  rootName: string | null
  rootService: string | null
  hasError: boolean
  /** A span of it has a mark, or a log record of it reports an exception. */
  isMarked: boolean
  spans: number
  logs: number
}

/** A trace in the open batch, with what only the batch itself needs. */
export type OpenTrace = BatchTrace & {
  readonly key: string
  rootStartedAtMicros: number
  /** The row of its last span; each row knows the one before it. -1 without spans. */
  lastRow: number
  logErrors: LogError[]
  /** The request that touched it last, and what it was before. */
  touchedBy: number
}

const NO_TRACE = -1
const INITIAL_SLOTS = 1024

/**
 * The traces of the open batch, found by the 16 bytes of their id without making a string of them. What one request
 * changed can be taken back.
 */
export class TraceTable {
  readonly byKey = new Map<string, OpenTrace>()
  private traces: OpenTrace[] = []
  private words = new Int32Array(4 * 256)
  private slots = new Int32Array(INITIAL_SLOTS).fill(NO_TRACE)
  private last: OpenTrace | null = null
  private lastIndex = NO_TRACE
  private request = 0
  private before: { trace: OpenTrace; was: OpenTrace }[] = []
  private countBefore = 0

  reset(): void {
    this.byKey.clear()
    this.traces = []
    this.slots.fill(NO_TRACE)
    this.last = null
    this.lastIndex = NO_TRACE
    this.before = []
    this.countBefore = 0
  }

  /** From here on, `undo` goes back to here. */
  begin(): void {
    this.request++
    this.before = []
    this.countBefore = this.traces.length
    this.last = null
    this.lastIndex = NO_TRACE
  }

  undo(): void {
    for (const { trace, was } of this.before) Object.assign(trace, was)
    for (const trace of this.traces.splice(this.countBefore)) this.byKey.delete(trace.key)
    this.before = []
    this.last = null
    this.lastIndex = NO_TRACE
    this.rehash(this.slots.length)
  }

  /** The trace whose id stands there. */
  at(bytes: Buffer, place: number, source: IngestSource): OpenTrace {
    const a = bytes.readInt32LE(place)
    const b = bytes.readInt32LE(place + 4)
    const c = bytes.readInt32LE(place + 8)
    const d = bytes.readInt32LE(place + 12)
    if (this.last !== null && this.isAt(this.lastIndex, a, b, c, d)) return this.last
    const mask = this.slots.length - 1
    let slot = hash(a, b, c, d) & mask
    for (;;) {
      const index = this.slots[slot] ?? NO_TRACE
      const trace = this.traces[index]
      if (trace === undefined) break
      if (this.isAt(index, a, b, c, d) && trace.orgId === source.orgId)
        return this.touched(trace, index, source)
      slot = (slot + 1) & mask
    }
    const traceId = bytes.toString('hex', place, place + 16)
    const index = this.traces.length
    const trace = newTrace(source, traceId, this.request)
    this.traces.push(trace)
    this.byKey.set(trace.key, trace)
    if (index * 4 + 4 > this.words.length) this.words = grown(this.words)
    this.words.set([a, b, c, d], index * 4)
    this.slots[slot] = index
    if (this.traces.length * 2 > this.slots.length) this.rehash(this.slots.length * 2)
    this.last = trace
    this.lastIndex = index
    return trace
  }

  private touched(trace: OpenTrace, index: number, source: IngestSource): OpenTrace {
    this.last = trace
    this.lastIndex = index
    if (trace.touchedBy === this.request) return trace
    this.before.push({
      trace,
      was: { ...trace, sources: [...trace.sources], logErrors: [...trace.logErrors] },
    })
    trace.touchedBy = this.request
    if (!trace.sources.some(({ sourceId }) => sourceId === source.sourceId)) {
      trace.sources.push({ sourceId: source.sourceId, teamId: source.teamId })
    }
    return trace
  }

  private isAt(index: number, a: number, b: number, c: number, d: number): boolean {
    const { words } = this
    const at = index * 4
    return words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d
  }

  private rehash(size: number): void {
    this.slots = new Int32Array(size).fill(NO_TRACE)
    for (let index = 0; index < this.traces.length; index++) {
      const at = index * 4
      const { words } = this
      let slot = hash(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0) & (size - 1)
      while (this.slots[slot] !== NO_TRACE) slot = (slot + 1) & (size - 1)
      this.slots[slot] = index
    }
  }
}

/** Differs from process to process, so that nobody can prepare ids that collide. */
const SEED = Math.floor(Math.random() * 0x7fffffff)

function hash(a: number, b: number, c: number, d: number): number {
  let value = Math.imul(a ^ SEED, 0x9e3779b1)
  value = Math.imul(value ^ b ^ (value >>> 15), 0x85ebca77)
  value = Math.imul(value ^ c ^ (value >>> 13), 0xc2b2ae3d)
  value = Math.imul(value ^ d ^ (value >>> 16), 0x27d4eb2f)
  return (value ^ (value >>> 15)) >>> 0
}

function grown(words: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(words.length * 2)
  next.set(words)
  return next
}

function newTrace(source: IngestSource, traceId: string, request: number): OpenTrace {
  return {
    key: `${source.orgId}/${traceId}`,
    orgId: source.orgId,
    traceId,
    sourceId: source.sourceId,
    teamId: source.teamId,
    sources: [{ sourceId: source.sourceId, teamId: source.teamId }],
    startedAtMicros: Number.POSITIVE_INFINITY,
    endedAtMicros: Number.NEGATIVE_INFINITY,
    rootSpanId: null,
    rootName: null,
    rootService: null,
    rootStartedAtMicros: Number.POSITIVE_INFINITY,
    hasError: false,
    isMarked: false,
    spans: 0,
    logs: 0,
    lastRow: -1,
    logErrors: [],
    touchedBy: request,
  }
}
