import type { Client } from 'pg'
import { LOG_COLUMNS } from '@/lib/ingest/otlp/log-rows'
import { SPAN_COLUMNS } from '@/lib/ingest/otlp/span-rows'
import type { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import { copyInto } from './write-copy'

/** Rows that were there already, by the resource they came with. */
export type Duplicates = { spans: Map<string, number>; logs: Map<string, number> }

/**
 * Opens a transaction and copies a batch's spans and log records straight into their tables. Fails with 23505 if any of
 * them is there.
 */
export async function beginAndCopyRows(client: Client, batch: TelemetryBatch): Promise<void> {
  const spans = batch.spanCopy()
  const logs = batch.logCopy()
  if (spans !== null) await copyInto(client, 'spans', SPAN_COLUMNS, spans, BEGIN)
  else if (logs === null) await client.query(BEGIN)
  if (logs !== null) await copyInto(client, 'log_records', LOG_COLUMNS, logs, spans === null ? BEGIN : '')
}

const BEGIN = 'begin; '

/** The same when some rows are there already, or twice in the batch: each ends up stored once, and the rest is counted. */
export async function stageRows(client: Client, batch: TelemetryBatch): Promise<Duplicates> {
  const duplicates: Duplicates = { spans: new Map(), logs: new Map() }
  const spans = batch.spanCopy()
  if (spans !== null) {
    await copyInto(client, 'stage_spans', SPAN_COLUMNS, spans)
    const counts = await client.query<Count>(COUNT_DUPLICATE_SPANS)
    for (const { resource_id, count } of counts.rows) duplicates.spans.set(resource_id, count)
    await client.query(MERGE_SPANS)
  }
  const logs = batch.logCopy()
  if (logs !== null) {
    await copyInto(client, 'stage_log_records', LOG_COLUMNS, logs)
    const staged = await client.query<Count>(COUNT_STAGED_LOGS)
    for (const { resource_id, count } of staged.rows) duplicates.logs.set(resource_id, count)
    const inserted = await client.query<Count>(INSERT_LOGS)
    for (const { resource_id } of inserted.rows)
      duplicates.logs.set(resource_id, (duplicates.logs.get(resource_id) ?? 0) - 1)
  }
  return duplicates
}

type Count = { resource_id: string; count: number }

const SPAN_KEY = ['org_id', 'trace_id', 'span_id', 'started_at']

/**
 * All that two versions of one span can differ in, most telling first. The greater version wins whichever came first:
 * the one that has ended over the one that was open, then any fixed order.
 */
const versionOf = (row: string): string =>
  [
    'end_unix_nano',
    'attributes',
    'status_code',
    `coalesce(%status_message, '')`,
    'name',
    'kind',
    'resource_id',
    'scope_id',
    `coalesce(%parent_span_id, ''::bytea)`,
    `coalesce(%trace_state, '')`,
    'flags',
    `coalesce(%events, 'null'::jsonb)`,
    `coalesce(%links, 'null'::jsonb)`,
    `coalesce(%mark, 'null'::jsonb)`,
    'dropped_attributes_count',
    'dropped_events_count',
    'dropped_links_count',
  ]
    .map((part) => (part.includes('%') ? part.replace('%', `${row}.`) : `${row}.${part}`))
    .join(', ')

const key = (row: string): string => SPAN_KEY.map((column) => `${row}.${column}`).join(', ')

// The locks on the traces' rows keep this true until the merge.
const COUNT_DUPLICATE_SPANS = `
  select resource_id, (count(*) filter (where not is_new))::int as count from (
    select st.resource_id,
      row_number() over (partition by ${key('st')} order by (${versionOf('st')}) desc) = 1
        and not exists (select 1 from spans s where (${key('s')}) = (${key('st')})) as is_new
    from stage_spans st) as staged
  group by resource_id`

const MERGE_SPANS = `
  insert into spans (${SPAN_COLUMNS.join(', ')})
  select distinct on (${key('st')}) ${SPAN_COLUMNS.map((column) => `st.${column}`).join(', ')} from stage_spans st
  order by ${key('st')}, (${versionOf('st')}) desc
  on conflict (${SPAN_KEY.join(', ')}) do update set ${SPAN_COLUMNS.filter(
    (column) => !SPAN_KEY.includes(column),
  )
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}
  where (${versionOf('excluded')}) > (${versionOf('spans')})`

const COUNT_STAGED_LOGS =
  'select resource_id, count(*)::int as count from stage_log_records group by resource_id'

const INSERT_LOGS = `
  insert into log_records (${LOG_COLUMNS.join(', ')})
  select distinct on (org_id, trace_id, id, occurred_at) ${LOG_COLUMNS.join(', ')} from stage_log_records
  order by org_id, trace_id, id, occurred_at, resource_id
  on conflict (org_id, trace_id, id, occurred_at) do nothing returning resource_id`
