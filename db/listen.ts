import { Client } from 'pg'
import { z } from 'zod'
import { config } from '@/lib/config'
import { log } from '@/lib/log'
import { ANYTHING, type LiveChange } from '@/lib/model/live-change'
import { Refusal } from '@/lib/model/refusal'
import { LIVE_CHANNEL } from './store/write-live'

type Listener = (orgId: string | null, change: LiveChange) => void

const RETRY_MS = [500, 1000, 2000, 5000]
/** The writer lists at most so many ids; a full list may be a cut one. */
const IDS_MAX = 20

const payloadSchema = z.object({
  org: z.string(),
  executions: z.array(z.string()).default([]),
  sources: z.array(z.string()).default([]),
  changes: z.array(z.string()).default([]),
})

// Next loads this module once per bundle and again after each edit; the process must keep one connection for all.
const shared = globalThis as { runledgerLive?: LiveListener }

/** Hears what is written, from now until the returned function is called. An organization of null means any of them. */
export function listenLive(listener: Listener): () => void {
  const { databaseUrl } = config()
  if (databaseUrl === null) throw new Refusal('unavailable', 'There is no database to hear from.')
  shared.runledgerLive ??= new LiveListener(databaseUrl)
  return shared.runledgerLive.add(listener)
}

/** One connection that listens for the whole process, while anybody does. */
export class LiveListener {
  readonly #url: string
  readonly #listeners = new Set<Listener>()
  #client: Client | null = null
  #retry: NodeJS.Timeout | null = null
  #failures = 0

  constructor(url: string) {
    this.#url = url
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (this.#client === null && this.#retry === null) this.#connect()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#disconnect()
    }
  }

  #connect(): void {
    this.#retry = null
    const client = new Client({
      connectionString: this.#url,
      application_name: 'runledger-live',
      keepAlive: true,
    })
    this.#client = client
    client.on('notification', (message) => this.#hear(message.payload ?? ''))
    client.on('error', (error) => this.#lose(client, error))
    client.on('end', () => this.#lose(client, null))
    client
      .connect()
      .then(() => client.query(`listen ${LIVE_CHANNEL}`))
      .then(() => {
        // Whatever was written while nobody listened was not heard.
        if (this.#failures > 0) this.#tell(null, ANYTHING)
        this.#failures = 0
      })
      .catch((error: unknown) => this.#lose(client, error))
  }

  #lose(client: Client, error: unknown): void {
    if (this.#client !== client) return
    this.#client = null
    client.end().catch(() => undefined)
    if (this.#listeners.size === 0) return
    if (this.#failures === 0) log('live').warn({ err: error }, 'lost the connection that hears of changes')
    const delayMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 5000
    this.#failures += 1
    this.#retry = setTimeout(() => this.#connect(), delayMs)
    this.#retry.unref()
  }

  #disconnect(): void {
    if (this.#retry) clearTimeout(this.#retry)
    this.#retry = null
    const client = this.#client
    this.#client = null
    client?.end().catch(() => undefined)
  }

  #hear(payload: string): void {
    const parsed = payloadSchema.safeParse(jsonOrNull(payload))
    if (!parsed.success) return
    const { org, executions, sources, changes } = parsed.data
    const isPartial = [executions, sources, changes].some(({ length }) => length >= IDS_MAX)
    this.#tell(org, { executions, sources, changes, isPartial })
  }

  #tell(orgId: string | null, change: LiveChange): void {
    for (const listener of this.#listeners) listener(orgId, change)
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
