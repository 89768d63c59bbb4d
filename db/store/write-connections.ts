import type { Client } from 'pg'
import { connectWriter, type WriterSession } from './write-connection'

const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 2_000

type Owner = {
  /** A connection can be taken. */
  onIdle(): void
  /** The last connection is gone; new ones are being made. */
  onAllLost(): void
}

/** The connections of the write path. Each that is lost is made again, with growing pauses, until closed. */
export class WriterConnections {
  readonly #connectionString: string
  readonly #session: WriterSession
  readonly #owner: Owner
  readonly #idle: Client[] = []
  readonly #live = new Set<Client>()
  #isClosed = false
  /** Until the first attempt has failed, requests may wait for the first connection. */
  #isStarting = true
  #lostAt = performance.now()
  #onChange: (() => void) | null = null

  constructor(connectionString: string, count: number, owner: Owner, session: WriterSession = {}) {
    this.#connectionString = connectionString
    this.#session = session
    this.#owner = owner
    for (let slot = 0; slot < count; slot++) void this.#connect(FIRST_RETRY_MS)
  }

  get connected(): number {
    return this.#live.size
  }

  /** True when there is no connection and nobody knows when there will be. */
  get isAway(): boolean {
    return this.#live.size === 0 && !this.#isStarting
  }

  /** An idle connection, now the caller's. */
  take(): Client | null {
    return this.#idle.pop() ?? null
  }

  giveBack(client: Client): void {
    if (!this.#live.has(client)) return
    this.#idle.push(client)
    this.#onChange?.()
    this.#owner.onIdle()
  }

  /** Closes a connection that cannot be used again; another takes its place. */
  discard(client: Client): void {
    this.#lose(client)
    // Not awaited: a server that is silent does not answer a goodbye either.
    void client.end().catch(() => undefined)
  }

  /** Longer the longer the database has been away; between 1 and 5. */
  retryAfterSeconds(): number {
    if (this.#live.size > 0) return 1
    return Math.min(5, 1 + Math.floor((performance.now() - this.#lostAt) / 2_000))
  }

  /** Resolves when every connection has said goodbye. Those in use are waited for. */
  async close(): Promise<void> {
    this.#isClosed = true
    while (this.#live.size > this.#idle.length) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve
      })
    }
    await Promise.all(this.#idle.splice(0).map((client) => client.end().catch(() => undefined)))
  }

  async #connect(retryMs: number): Promise<void> {
    if (this.#isClosed) return
    try {
      const client = await connectWriter(this.#connectionString, this.#session)
      if (this.#isClosed) {
        await client.end()
        return
      }
      this.#isStarting = false
      this.#live.add(client)
      client.once('end', () => this.#lose(client))
      this.giveBack(client)
    } catch {
      if (this.#isStarting) {
        this.#isStarting = false
        this.#owner.onAllLost()
      }
      // Postgres is starting, or away: the pauses grow, and `hasRoom` has said no meanwhile.
      const pause = setTimeout(() => void this.#connect(Math.min(retryMs * 2, LONGEST_RETRY_MS)), retryMs)
      pause.unref()
    }
  }

  #lose(client: Client): void {
    if (!this.#live.delete(client)) return
    const index = this.#idle.indexOf(client)
    if (index >= 0) this.#idle.splice(index, 1)
    this.#onChange?.()
    if (this.#live.size === 0) {
      this.#lostAt = performance.now()
      this.#owner.onAllLost()
    }
    void this.#connect(FIRST_RETRY_MS)
  }
}
