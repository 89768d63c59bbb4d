import type { Client } from 'pg'
import { flowIdOf } from '@/lib/executions/identity'
import { compareNano } from '@/lib/executions/state'
import { canonicalHash } from '@/lib/ingest/openlineage/canonical'
import type { ToldEvent } from '@/lib/ingest/openlineage/gather'
import { datasetIdOf } from '@/lib/ingest/openlineage/record-key'
import { listAt, objectAt, textAt } from '@/lib/ingest/openlineage/shape'
import type { Facets, LineageName } from '@/lib/model/lineage'
import { lineageAliases, lineageDatasets, lineageFacets, lineageJobs } from '../schema/lineage'
import { inOneGo } from './in-one-go'
import { Recordset } from './write-recordset'
import { KnownIds } from './write-resources'

type Job = typeof lineageJobs.$inferSelect
type Dataset = typeof lineageDatasets.$inferSelect
type Alias = typeof lineageAliases.$inferSelect
type Facet = Omit<typeof lineageFacets.$inferSelect, 'saidAtUnixNano' | 'hash'> & {
  saidAtUnixNano: string
  hash: string
}

const jobSet = new Recordset<Job>(lineageJobs)
const datasetSet = new Recordset<Dataset>(lineageDatasets)
const aliasSet = new Recordset<Alias>(lineageAliases)
const facetSet = new Recordset<Facet>(lineageFacets)

// Once a day and name: nothing else of such a row ever changes.
const seen = (table: string): string =>
  `on conflict (org_id, id) do update set seen_on = excluded.seen_on where ${table}.seen_on < excluded.seen_on`

const UPSERT_JOBS = `${jobSet.insert} ${seen('lineage_jobs')}`
const UPSERT_DATASETS = `${datasetSet.insert} ${seen('lineage_datasets')}`

// What was said later counts, of two sayings at once the one with the greater hash.
const UPSERT_FACETS = `${facetSet.insert}
  on conflict (org_id, owner_id, name) do update
  set said_at_unix_nano = excluded.said_at_unix_nano, hash = excluded.hash, value = excluded.value
  where (excluded.said_at_unix_nano, excluded.hash) > (lineage_facets.said_at_unix_nano, lineage_facets.hash)`

// Whoever has another value says so by not being returned, also one that was written while this waited for its lock.
const SAY_AGAIN = `
  update lineage_facets f set said_at_unix_nano = greatest(f.said_at_unix_nano, w.said_at)
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bytea[]) as w(org_id, owner_id, name, said_at, hash)
  where f.org_id = w.org_id and f.owner_id = w.owner_id and f.name = w.name and f.hash = w.hash
  returning f.org_id || ' ' || f.owner_id || ' ' || f.name as id`

const UPSERT_ALIASES = `${aliasSet.insert}
  on conflict (org_id, dataset_id, alias_id) do update set type = excluded.type where lineage_aliases.type < excluded.type`

/** More other names than that are nobody's; the first are kept. */
const MAX_ALIASES = 20

/** What a process knows to be stored of jobs and datasets, so that it need not be sent again. */
export class KnownEntities {
  /** Jobs and datasets that were seen on a day. */
  readonly seen = new KnownIds(50_000)
  /** Facets with the hash of their value, as they were when last written. */
  readonly facets = new KnownIds(50_000)
}

/** Jobs and datasets that events name, with their facets as last said. Rows go in key order, so that writers wait in line. */
export class Entities {
  readonly #jobs = new Map<string, Job>()
  readonly #datasets = new Map<string, Dataset>()
  readonly #aliases = new Map<string, Alias>()
  readonly #facets = new Map<string, Facet>()
  readonly #seenOn: string

  constructor(
    events: readonly ToldEvent[],
    now: string,
    readonly known: KnownEntities,
  ) {
    this.#seenOn = now.slice(0, 10)
    for (const event of events) this.#add(event)
  }

  async write(client: Client): Promise<void> {
    const isNew = (id: string) => !this.known.seen.has(this.#seenKey(id))
    await inOneGo(
      client,
      () => put(client, 'upsert-lineage-jobs', UPSERT_JOBS, jobSet, this.#jobs, isNew),
      () => put(client, 'upsert-lineage-datasets', UPSERT_DATASETS, datasetSet, this.#datasets, isNew),
      () => put(client, 'upsert-lineage-aliases', UPSERT_ALIASES, aliasSet, this.#aliases),
      () => this.#writeFacets(client),
    )
  }

  /** To be called when it is committed. */
  remember(): void {
    for (const id of [...this.#jobs.keys(), ...this.#datasets.keys()]) this.known.seen.add(this.#seenKey(id))
    for (const [id, { hash }] of this.#facets) this.known.facets.add(`${id} ${hash}`)
  }

  #seenKey(id: string): string {
    return `${this.#seenOn} ${id}`
  }

  /** Of most facets only the time is new: the value goes along where this process does not know it to be there, or is mistaken. */
  async #writeFacets(client: Client): Promise<void> {
    const isKnown = (id: string) => this.known.facets.has(`${id} ${this.#facets.get(id)?.hash ?? ''}`)
    const same = new Map([...this.#facets].filter(([id]) => isKnown(id)))
    const isNew = (id: string) => !same.has(id)
    const [found] = await inOneGo(
      client,
      () => sayAgain(client, same),
      () => put(client, 'upsert-lineage-facets', UPSERT_FACETS, facetSet, this.#facets, isNew),
    )
    const isOther = (id: string) => !found.has(id)
    await put(client, 'upsert-lineage-facets', UPSERT_FACETS, facetSet, same, isOther)
  }

  #add({ orgId, sourceId, lineage }: ToldEvent): void {
    const { at, job, dataset, inputs, outputs } = lineage
    if (job !== null) {
      const { namespace, name } = job
      const id = flowIdOf(orgId, { sourceId, namespace, flow: name })
      this.#jobs.set(`${orgId} ${id}`, { orgId, id, sourceId, namespace, name, seenOn: this.#seenOn })
      this.#addFacets(orgId, id, job.facets, at)
    }
    for (const each of dataset === null ? [...inputs, ...outputs] : [dataset])
      this.#addDataset(orgId, each, each.facets, at)
  }

  #addDataset(orgId: string, of: LineageName, facets: Facets, at: string): void {
    const id = this.#nameDataset(orgId, of)
    this.#addFacets(orgId, id, facets, at)
    for (const alias of listAt(objectAt(facets, 'symlinks'), 'identifiers').slice(0, MAX_ALIASES)) {
      const [namespace, name] = [textAt(alias, 'namespace'), textAt(alias, 'name')]
      if (namespace === null || name === null || namespace.length + name.length > 2_000) continue
      const aliasId = this.#nameDataset(orgId, { namespace, name })
      if (aliasId === id) continue
      const key = `${orgId} ${id} ${aliasId}`
      const type = textAt(alias, 'type')?.slice(0, 100) ?? ''
      const known = this.#aliases.get(key)?.type ?? ''
      this.#aliases.set(key, { orgId, datasetId: id, aliasId, type: type > known ? type : known })
    }
  }

  #nameDataset(orgId: string, { namespace, name }: LineageName): string {
    const id = datasetIdOf(orgId, { namespace, name })
    this.#datasets.set(`${orgId} ${id}`, { orgId, id, namespace, name, seenOn: this.#seenOn })
    return id
  }

  #addFacets(orgId: string, ownerId: string, facets: Facets, saidAtUnixNano: string): void {
    for (const [name, value] of Object.entries(facets)) {
      const key = `${orgId} ${ownerId} ${name}`
      const known = this.#facets.get(key)
      const order = known === undefined ? 1 : compareNano(saidAtUnixNano, known.saidAtUnixNano)
      if (order < 0) continue
      const hash = `\\x${canonicalHash(value)}`
      if (order === 0 && known !== undefined && known.hash >= hash) continue
      this.#facets.set(key, { orgId, ownerId, name, saidAtUnixNano, hash, value })
    }
  }
}

async function put<Row extends object>(
  client: Client,
  name: string,
  text: string,
  set: Recordset<Row>,
  rows: ReadonlyMap<string, Row>,
  isWanted: (id: string) => boolean = () => true,
): Promise<void> {
  const sorted = inOrder([...rows].filter(([id]) => isWanted(id)))
  if (sorted.length > 0) await client.query({ name, text, values: [set.encode(sorted)] })
}

const inOrder = <Row>(rows: readonly [string, Row][]): Row[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

/** Moves the time of facets whose value is the one that is stored, and returns which those are. */
async function sayAgain(client: Client, facets: ReadonlyMap<string, Facet>): Promise<Set<string>> {
  if (facets.size === 0) return new Set()
  const rows = inOrder([...facets])
  const { rows: found } = await client.query<{ id: string }>({
    name: 'say-lineage-facets-again',
    text: SAY_AGAIN,
    values: [
      rows.map(({ orgId }) => orgId),
      rows.map(({ ownerId }) => ownerId),
      rows.map(({ name }) => name),
      rows.map(({ saidAtUnixNano }) => saidAtUnixNano),
      rows.map(({ hash }) => hash),
    ],
  })
  return new Set(found.map(({ id }) => id))
}
