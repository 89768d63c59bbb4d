import type { Client } from 'pg'
import type { IngestSource } from '@/lib/model/ingest-source'

/** What folding needs to know about the source of a fact. */
export type SourceSettings = Pick<IngestSource, 'teamId' | 'environment' | 'recognition'>

/**
 * Settings of sources by organization and id. A trace can hold spans of a source that sends nothing now; those are
 * looked up, the others come with their requests.
 */
export class SourceBook {
  readonly #settings = new Map<string, SourceSettings>()

  learn(source: IngestSource): void {
    this.#settings.set(`${source.orgId}/${source.sourceId}`, source)
  }

  /** Looks up those that are not known yet. One that was deleted since stays unknown. */
  async lookUp(client: Client, wanted: Iterable<{ orgId: string; sourceId: string }>): Promise<void> {
    const missing = [...wanted].filter(({ orgId, sourceId }) => !this.#settings.has(`${orgId}/${sourceId}`))
    if (missing.length === 0) return
    const found = await client.query<Found>({
      name: 'look-up-sources',
      text: `select s.org_id, s.id, s.team_id, s.environment, s.recognition
        from unnest($1::uuid[], $2::uuid[]) as w(org_id, id) join sources s on s.org_id = w.org_id and s.id = w.id`,
      values: [missing.map((each) => each.orgId), missing.map((each) => each.sourceId)],
    })
    for (const row of found.rows) {
      const settings = { teamId: row.team_id, environment: row.environment, recognition: row.recognition }
      this.#settings.set(`${row.org_id}/${row.id}`, settings)
    }
  }

  of(orgId: string, sourceId: string): SourceSettings | null {
    return this.#settings.get(`${orgId}/${sourceId}`) ?? null
  }
}

type Found = {
  org_id: string
  id: string
  team_id: string
  environment: string
  recognition: IngestSource['recognition']
}
