import { randomUUID } from 'node:crypto'
import type { Db } from '@/db/client'
import { isOutage } from '@/db/outage'
import { type Lease, releaseLease, takeLease } from '@/db/store/leases'
import { listPolledSources, notePollEnd, notePollStart, type PolledSource } from '@/db/store/poll-rounds'
import type { EventSink } from '@/lib/ingest/events/event-sink'
import { toolOf } from '@/lib/ingest/events/registry'
import { log } from '@/lib/log'
import { nextRoundAt } from '@/lib/model/poll-pace'
import { Refusal } from '@/lib/model/refusal'
import { type Background, keepLooking } from './look-loop'
import { type Polling, pollOnce } from './poll-round'
import { Reconciler } from './reconcile'
import { ToolTrouble } from './tool-request'

const LEASE = { name: 'poller', ttlMs: 30_000 }
const LOOK_MS = 2_000
const RECONCILE_MS = 30_000
const MOST_ROUNDS = 4
const ROUND_MS = 60_000

/**
 * Asks the APIs of tools for what happened, beside the worker's jobs, which shall not wait for anybody's network. Whoever has
 * the lease does it, up to four sources at a time.
 */
export function startPoller(db: Db, sink: EventSink, clock: () => number = Date.now): Background {
  const poller = new SourcePoller(db, sink, clock)
  return keepLooking({
    everyMs: LOOK_MS,
    look: () => poller.look(),
    abort: () => poller.abort(),
    end: () => poller.stop(),
    logger: 'poller',
    failed: 'no round',
  })
}

/** The rounds of one process. */
export class SourcePoller {
  readonly #holder = randomUUID()
  readonly #stopping = new AbortController()
  readonly #polling: Polling
  readonly #reconciler: Reconciler
  readonly #running = new Map<string, Promise<void>>()
  /** Tools that said when to come back. */
  readonly #notBefore = new Map<string, number>()
  #lease: Lease | null = null
  #reconciling: Promise<void> | null = null
  #reconciledAt = Number.NEGATIVE_INFINITY

  constructor(db: Db, sink: EventSink, clock: () => number) {
    this.#polling = { db, sink, clock, mayGoOn: () => this.#holds(this.#lease?.epoch) }
    this.#reconciler = new Reconciler(this.#polling)
  }

  /** Begins the rounds that are due, as many as there is room for, and returns without waiting for them. */
  async look(): Promise<void> {
    this.#lease = await this.#take()
    if (this.#lease === null || this.#stopping.signal.aborted) return
    const polled = await listPolledSources(this.#polling.db)
    for (const source of polled.filter((each) => this.#isDue(each))) {
      if (this.#running.size >= MOST_ROUNDS) break
      const key = source.source.sourceId
      const round = this.#round(source, this.#lease.epoch).finally(() => this.#running.delete(key))
      this.#running.set(key, round)
    }
    this.#reconcile(polled)
  }

  /** Resolves when all that was begun is over. */
  async settled(): Promise<void> {
    await Promise.all([...this.#running.values(), this.#reconciling])
  }

  abort(): void {
    this.#stopping.abort()
  }

  async stop(): Promise<void> {
    this.abort()
    await this.settled()
    if (this.#lease !== null) await releaseLease(this.#lease, this.#now(), this.#polling.db)
  }

  async #round(of: PolledSource, epoch: number): Promise<void> {
    const { db } = this.#polling
    const polling = { ...this.#polling, mayGoOn: () => this.#holds(epoch) }
    const { sourceId } = of.source
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ROUND_MS)])
    try {
      await notePollStart(of.source, this.#now(), db)
      const error = await this.#errorOf(of, polling, signal)
      if (await polling.mayGoOn()) await notePollEnd(of.source, { finishedAt: this.#now(), error }, db)
      if (error !== null) log('poller').info({ source: sourceId, error }, 'a tool could not be asked')
    } catch (error) {
      // The database is away, or does not take events now: nobody's round failed by that.
      const isAway = isOutage(error) || (error instanceof Refusal && error.code === 'unavailable')
      if (isAway) log('poller').warn({ source: sourceId }, 'the database cannot be reached')
      else log('poller').error({ err: error, source: sourceId }, 'a round was cut short')
    }
  }

  /** What went wrong with the tool, in words that hold no credential; null where nothing did. */
  async #errorOf(of: PolledSource, polling: Polling, signal: AbortSignal): Promise<string | null> {
    try {
      await pollOnce(of, polling, signal)
      return null
    } catch (error) {
      if (!(error instanceof ToolTrouble)) throw error
      if (error.retryAfterMs !== null)
        this.#notBefore.set(of.source.sourceId, this.#polling.clock() + error.retryAfterMs)
      return error.message
    }
  }

  #reconcile(polled: readonly PolledSource[]): void {
    const nowMs = this.#polling.clock()
    if (this.#reconciling !== null || nowMs - this.#reconciledAt < RECONCILE_MS) return
    this.#reconciledAt = nowMs
    this.#reconciling = this.#reconciler
      .turn(polled, this.#stopping.signal)
      .then((corrections) => {
        if (corrections > 0) log('poller').info({ corrections }, 'executions were put right')
      })
      .catch((error) => {
        if (isOutage(error)) log('poller').warn('the database cannot be reached')
        else if (!this.#stopping.signal.aborted) log('poller').error({ err: error }, 'not reconciled')
      })
      .finally(() => {
        this.#reconciling = null
      })
  }

  /** Due by the tool's own pace, later the more often it failed; at once when somebody changed how it is reached. */
  #isDue({ source, ...round }: PolledSource): boolean {
    if (this.#running.has(source.sourceId)) return false
    const everySeconds = toolOf(source.kind)?.poll?.everySeconds ?? 60
    const dueAtMs = nextRoundAt({ ...round, everySeconds })
    if (dueAtMs === null) return true
    return this.#polling.clock() >= Math.max(dueAtMs, this.#notBefore.get(source.sourceId) ?? 0)
  }

  /** Whether nobody else has had the lease since that epoch. */
  async #holds(epoch: number | undefined): Promise<boolean> {
    if (this.#stopping.signal.aborted || epoch === undefined) return false
    return (await this.#take())?.epoch === epoch
  }

  #take(): Promise<Lease | null> {
    return takeLease({ ...LEASE, holder: this.#holder, now: this.#now() }, this.#polling.db)
  }

  #now(): Date {
    return new Date(this.#polling.clock())
  }
}
