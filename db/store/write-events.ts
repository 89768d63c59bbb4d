import type { Client } from 'pg'
import type { EventOutcome, EventRequest, EventSink } from '@/lib/ingest/events/event-sink'
import { readEventRequest } from '@/lib/ingest/events/read-request'
import { unavailable } from './write-attempts'
import { WriterConnections } from './write-connections'
import { type QueuedEvents, settleEvents } from './write-event-attempts'
import { EventBatchWriter } from './write-event-batch'
import { laneOf } from './write-event-lanes'
import { LiveChanges } from './write-live'

export type EventWriterOptions = {
  connectionString: string
  /** Connections that write at once. */
  writers: number
  /** Limit of the bodies that are queued but not committed yet. */
  queueBytes: number
  /** Milliseconds since 1970. */
  clock: () => number
  /** Told of errors that are nobody's request's fault. */
  report: (error: unknown) => void
}

export type EventWriter = EventSink & {
  close(): Promise<void>
  /** True while there is no database to write to. */
  isAway(): boolean
}

/** Events in one transaction; what has queued up meanwhile goes with the next. */
const BATCH_EVENTS = 500
const BATCH_BYTES = 4 * 1024 * 1024

/** What an event costs in memory beside its body: parsed JSON and what it tells. */
const WEIGHT = 4

/** What waits to be written by one connection at a time. */
type Lane = { queue: QueuedEvents[]; isWriting: boolean }

/**
 * The sink that makes events durable: whatever is queued in a lane when it is idle is written together. Each writer has a lane
 * of its own and events of one flow go the same way, so that writers seldom wait for each other's rows, and what a run says
 * twice is written once.
 */
export function createEventWriter(options: EventWriterOptions): EventWriter {
  return new EventGroupCommit(options)
}

class EventGroupCommit implements EventWriter {
  readonly #options: EventWriterOptions
  readonly #writer = new EventBatchWriter()
  readonly #live = new LiveChanges()
  readonly #connections: WriterConnections
  readonly #lanes: Lane[]
  #queuedBytes = 0
  #tellTimer: NodeJS.Timeout | null = null
  #isClosed = false
  #whenEmpty: (() => void) | null = null

  constructor(options: EventWriterOptions) {
    this.#options = options
    this.#lanes = Array.from({ length: options.writers }, () => ({ queue: [], isWriting: false }))
    const owner = { onIdle: () => this.#pump(), onAllLost: () => this.#refuseQueued() }
    const { connectionString, writers } = options
    this.#connections = new WriterConnections(connectionString, writers, owner, { pipeline: true })
  }

  hasRoom(bytes: number): boolean {
    if (this.#isClosed || this.#connections.isAway) return false
    return this.#queuedBytes + bytes * WEIGHT <= this.#options.queueBytes
  }

  isAway(): boolean {
    return this.#connections.isAway
  }

  async write(request: EventRequest): Promise<EventOutcome> {
    if (!this.hasRoom(0)) throw unavailable(this.#connections.retryAfterSeconds())
    const read = readEventRequest(request, this.#options.clock())
    return new Promise((resolve, reject) => {
      const bytes = request.body.length * WEIGHT
      this.#queuedBytes += bytes
      const settled = <Value>(settle: (value: Value) => void) => {
        return (value: Value) => {
          this.#queuedBytes -= bytes
          settle(value)
        }
      }
      const queued = { request, read, resolve: settled(resolve), reject: settled(reject) }
      this.#lanes[laneOf(queued, this.#lanes.length)]?.queue.push(queued)
      // All requests of one turn of the event loop go together.
      setImmediate(() => this.#pump())
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#pump()
    if (!this.#isEmpty()) {
      await new Promise<void>((resolve) => {
        this.#whenEmpty = resolve
      })
    }
    if (this.#tellTimer !== null) clearTimeout(this.#tellTimer)
    await this.#connections.close()
  }

  #pump(): void {
    for (const lane of this.#lanes) {
      if (lane.isWriting || lane.queue.length === 0) continue
      const client = this.#connections.take()
      if (client === null) break
      void this.#writeOne(client, lane)
    }
    this.#tellLive()
    this.#tellEmpty()
  }

  #isEmpty(): boolean {
    return this.#lanes.every(({ queue, isWriting }) => !isWriting && queue.length === 0)
  }

  #tellEmpty(): void {
    if (this.#isEmpty()) this.#whenEmpty?.()
  }

  async #writeOne(client: Client, lane: Lane): Promise<void> {
    lane.isWriting = true
    let isBroken = false
    try {
      await settleEvents(client, this.#writer, takeBatch(lane.queue), this.#options.clock, {
        written: (written) => this.#live.add(written),
        failed: (error) => this.#options.report(error),
      })
    } catch {
      // The requests have been told; only the connection is left to deal with.
      isBroken = true
    }
    lane.isWriting = false
    if (isBroken) this.#connections.discard(client)
    else this.#connections.giveBack(client)
    this.#pump()
  }

  #tellLive(): void {
    const dueIn = this.#live.dueIn(performance.now())
    if (dueIn === null || this.#tellTimer !== null || this.#isClosed) return
    this.#tellTimer = setTimeout(
      () => {
        this.#tellTimer = null
        const client = this.#connections.take()
        if (client === null) return this.#tellLive()
        void this.#live
          .tell(client, performance.now())
          .then(() => this.#connections.giveBack(client))
          .catch(() => this.#connections.discard(client))
      },
      Math.max(dueIn, 10),
    )
  }

  #refuseQueued(): void {
    const error = unavailable(this.#connections.retryAfterSeconds())
    for (const { reject } of this.#lanes.flatMap(({ queue }) => queue.splice(0))) reject(error)
    this.#tellEmpty()
  }
}

/** Takes what goes into the next transaction out of the queue; at least one request. */
function takeBatch(queue: QueuedEvents[]): QueuedEvents[] {
  let [count, events, bytes] = [0, 0, 0]
  for (const { read, request } of queue) {
    if (count > 0 && (events + read.events.length > BATCH_EVENTS || bytes > BATCH_BYTES)) break
    count++
    events += read.events.length
    bytes += request.body.length
  }
  return queue.splice(0, count)
}
