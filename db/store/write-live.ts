import type { Client } from 'pg'
import type { Written } from './write-batch'

/** The channel that live pages listen to, by `/api/live`. */
export const LIVE_CHANNEL = 'runledger_live'

/** No page needs to be told more often than this. */
const INTERVAL_MS = 250

/** Postgres takes 8,000 bytes; a page that misses an id reads the list anyway. */
export const MOST_IDS = 20

type Changed = { executions: Set<string>; sources: Set<string> }

/** Collects what changed and tells it at most four times a second, ids only, after it was committed. */
export class LiveChanges {
  readonly #byOrg = new Map<string, Changed>()
  #toldAt = Number.NEGATIVE_INFINITY

  add(written: Pick<Written, 'executions' | 'sources'>): void {
    for (const { orgId, id } of written.executions) addTo(this.#of(orgId).executions, id)
    for (const { orgId, sourceId } of written.sources) addTo(this.#of(orgId).sources, sourceId)
  }

  /** Milliseconds until there is something to tell; null when nothing changed. */
  dueIn(nowMs: number): number | null {
    return this.#byOrg.size === 0 ? null : Math.max(0, this.#toldAt + INTERVAL_MS - nowMs)
  }

  /** Tells it. What cannot be told is dropped: pages also ask by themselves from time to time. */
  async tell(client: Client, nowMs: number): Promise<void> {
    this.#toldAt = nowMs
    const payloads = [...this.#byOrg].map(([org, { executions, sources }]) =>
      JSON.stringify({ org, executions: [...executions], sources: [...sources] }),
    )
    this.#byOrg.clear()
    await client.query({
      name: 'tell-live',
      text: `select pg_notify('${LIVE_CHANNEL}', payload) from unnest($1::text[]) as t(payload)`,
      values: [payloads],
    })
  }

  #of(orgId: string): Changed {
    const known = this.#byOrg.get(orgId)
    if (known !== undefined) return known
    const changed = { executions: new Set<string>(), sources: new Set<string>() }
    this.#byOrg.set(orgId, changed)
    return changed
  }
}

function addTo(ids: Set<string>, id: string): void {
  if (ids.size < MOST_IDS) ids.add(id)
}
