import type { Client } from 'pg'
import type { ResourceRow, ScopeRow } from '@/lib/ingest/otlp/resource-cache'

/** Ids of rows that are known to be stored. Bounded; forgets the least recently used. */
export class KnownIds {
  readonly #ids = new Map<string, true>()

  constructor(readonly most: number) {}

  has(id: string): boolean {
    if (!this.#ids.delete(id)) return false
    this.#ids.set(id, true)
    return true
  }

  add(id: string): void {
    this.#ids.set(id, true)
    if (this.#ids.size <= this.most) return
    for (const oldest of this.#ids.keys()) {
      this.#ids.delete(oldest)
      return
    }
  }
}

const SHARED = 'dropped_attributes_count, schema_url, first_seen_at'
const SHARED_TYPES = '$6::int[], $7::text[]'

const INSERT_RESOURCES = `
  insert into resources (org_id, id, source_id, service_name, attributes, ${SHARED})
  select *, $8::timestamptz from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[], ${SHARED_TYPES})
  on conflict do nothing`

const INSERT_SCOPES = `
  insert into scopes (org_id, id, name, version, attributes, ${SHARED})
  select *, $8::timestamptz from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[], ${SHARED_TYPES})
  on conflict do nothing`

/** Resources and scopes that batches keep repeating; each is sent to the database once a process. */
export class ResourceStore {
  readonly #known = new KnownIds(50_000)

  /** Inserts what is new, and returns what has to be called once that is committed. */
  async write(
    client: Client,
    batch: { resources: ReadonlyMap<string, ResourceRow>; scopes: ReadonlyMap<string, ScopeRow> },
    firstSeenAt: string,
  ): Promise<() => void> {
    const newResources = this.#unknown(batch.resources)
    const newScopes = this.#unknown(batch.scopes)
    await insert(client, 'insert-resources', INSERT_RESOURCES, newResources, firstSeenAt, (row) => [
      row.sourceId,
      row.serviceName,
    ])
    await insert(client, 'insert-scopes', INSERT_SCOPES, newScopes, firstSeenAt, (row) => [
      row.name,
      row.version,
    ])
    return () => {
      for (const row of [...newResources, ...newScopes]) this.#known.add(knownKey(row))
    }
  }

  #unknown<Row extends { orgId: string; id: string }>(rows: ReadonlyMap<string, Row>): Row[] {
    return (
      [...rows.values()]
        .filter((row) => !this.#known.has(knownKey(row)))
        // In one order, so that two batches with the same new rows cannot wait for each other in a circle.
        .sort((a, b) => (knownKey(a) < knownKey(b) ? -1 : 1))
    )
  }
}

const knownKey = (row: { orgId: string; id: string }): string => `${row.orgId}/${row.id}`

async function insert<Row extends Stored>(
  client: Client,
  name: string,
  text: string,
  rows: readonly Row[],
  firstSeenAt: string,
  own: (row: Row) => (string | null)[],
): Promise<void> {
  if (rows.length === 0) return
  const owned = rows.map(own)
  // Attributes go as the text they were decoded to: through JavaScript's numbers they would lose their int64.
  const values = [
    rows.map((row) => row.orgId),
    rows.map((row) => row.id),
    owned.map(([first]) => first),
    owned.map(([, second]) => second),
    rows.map((row) => row.attributesJson),
    rows.map((row) => row.droppedAttributesCount),
    rows.map((row) => row.schemaUrl),
    firstSeenAt,
  ]
  await client.query({ name, text, values })
}

type Stored = Pick<ResourceRow, 'orgId' | 'id' | 'attributesJson' | 'droppedAttributesCount' | 'schemaUrl'>
