import type { Client } from 'pg'
import type { DecodeOutcome } from '@/lib/ingest/otlp/outcome'
import { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import type { Signal, Sink } from '@/lib/ingest/receive/sink'
import type { IngestSource } from '@/lib/model/ingest-source'
import { settleBatch, unavailable, type WriteObserver } from './write-attempts'
import { BatchWriter } from './write-batch'
import { WriterConnections } from './write-connections'
import { LiveChanges } from './write-live'
import { OpenBatch, type Undecoded } from './write-open-batch'
import { WorkInTurns } from './write-turns'

export type WriterOptions = {
  connectionString: string
  /** Connections that write at once. */
  writers: number
  /** Limit of all that is decoded but not committed yet, with the bodies it came from. */
  queueBytes: number
  /** Milliseconds since 1970. */
  clock: () => number
  /** How old a span may be; older ones are rejected. */
  oldestMs?: number
  /** Told of errors that are nobody's request's fault. */
  report: (error: unknown) => void
}

export type WriterStats = {
  batches: number
  requests: number
  /** Requests that were refused because there was no room or no database. */
  refused: number
  duplicates: number
  unrecognised: number
  queuedBytes: number
  connected: number
}

export type TelemetryWriter = Sink & { close(): Promise<void>; stats(): WriterStats }

const DAY_MS = 86_400_000

/** As old as executions are kept; and a day for clocks that are ahead. */
const OLDEST_MS = 400 * DAY_MS
const NEWEST_MS = DAY_MS

/** A batch that has reached this goes as it is; the next request opens another. */
const BATCH_BYTES = 8 * 1024 * 1024

/** While another batch is on its way, a smaller one waits: it would cost a commit, and often only wait for the other's locks. */
const SMALL_BYTES = 512 * 1024
const SMALL_WAIT_MS = 50

/** Buffers that are kept for the next batches. */
const SPARE_BATCHES = 4

/** The sink that makes requests durable: an open batch that everyone decodes into, taken whole by an idle connection. */
export function createTelemetryWriter(options: WriterOptions): TelemetryWriter {
  return new GroupCommit(options)
}

class GroupCommit implements TelemetryWriter {
  readonly #options: WriterOptions
  readonly #writer = new BatchWriter()
  readonly #live = new LiveChanges()
  readonly #connections: WriterConnections
  readonly #spare: TelemetryBatch[] = []
  /** Oldest first; the last one is open. */
  readonly #queue: OpenBatch[] = []
  readonly #writing = new Set<OpenBatch>()
  readonly #observer: WriteObserver
  readonly #undecoded = new WorkInTurns<Undecoded>(
    (request) => this.#decode(request),
    () => this.#pump(),
  )
  #undecodedBytes = 0
  /** The open batch could go but for the request that is being decoded into it. */
  #isWanted = false
  #wake: { timer: NodeJS.Timeout; at: number } | null = null
  #isClosed = false
  #whenEmpty: (() => void) | null = null
  readonly #stats = { batches: 0, requests: 0, refused: 0, duplicates: 0, unrecognised: 0 }

  constructor(options: WriterOptions) {
    this.#options = options
    this.#observer = {
      written: (written) => {
        this.#stats.batches++
        this.#stats.duplicates += written.duplicates
        this.#stats.unrecognised += written.unrecognised.length
        for (const { error } of written.unrecognised) options.report(error)
        this.#live.add(written)
      },
      failed: (error) => options.report(error),
    }
    this.#connections = new WriterConnections(options.connectionString, options.writers, {
      onIdle: () => this.#pump(),
      onAllLost: () => this.#refuseQueued(),
    })
  }

  hasRoom(bytes: number): boolean {
    if (this.#isClosed || this.#connections.isAway) return false
    return this.#queuedBytes() + bytes <= this.#options.queueBytes
  }

  write(signal: Signal, body: Buffer, source: IngestSource): Promise<DecodeOutcome> {
    if (!this.hasRoom(0)) {
      this.#stats.refused++
      return Promise.reject(unavailable(this.#connections.retryAfterSeconds()))
    }
    return new Promise((resolve, reject) => {
      const now = this.#options.clock()
      const oldestMs = now - (this.#options.oldestMs ?? OLDEST_MS)
      const context = { source, receivedAtMs: now, oldestMs, newestMs: now + NEWEST_MS }
      this.#undecodedBytes += body.length
      this.#undecoded.add({ signal, body, source, context, resolve, reject })
      this.#stats.requests++
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#pump()
    if (!this.#isEmpty) {
      await new Promise<void>((resolve) => {
        this.#whenEmpty = resolve
      })
    }
    if (this.#wake !== null) clearTimeout(this.#wake.timer)
    await this.#connections.close()
  }

  stats(): WriterStats {
    const { connected } = this.#connections
    return { ...this.#stats, queuedBytes: this.#queuedBytes(), connected }
  }

  #open(): OpenBatch {
    const last = this.#queue.at(-1)
    if (last !== undefined && last.telemetry.bytes < BATCH_BYTES) return last
    const batch = new OpenBatch(this.#spare.pop() ?? new TelemetryBatch(), performance.now())
    this.#queue.push(batch)
    return batch
  }

  *#decode(request: Undecoded): Generator<void, void> {
    try {
      if (this.#connections.isAway) throw unavailable(this.#connections.retryAfterSeconds())
      const batch = this.#open()
      yield* batch.addInSteps(request)
      // Between two steps the database may have gone, and with it all that was queued.
      if (!this.#queue.includes(batch)) throw unavailable(this.#connections.retryAfterSeconds())
    } catch (error) {
      request.reject(error)
    } finally {
      this.#undecodedBytes -= request.body.length
    }
    if (this.#isWanted) this.#pump()
  }

  #pumpIn(ms: number): void {
    const at = performance.now() + ms
    if (this.#wake !== null && this.#wake.at <= at) return
    if (this.#wake !== null) clearTimeout(this.#wake.timer)
    const timer = setTimeout(() => {
      this.#wake = null
      this.#pump()
    }, ms)
    this.#wake = { timer, at }
  }

  #pump(): void {
    for (;;) {
      const [batch] = this.#queue
      this.#isWanted = batch?.isDecoding === true
      if (batch === undefined || batch.isDecoding) break
      if (batch.pending.length === 0) {
        // Its only request was refused while it was decoded.
        this.#queue.shift()
        this.#release(batch)
        continue
      }
      const waitMs = this.#waitMs(batch)
      if (waitMs > 0) {
        this.#pumpIn(waitMs)
        return
      }
      const client = this.#connections.take()
      if (client === null) return
      this.#queue.shift()
      this.#writing.add(batch)
      void this.#writeOne(client, batch)
    }
    this.#tellLive()
    if (this.#isEmpty) this.#whenEmpty?.()
  }

  get #isEmpty(): boolean {
    return this.#undecoded.isIdle && this.#queue.length === 0 && this.#writing.size === 0
  }

  #waitMs(batch: OpenBatch): number {
    if (this.#isClosed || this.#writing.size === 0 || batch.telemetry.bytes >= SMALL_BYTES) return 0
    return Math.max(0, Math.ceil(batch.openedAt + SMALL_WAIT_MS - performance.now()))
  }

  async #writeOne(client: Client, batch: OpenBatch): Promise<void> {
    let isBroken = false
    try {
      await settleBatch(client, this.#writer, batch, this.#options.clock, this.#observer)
      // Under load no connection is ever idle, and pages want to be told all the same.
      if (this.#live.dueIn(performance.now()) === 0) await this.#live.tell(client, performance.now())
    } catch {
      // The requests have been told; only the connection is left to deal with.
      isBroken = true
    }
    this.#writing.delete(batch)
    this.#release(batch)
    if (isBroken) this.#connections.discard(client)
    else this.#connections.giveBack(client)
    this.#pump()
  }

  #tellLive(): void {
    const dueIn = this.#live.dueIn(performance.now())
    if (dueIn === null) return
    if (dueIn > 0) {
      this.#pumpIn(dueIn)
      return
    }
    const client = this.#connections.take()
    if (client === null) return
    void this.#live
      .tell(client, performance.now())
      .then(() => this.#connections.giveBack(client))
      .catch(() => this.#connections.discard(client))
  }

  #refuseQueued(): void {
    const seconds = this.#connections.retryAfterSeconds()
    for (const batch of this.#queue.splice(0)) {
      this.#stats.refused += batch.pending.length
      for (const request of batch.pending) request.reject(unavailable(seconds))
    }
    if (this.#isEmpty) this.#whenEmpty?.()
  }

  #release(batch: OpenBatch): void {
    // One that a huge request has blown up is let go, or its memory would be kept for good.
    if (this.#spare.length >= SPARE_BATCHES || batch.telemetry.bytes > 2 * BATCH_BYTES) return
    batch.telemetry.reset()
    this.#spare.push(batch.telemetry)
  }

  #queuedBytes(): number {
    let bytes = this.#undecodedBytes
    for (const batch of this.#queue) bytes += batch.bytes
    for (const batch of this.#writing) bytes += batch.bytes
    return bytes
  }
}
