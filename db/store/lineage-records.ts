import type { Client } from 'pg'
import { flowIdOf } from '@/lib/executions/identity'
import type { LineageRecord } from '@/lib/ingest/openlineage/book'
import { placeOf } from '@/lib/ingest/openlineage/fold'
import { lineageRecords } from '../schema/lineage'
import { LostRace } from './write-errors'
import { preparedAs } from './write-plans'
import { Recordset } from './write-recordset'

type RecordId = { orgId: string; key: string }
type Row = Omit<typeof lineageRecords.$inferSelect, 'seenOn'> & { seenOn: string }

const recordset = new Recordset<Row>(lineageRecords)

const COLUMNS = `r.org_id as "orgId", r.key, r.source_id as "sourceId", r.kind, r.run_id as "runId", r.namespace, r.name,
  r.parent_key as "parentKey", r.standing, r.is_held as "isHeld", r.account, r.revision::int as revision`

/** Keys of $1 and $2 as `w`. */
const WANTED = 'unnest($1::uuid[], $2::uuid[]) as w(org_id, key)'

// With the runs that started them, whose standing decides theirs and must not change meanwhile.
const LOAD = `
  with w as (select * from ${WANTED})
  select ${COLUMNS} from lineage_records r
  where (r.org_id, r.key) in (
    select org_id, key from w union
    select c.org_id, c.parent_key from w join lineage_records c on c.org_id = w.org_id and c.key = w.key
    where c.parent_key is not null)
  order by r.org_id, r.key for update of r`

const LOAD_CHILDREN = `
  select ${COLUMNS} from ${WANTED}
    join lineage_records r on r.org_id = w.org_id and r.parent_key = w.key
  order by r.org_id, r.key for update of r`

const HOLDS = `
  select w.org_id as "orgId", w.key, exists (
    select 1 from lineage_records r
    where r.org_id = w.org_id and r.parent_key = w.key and r.task_run_id is not null
      and not (r.key = any($3::uuid[]))) as "isHeld"
  from ${WANTED}`

// A row is written only by who has read its newest revision, as executions are (fold-executions.ts).
const UPSERT = `${recordset.insert}
  on conflict (org_id, key) do update set ${recordset.excludedBut('org_id', 'key')}
  where lineage_records.revision = excluded.revision - 1`

type Found = Omit<LineageRecord, 'self'> & { runId: string; namespace: string; name: string }

/** Reads and locks records and those that started them, in one order. */
export async function loadRecords(client: Client, ids: readonly RecordId[]): Promise<LineageRecord[]> {
  return read(client, 'load-lineage-records', LOAD, ids)
}

/** Reads and locks the runs that these started. */
export async function loadChildren(client: Client, ids: readonly RecordId[]): Promise<LineageRecord[]> {
  return read(client, 'load-lineage-children', LOAD_CHILDREN, ids)
}

/** Whether runs hold task runs other than those of `but`. */
export async function readHeld(
  client: Client,
  ids: readonly RecordId[],
  but: readonly RecordId[],
): Promise<(RecordId & { isHeld: boolean })[]> {
  const values = [ids.map(({ orgId }) => orgId), ids.map(({ key }) => key), but.map(({ key }) => key)]
  return (await client.query<RecordId & { isHeld: boolean }>({ text: HOLDS, values })).rows
}

/** Writes records. Throws `LostRace` where somebody has written one of them meanwhile: all of it is to be done again. */
export async function upsertRecords(
  client: Client,
  records: readonly LineageRecord[],
  now: string,
): Promise<void> {
  if (records.length === 0) return
  const won = await client.query({
    name: 'upsert-lineage-records',
    text: UPSERT,
    values: [recordset.encode(records.map((record) => rowOf(record, now)))],
  })
  if (won.rowCount !== records.length) throw new LostRace('a run was told of by somebody else meanwhile')
}

/** The job of a record, which is a flow; null for a dataset. */
export const jobIdOf = ({ orgId, sourceId, kind, self }: LineageRecord): string | null =>
  kind === 'dataset' ? null : flowIdOf(orgId, { sourceId, namespace: self.namespace, flow: self.name })

async function read(
  client: Client,
  name: string,
  text: string,
  ids: readonly RecordId[],
): Promise<LineageRecord[]> {
  if (ids.length === 0) return []
  const values = [ids.map(({ orgId }) => orgId), ids.map(({ key }) => key)]
  const found = await client.query<Found>({ ...preparedAs(client, name), text, values })
  return found.rows.map(({ runId, namespace, name, ...record }) => ({
    ...record,
    self: { runId, namespace, name },
  }))
}

function rowOf(record: LineageRecord, now: string): Row {
  const { orgId, key, sourceId, kind, self, parentKey, standing, isHeld, account, revision } = record
  const place = placeOf(record)
  return {
    orgId,
    key,
    sourceId,
    kind,
    runId: self.runId,
    namespace: self.namespace,
    name: self.name,
    jobId: jobIdOf(record),
    parentKey,
    standing,
    executionId: place?.executionId ?? null,
    taskRunId: place?.taskRunId ?? null,
    isHeld,
    account,
    revision: revision + 1,
    seenOn: now.slice(0, 10),
  }
}
