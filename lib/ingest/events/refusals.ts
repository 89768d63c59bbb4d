import type { RejectedEvent } from '@/lib/model/event'
import type { IngestSource } from '@/lib/model/ingest-source'
import type { EventSink } from './event-sink'

const WRITE_EVERY_MS = 1_000

/** Detail is for a person to read; whoever knocks all day must not write a table full of it. */
const MOST_IN_DETAIL = 5

type Refused = { source: IngestSource; count: number; messages: string[] }

/**
 * Requests that did not prove to be their tool's, counted by source and shown without their bodies: nobody knows who wrote
 * those. They are written once a second, however many come.
 */
export class Refusals {
  readonly #bySource = new Map<string, Refused>()
  #timer: NodeJS.Timeout | null = null

  constructor(
    readonly sink: EventSink,
    readonly report: (error: unknown) => void,
  ) {}

  add(source: IngestSource, message: string): void {
    const key = `${source.orgId}/${source.sourceId}`
    const refused = this.#bySource.get(key) ?? { source, count: 0, messages: [] }
    refused.count++
    if (refused.messages.length < MOST_IN_DETAIL) refused.messages.push(message)
    this.#bySource.set(key, refused)
    this.#timer ??= setTimeout(() => void this.#write(), WRITE_EVERY_MS)
  }

  /** Writes what is still to be written. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#write()
  }

  async #write(): Promise<void> {
    this.#timer = null
    const all = [...this.#bySource.values()]
    this.#bySource.clear()
    for (const refused of all) {
      try {
        await this.sink.write(requestOf(refused))
      } catch (error) {
        // Not stored, but not unseen: an operator reads it in the log.
        this.report(error)
      }
    }
  }
}

const requestOf = ({ source, count, messages }: Refused) => ({
  protocol: 'webhook' as const,
  source,
  dialect: source.kind,
  parser: source.kind,
  decode: () => ({ events: [], rejected: rejections(count, messages) }),
  headers: {},
  body: Buffer.from('null'),
  isJson: true,
})

const rejections = (count: number, messages: readonly string[]): RejectedEvent[] =>
  Array.from({ length: Math.min(count, 9_999) }, (_, index) => ({
    path: '',
    reason: 'unverified',
    message: messages[index] ?? messages.at(-1) ?? '',
    item: null,
  }))
