import type { Client } from 'pg'
import { type EventReader, whatOf } from '@/lib/ingest/events/reader'
import type { DecodedEvent, EventProtocol, EventVerdict } from '@/lib/model/event'
import type { IngestSource } from '@/lib/model/ingest-source'

/** Finds what reads a kind's events of a protocol; `readerOf`, but for tests. */
export type FindReader = (
  kind: string,
  protocol: EventProtocol,
  what: string | null,
  mapping?: unknown,
) => EventReader | null

/** An event as it is stored, with what it said as far as that is still there. */
export type StoredEvent = {
  id: string
  protocol: EventProtocol
  type: string
  key: string
  receivedAt: Date
  verdict: EventVerdict
  because: string | null
  parser: string
  headers: Record<string, string> | null
  body: string | null
}

/** A stored event as today's reader understands it. */
export type Reread = { stored: StoredEvent; reader: EventReader; event: DecodedEvent }

/** Bodies are read so many at once: one may have megabytes. */
const AT_ONCE = 100

const READ = `
  select e.id, e.protocol, e.type, e.key, e.received_at as "receivedAt", e.verdict, e.because, e.parser, b.headers, b.body
  from unnest($2::uuid[]) as w(id) join events e on e.org_id = $1 and e.id = w.id
    left join event_bodies b on b.org_id = e.org_id and b.event_id = e.id and b.received_at = e.received_at
  where e.source_id = $3
  order by e.received_at, e.id`

/** Reads events of a source again with today's readers; those that nothing reads, or whose body is gone, by id in `unread`. */
export async function rereadEvents(
  client: Client,
  source: IngestSource,
  ids: readonly string[],
  findReader: FindReader,
): Promise<{ reread: Reread[]; unread: string[] }> {
  const reread: Reread[] = []
  const unread: string[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const values = [source.orgId, ids.slice(at, at + AT_ONCE), source.sourceId]
    for (const stored of (await client.query<StoredEvent>({ text: READ, values })).rows) {
      const again = readAgain(stored, source, findReader)
      if (again === null) unread.push(stored.id)
      else reread.push(again)
    }
  }
  return { reread, unread }
}

/** One event as today's reader understands it; null where there is no such reader, or nothing to read. */
export function readAgain(
  stored: StoredEvent,
  { kind, mapping }: Pick<IngestSource, 'kind' | 'mapping'>,
  findReader: FindReader,
): Reread | null {
  const { protocol, headers, body, receivedAt } = stored
  if (body === null) return null
  const reader = findReader(kind, protocol, whatOf(headers ?? {}), mapping)
  if (reader === null) return null
  const at = String(BigInt(receivedAt.getTime()) * 1_000_000n)
  const incoming = { protocol, headers: headers ?? {}, body: jsonOrText(body), receivedAt: at }
  // What is stored names itself: its part of the document, without what held it.
  return { stored, reader, event: { ...decoded(stored, reader, incoming), key: stored.key } }
}

function decoded(
  stored: StoredEvent,
  reader: EventReader,
  incoming: Parameters<EventReader['decode']>[0],
): DecodedEvent {
  const nothing = { ...named(stored, incoming.body), tellings: [], isKept: false, notes: [] }
  try {
    const { events, rejected } = reader.decode(incoming)
    const same = events.find(({ key }) => key === stored.key)
    if (same !== undefined) return same
    const [only, ...others] = events
    if (only !== undefined && others.length === 0) return only
    const why = rejected[0]?.message ?? 'Read by itself it is not one event any more.'
    return { ...nothing, because: why }
  } catch (error) {
    const because = `could not be understood: ${error instanceof Error ? error.message : 'unknown'}`
    return { ...nothing, because: because.slice(0, 500), isFailed: true }
  }
}

const named = ({ key, type }: StoredEvent, body: unknown) => ({ key, type, at: null, subject: null, body })

/** Bodies are JSON, but for the few protocols that hand on text; a text that reads as JSON was sent as that. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}
