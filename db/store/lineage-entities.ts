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

const UPSERT_ALIASES = `${aliasSet.insert}
  on conflict (org_id, dataset_id, alias_id) do update set type = excluded.type where lineage_aliases.type < excluded.type`

/** More other names than that are nobody's; the first are kept. */
const MAX_ALIASES = 20

/** Writes jobs and datasets that events name, with their facets as last said. Rows in key order, so that writers wait in line. */
export async function writeEntities(
  client: Client,
  events: readonly ToldEvent[],
  now: string,
): Promise<void> {
  const entities = new Entities(now.slice(0, 10))
  for (const event of events) entities.add(event)
  await inOneGo(
    client,
    () => put(client, 'upsert-lineage-jobs', UPSERT_JOBS, jobSet, entities.jobs),
    () => put(client, 'upsert-lineage-datasets', UPSERT_DATASETS, datasetSet, entities.datasets),
    () => put(client, 'upsert-lineage-aliases', UPSERT_ALIASES, aliasSet, entities.aliases),
    () => put(client, 'upsert-lineage-facets', UPSERT_FACETS, facetSet, entities.facets),
  )
}

class Entities {
  readonly jobs = new Map<string, Job>()
  readonly datasets = new Map<string, Dataset>()
  readonly aliases = new Map<string, Alias>()
  readonly facets = new Map<string, Facet>()

  constructor(readonly seenOn: string) {}

  add({ orgId, sourceId, lineage }: ToldEvent): void {
    const { at, job, dataset, inputs, outputs } = lineage
    if (job !== null) {
      const { namespace, name } = job
      const id = flowIdOf(orgId, { sourceId, namespace, flow: name })
      this.jobs.set(`${orgId} ${id}`, { orgId, id, sourceId, namespace, name, seenOn: this.seenOn })
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
      const known = this.aliases.get(key)?.type ?? ''
      this.aliases.set(key, { orgId, datasetId: id, aliasId, type: type > known ? type : known })
    }
  }

  #nameDataset(orgId: string, { namespace, name }: LineageName): string {
    const id = datasetIdOf(orgId, { namespace, name })
    this.datasets.set(`${orgId} ${id}`, { orgId, id, namespace, name, seenOn: this.seenOn })
    return id
  }

  #addFacets(orgId: string, ownerId: string, facets: Facets, saidAtUnixNano: string): void {
    for (const [name, value] of Object.entries(facets)) {
      const key = `${orgId} ${ownerId} ${name}`
      const known = this.facets.get(key)
      const order = known === undefined ? 1 : compareNano(saidAtUnixNano, known.saidAtUnixNano)
      if (order < 0) continue
      const hash = `\\x${canonicalHash(value)}`
      if (order === 0 && known !== undefined && known.hash >= hash) continue
      this.facets.set(key, { orgId, ownerId, name, saidAtUnixNano, hash, value })
    }
  }
}

async function put<Row extends object>(
  client: Client,
  name: string,
  text: string,
  set: Recordset<Row>,
  rows: ReadonlyMap<string, Row>,
): Promise<void> {
  if (rows.size === 0) return
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await client.query({ name, text, values: [set.encode(sorted)] })
}
