import { randomUUID } from 'node:crypto'
import type { Db } from '@/db/client'
import { isOutage } from '@/db/outage'
import type { StoredStream } from '@/db/store/audit-stream-rows'
import { type Lease, releaseLease, takeLease } from '@/db/store/leases'
import { entriesAfter, listDueStreams, noteSent, noteUnsent } from '@/db/store/stream-entries'
import { log } from '@/lib/log'
import { type Background, keepLooking } from './look-loop'
import { BATCHES, batchOf, sendEntries } from './send-entries'
import { ToolTrouble } from './tool-request'

const LEASE = { name: 'audit-streams', ttlMs: 30_000 }
const LOOK_MS = 1_000
/** Streams that are sent to at once, and how many of those may be failing ones, which may take their time. */
const MOST_AT_ONCE = 32
const MOST_FAILING = 16
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 15 * 60_000
const LONGEST_TOLD_WAIT_MS = 60 * 60_000
/** An object is written when it is full or its first entry is this old, so that a quiet log makes no object for each entry. */
const OBJECT_AFTER_MS = 60_000

/** When a stream that has failed so often in a row is tried again: after 5 s, twice as long each time, at most 15 min; later where the target says so. */
export function streamWaitMs(attempts: number, retryAfterMs: number | null): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 20))
  return Math.max(wait, Math.min(retryAfterMs ?? 0, LONGEST_TOLD_WAIT_MS))
}

/** Sends the audit log to where it is streamed to, beside all jobs; whoever has the lease does it. `hostname` is what syslog says it is from. */
export function startAuditStreams(
  db: Db,
  { hostname, clock = Date.now }: { hostname: string; clock?: () => number },
): Background {
  const streamer = new AuditStreamer(db, hostname, clock)
  return keepLooking({
    everyMs: LOOK_MS,
    look: () => streamer.look(),
    end: () => streamer.stop(),
    logger: 'audit',
    failed: 'streams were not looked at',
  })
}

/** The streams of one process. Each goes on by itself: one whose target is away keeps no other waiting. */
export class AuditStreamer {
  readonly #db: Db
  readonly #hostname: string
  readonly #clock: () => number
  readonly #holder = randomUUID()
  readonly #stopping = new AbortController()
  readonly #running = new Map<string, { isFailing: boolean; work: Promise<void> }>()
  /** Objects that are not full yet. */
  readonly #notBefore = new Map<string, number>()
  #lease: Lease | null = null

  constructor(db: Db, hostname: string, clock: () => number = Date.now) {
    this.#db = db
    this.#hostname = hostname
    this.#clock = clock
  }

  /** Begins to send to those whose turn it is, and returns without waiting for them. */
  async look(): Promise<void> {
    this.#lease = await this.#take()
    const epoch = this.#lease?.epoch
    if (epoch === undefined || this.#stopping.signal.aborted) return
    for (const stream of await listDueStreams(this.#now(), this.#db)) {
      const isFailing = stream.attempts > 0
      if (this.#running.has(stream.id) || this.#clock() < (this.#notBefore.get(stream.id) ?? 0)) continue
      if (this.#running.size >= MOST_AT_ONCE) break
      if (isFailing && this.#failing() >= MOST_FAILING) break
      const work = this.#sendAll(stream, epoch).finally(() => this.#running.delete(stream.id))
      this.#running.set(stream.id, { isFailing, work })
    }
  }

  /** Resolves when all that was begun is over. */
  async settled(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ work }) => work))
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.settled()
    if (this.#lease !== null) await releaseLease(this.#lease, this.#now(), this.#db)
  }

  /** Batch after batch, in order, until there is nothing left or one was not taken. */
  async #sendAll(first: StoredStream, epoch: number): Promise<void> {
    try {
      for (;;) {
        if (!(await this.#holds(epoch))) return
        // Anew each time: somebody may have paused, changed or removed it.
        const [stream] = await listDueStreams(this.#now(), this.#db, first)
        if (stream === undefined || !(await this.#sendNext(stream))) return
      }
    } catch (error) {
      if (isOutage(error)) log('audit').warn({ stream: first.id }, 'the database cannot be reached')
      else log('audit').error({ err: error, stream: first.id }, 'a stream was cut short')
    }
  }

  /** Sends the next batch; false where there is none to be sent now, or it was not taken. */
  async #sendNext(stream: StoredStream): Promise<boolean> {
    const { kind } = stream.target
    const { entries, upTo, missed } = await entriesAfter(stream, BATCHES[kind].entries, this.#db)
    const batch = batchOf(stream, entries)
    const oldest = batch[0]?.entry
    if (oldest === undefined) {
      await noteSent(stream, { upTo, sent: 0, missed }, this.#now(), this.#db)
      return upTo > stream.cursor
    }
    const isFull = batch.length < entries.length || batch.length === BATCHES[kind].entries
    const dueMs = oldest.at.getTime() + OBJECT_AFTER_MS
    if (kind === 's3' && !isFull && this.#clock() < dueMs) {
      this.#notBefore.set(stream.id, dueMs)
      return false
    }
    this.#notBefore.delete(stream.id)
    try {
      const { signal } = this.#stopping
      await sendEntries(stream, batch, { now: this.#now(), hostname: this.#hostname, signal })
    } catch (error) {
      if (this.#stopping.signal.aborted) return false
      await this.#noteTrouble(stream, error)
      return false
    }
    const end = batch.length < entries.length ? (batch.at(-1)?.entry.seq ?? upTo) : upTo
    await noteSent(stream, { upTo: end, sent: batch.length, missed }, this.#now(), this.#db)
    return true
  }

  async #noteTrouble(stream: StoredStream, error: unknown): Promise<void> {
    if (!(error instanceof ToolTrouble)) log('audit').error({ err: error, stream: stream.id }, 'not sent')
    const why = error instanceof ToolTrouble ? error.message : 'could not be sent: see the log of the worker'
    log('audit').warn({ stream: stream.id, kind: stream.target.kind, why }, 'entries were not taken')
    const wait = streamWaitMs(stream.attempts, error instanceof ToolTrouble ? error.retryAfterMs : null)
    const now = this.#now()
    await noteUnsent(stream, { why, nextAttemptAt: new Date(now.getTime() + wait) }, now, this.#db)
  }

  #failing(): number {
    return [...this.#running.values()].filter(({ isFailing }) => isFailing).length
  }

  /** Whether nobody else has had the lease since that epoch. */
  async #holds(epoch: number): Promise<boolean> {
    if (this.#stopping.signal.aborted) return false
    return (await this.#take())?.epoch === epoch
  }

  #take(): Promise<Lease | null> {
    return takeLease({ ...LEASE, holder: this.#holder, now: this.#now() }, this.#db)
  }

  #now(): Date {
    return new Date(this.#clock())
  }
}
