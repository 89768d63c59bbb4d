import { randomFillSync } from 'node:crypto'
import { seededRandom } from './random'
import { type SpanShell, spanShell } from './span-shell'
import { attribute, chunk, varint } from './wire-writer'

/** What a stretch of traffic must have become in the store. */
export type Expected = { spans: number; traces: number; executions: number; taskRuns: number }

/** One service of the system that the traces run through: its encoded resource and scope. */
type Service = { resource: Buffer; scope: Buffer }

const FANOUT = 5
const SHELLS = 256

/**
 * An endless stream of traces as their exporters send them: a root of kind INTERNAL (an execution by the generic rule),
 * five children of it (its task runs), the rest below them, children before parents because they end first. A request takes the next
 * so many spans, so that traces are cut where they happen to be cut.
 */
export class Traffic {
  readonly expected: Expected = { spans: 0, traces: 0, executions: 0, taskRuns: 0 }
  readonly #random: () => number
  readonly #services: Service[]
  readonly #roots: SpanShell[]
  readonly #tasks: SpanShell[]
  readonly #deep: SpanShell[]
  readonly #ids: Buffer
  readonly #traceId = Buffer.alloc(16)
  #left = 0
  #traceStart = 0n

  constructor(
    private readonly spansPerTrace: number,
    seed: number,
    private readonly nowMs: () => number,
    /** How many services a trace runs through; an SDK exports the spans of one. */
    private readonly services = 4,
  ) {
    this.#random = seededRandom(seed)
    this.#services = Array.from({ length: services }, (_, index) => service(index))
    const shells = (length: number, place: { isRoot: boolean; isTask: boolean }) =>
      Array.from({ length }, () => spanShell(this.#random, place))
    this.#roots = shells(64, { isRoot: true, isTask: false })
    this.#tasks = shells(64, { isRoot: false, isTask: true })
    this.#deep = shells(SHELLS, { isRoot: false, isTask: false })
    this.#ids = Buffer.alloc(spansPerTrace * 8)
  }

  /** Of the trace that the last span belongs to, as 32 hexadecimal letters. */
  get traceId(): string {
    return this.#traceId.toString('hex')
  }

  /** The next `count` spans as one ExportTraceServiceRequest, not compressed. */
  request(count: number): Buffer {
    const byService: Buffer[][] = this.#services.map(() => [])
    for (let n = 0; n < count; n++) {
      if (this.#left === 0) this.#startTrace()
      const index = --this.#left
      byService[index % this.services]?.push(this.#span(index))
    }
    this.expected.spans += count
    return Buffer.concat(
      this.#services.flatMap(({ resource, scope }, index) =>
        resourceSpans(resource, scope, byService[index] ?? []),
      ),
    )
  }

  #startTrace(): void {
    this.#left = this.spansPerTrace
    randomFillSync(this.#traceId)
    randomFillSync(this.#ids)
    this.#traceStart = BigInt(this.nowMs() - 2000) * 1_000_000n + BigInt(Math.floor(this.#random() * 1e9))
    this.expected.traces++
  }

  /** Span `index` of the open trace; the trace is a heap in which the parent of `i` is `(i - 1) / 5`. */
  #span(index: number): Buffer {
    const pool = index === 0 ? this.#roots : index <= FANOUT ? this.#tasks : this.#deep
    const shell = pool[Math.floor(this.#random() * pool.length)]
    if (shell === undefined) throw new Error('no shells')
    const bytes = Buffer.from(shell.bytes)
    this.#traceId.copy(bytes, shell.traceIdAt)
    this.#ids.copy(bytes, shell.spanIdAt, index * 8, index * 8 + 8)
    const parent = Math.floor((index - 1) / FANOUT) * 8
    if (index > 0) this.#ids.copy(bytes, shell.parentIdAt, parent, parent + 8)
    const start = this.#traceStart + BigInt(index) * 1_000_003n
    const end = this.#traceStart + BigInt(2 * this.spansPerTrace - index) * 1_000_003n
    bytes.writeBigUInt64LE(start, shell.startAt)
    bytes.writeBigUInt64LE(end, shell.endAt)
    for (const at of shell.eventTimesAt) bytes.writeBigUInt64LE(start + 500_000n, at)
    bytes.write(this.#ids.toString('hex', index * 8, index * 8 + 8), shell.uniqueAt, 'latin1')
    if (index === 0) this.expected.executions++
    else if (index <= FANOUT) this.expected.taskRuns++
    return bytes
  }
}

function resourceSpans(resource: Buffer, scope: Buffer, spans: Buffer[]): Buffer[] {
  if (spans.length === 0) return []
  const scopeBytes = scope.length + spans.reduce((sum, span) => sum + span.length, 0)
  const scopeHead = Buffer.concat([Buffer.from([0x12]), varint(scopeBytes)])
  const total = resource.length + scopeHead.length + scopeBytes
  return [Buffer.from([0x0a]), varint(total), resource, scopeHead, scope, ...spans]
}

function service(index: number): Service {
  const name = ['orders', 'ledger', 'stock', 'mail'][index] ?? `service-${index}`
  const resource = chunk(
    1,
    attribute(1, 'service.name', name),
    attribute(1, 'service.version', '4.17.2'),
    attribute(1, 'deployment.environment.name', 'production'),
    attribute(1, 'host.name', `node-${index}.shop.internal`),
    attribute(1, 'k8s.namespace.name', 'shop'),
    attribute(1, 'telemetry.sdk.language', 'python'),
    attribute(1, 'telemetry.sdk.version', '1.38.0'),
  )
  return { resource, scope: chunk(1, chunk(1, `shop.${name}`), chunk(2, '4.17.2')) }
}
