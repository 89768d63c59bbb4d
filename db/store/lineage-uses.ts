import type { Client } from 'pg'
import { flowIdOf } from '@/lib/executions/identity'
import type { LineageRecord } from '@/lib/ingest/openlineage/book'
import { edgesOf } from '@/lib/ingest/openlineage/edges'
import { lastSaid } from '@/lib/ingest/openlineage/recognise'
import { datasetIdOf } from '@/lib/ingest/openlineage/record-key'
import type { EdgeEnd } from '@/lib/model/lineage'
import { lineageEdges, lineageUses } from '../schema/lineage'
import { inOneGo } from './in-one-go'
import { jobIdOf } from './lineage-records'
import { Recordset } from './write-recordset'

type UseRow = typeof lineageUses.$inferSelect
type EdgeRow = typeof lineageEdges.$inferSelect

const useSet = new Recordset<UseRow>(lineageUses)
const edgeSet = new Recordset<EdgeRow>(lineageEdges)

const UPSERT_USES = `${useSet.insert}
  on conflict (org_id, record_key, dataset_id, direction) do update
  set ${useSet.excludedBut('org_id', 'record_key', 'dataset_id', 'direction')}`

const UPSERT_EDGES = `${edgeSet.insert}
  on conflict (org_id, record_key, from_id, to_id) do update
  set ${edgeSet.excludedBut('org_id', 'record_key', 'from_id', 'to_id')}`

const DELETE_USES = `
  delete from lineage_uses u using unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as w(org_id, key, dataset_id, direction)
  where u.org_id = w.org_id and u.record_key = w.key and u.dataset_id = w.dataset_id and u.direction = w.direction`

const DELETE_EDGES = `
  delete from lineage_edges e using unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as w(org_id, key, from_id, to_id)
  where e.org_id = w.org_id and e.record_key = w.key and e.from_id = w.from_id and e.to_id = w.to_id`

/** A record as it was stored and as it is now. */
export type RecordChange = { before: LineageRecord | null; now: LineageRecord }

/**
 * Writes which datasets runs used and what went where: the difference to what was stored follows from the two records, which
 * are locked by this transaction, so nothing need be read.
 */
export async function writeUses(client: Client, changes: readonly RecordChange[]): Promise<void> {
  const uses = differences(changes, usesOf, useKey)
  const edges = differences(changes, edgeRowsOf, edgeKey)
  await inOneGo(
    client,
    () => upsert(client, 'upsert-lineage-uses', UPSERT_USES, useSet, uses.put),
    () => upsert(client, 'upsert-lineage-edges', UPSERT_EDGES, edgeSet, edges.put),
    () => remove(client, DELETE_USES, uses.gone, [(row) => row.datasetId, (row) => row.direction]),
    () => remove(client, DELETE_EDGES, edges.gone, [(row) => row.fromId, (row) => row.toId]),
  )
}

function usesOf({ orgId, key, account }: LineageRecord): UseRow[] {
  const rows = (uses: typeof account.inputs, direction: UseRow['direction']): UseRow[] =>
    Object.values(uses).map((use) => ({
      orgId,
      recordKey: key,
      datasetId: datasetIdOf(orgId, use),
      direction,
      saidAtUnixNano: BigInt(use.at),
      facets: use.use,
    }))
  return [...rows(account.inputs, 'input'), ...rows(account.outputs, 'output')]
}

function edgeRowsOf(record: LineageRecord): EdgeRow[] {
  const { orgId, sourceId, key, kind, self, account } = record
  const idOf = ({ type, namespace, name }: EdgeEnd): string =>
    type === 'dataset'
      ? datasetIdOf(orgId, { namespace, name })
      : flowIdOf(orgId, { sourceId, namespace, flow: name })
  const saidAtUnixNano = BigInt(lastSaid(account))
  const jobId = jobIdOf(record)
  return edgesOf(account, kind === 'dataset' ? null : self).map(({ from, to, ...edge }) => ({
    orgId,
    recordKey: key,
    fromId: idOf(from),
    toId: idOf(to),
    fromType: from.type,
    toType: to.type,
    jobId,
    ...edge,
    saidAtUnixNano,
  }))
}

const useKey = (row: UseRow): string => `${row.orgId} ${row.recordKey} ${row.datasetId} ${row.direction}`
const edgeKey = (row: EdgeRow): string => `${row.orgId} ${row.recordKey} ${row.fromId} ${row.toId}`

function differences<Row extends object>(
  changes: readonly RecordChange[],
  rowsOf: (record: LineageRecord) => Row[],
  keyOf: (row: Row) => string,
): { put: Row[]; gone: Row[] } {
  const put = new Map<string, Row>()
  const gone = new Map<string, Row>()
  for (const { before, now } of changes) {
    const old = new Map((before === null ? [] : rowsOf(before)).map((row) => [keyOf(row), row]))
    for (const row of rowsOf(now)) {
      const known = old.get(keyOf(row))
      old.delete(keyOf(row))
      if (known === undefined || textOf(known) !== textOf(row)) put.set(keyOf(row), row)
    }
    for (const [key, row] of old) gone.set(key, row)
  }
  return { put: sorted(put), gone: sorted(gone) }
}

const sorted = <Row>(rows: ReadonlyMap<string, Row>): Row[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

const textOf = (row: object): string =>
  JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))

async function upsert<Row extends object>(
  client: Client,
  name: string,
  text: string,
  set: Recordset<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length > 0) await client.query({ name, text, values: [set.encode(rows)] })
}

async function remove<Row extends { orgId: string; recordKey: string }>(
  client: Client,
  text: string,
  rows: readonly Row[],
  parts: ((row: Row) => string)[],
): Promise<void> {
  if (rows.length === 0) return
  const keys = [rows.map(({ orgId }) => orgId), rows.map(({ recordKey }) => recordKey)]
  await client.query({ text, values: [...keys, ...parts.map((part) => rows.map(part))] })
}
