import type { Client } from 'pg'
import type { BatchTrace } from '@/lib/ingest/otlp/trace-table'
import { traces } from '../schema/telemetry'
import { hexOf, Recordset, timestampOf, uuidOf } from './write-recordset'

/** A trace's row, times in microseconds so that none are lost. */
export type TraceRow = {
  orgId: string
  traceId: string
  startedAtMicros: bigint
  endedAtMicros: bigint
  rootSpanId: string | null
  rootName: string | null
  rootService: string | null
  sourceIds: string[]
  teamIds: string[]
  executionIds: string[]
  hasError: boolean
  isMarked: boolean
}

/** Key of a trace in a batch. */
export const traceKey = ({ orgId, traceId }: { orgId: string; traceId: string }): string =>
  `${orgId}/${traceId}`

/** The row that a batch alone would give a trace. It is seen by the teams of its sources and by those that own what it speaks of. */
export function traceRowOf(trace: BatchTrace, executionIds: string[], ownerTeamIds: string[]): TraceRow {
  return {
    orgId: trace.orgId,
    traceId: trace.traceId,
    startedAtMicros: BigInt(trace.startedAtMicros),
    endedAtMicros: BigInt(trace.endedAtMicros),
    rootSpanId: trace.rootSpanId,
    rootName: trace.rootName,
    rootService: trace.rootService,
    sourceIds: union(trace.sources.map((each) => each.sourceId)),
    teamIds: union(
      trace.sources.map((each) => each.teamId),
      ownerTeamIds,
    ),
    executionIds,
    hasError: trace.hasError,
    isMarked: trace.isMarked,
  }
}

const recordset = new Recordset<Record<string, unknown>>(traces)

/** Of two roots the lesser counts, so that it does not matter which came first. */
const ROOT = (row: string): string =>
  `(${row}.root_span_id, coalesce(${row}.root_name, ''), coalesce(${row}.root_service, ''))`
const IS_NEW_ROOT = `excluded.root_span_id is not null and (t.root_span_id is null or ${ROOT('excluded')} < ${ROOT('t')})`

const lesserRoot = (column: string): string =>
  `${column} = case when ${IS_NEW_ROOT} then excluded.${column} else t.${column} end`

const unionOf = (column: string): string =>
  `${column} = case when t.${column} @> excluded.${column} then t.${column}
    else (select array_agg(distinct id order by id) from unnest(t.${column} || excluded.${column}) as id) end`

/**
 * Merged in the statement that locks: every answer that is waited for with the locks held makes the next writer of a
 * trace wait as long. A row that was there keeps its executions until the trace has been read again.
 */
const CLAIM = `
  insert into traces as t (${recordset.columns}) select ${recordset.columns} from ${recordset.source}
  on conflict (org_id, trace_id) do update set
    started_at = least(t.started_at, excluded.started_at), ended_at = greatest(t.ended_at, excluded.ended_at),
    ${['root_name', 'root_service', 'root_span_id'].map(lesserRoot).join(', ')},
    ${['source_ids', 'team_ids'].map(unionOf).join(', ')},
    has_error = greatest(t.has_error, excluded.has_error), is_marked = greatest(t.is_marked, excluded.is_marked),
    updated_at = excluded.updated_at
  returning t.org_id, t.trace_id, (extract(epoch from t.started_at) * 1000000)::bigint::text as started_at,
    (extract(epoch from t.ended_at) * 1000000)::bigint::text as ended_at, t.execution_ids::text[], t.is_marked,
    -- Zero where the row was inserted, the transaction that locked it where it was there.
    t.xmax <> 0 as was_there`

const SET_EXECUTIONS = `
  update traces t set execution_ids = r.execution_ids,
    team_ids = case when t.team_ids @> r.team_ids then t.team_ids
      else (select array_agg(distinct id order by id) from unnest(t.team_ids || r.team_ids) as id) end
  from ${recordset.source} where t.org_id = r.org_id and t.trace_id = r.trace_id`

/** A trace that was there before this batch, with all that is known of it now. */
export type ClaimedTrace = Pick<
  TraceRow,
  'orgId' | 'traceId' | 'startedAtMicros' | 'endedAtMicros' | 'executionIds' | 'isMarked'
>

/**
 * Writes the rows, adding to those that are there, in key order, so that the writers of one trace take turns and never
 * wait for each other in a circle. Returns those that were there, by key.
 */
export async function claimTraces(
  client: Client,
  rows: readonly TraceRow[],
  updatedAt: string,
): Promise<Map<string, ClaimedTrace>> {
  if (rows.length === 0) return new Map()
  const sorted = [...rows].sort((a, b) => (traceKey(a) < traceKey(b) ? -1 : 1))
  const claimed = await client.query<ClaimedRow>({
    name: 'claim-traces',
    text: CLAIM,
    values: [encode(sorted, updatedAt)],
  })
  const old = claimed.rows.filter((row) => row.was_there).map(claimedTraceOf)
  return new Map(old.map((row) => [traceKey(row), row]))
}

/** Notes of which executions traces speak. Their rows are this transaction's. */
export async function setExecutionsOf(
  client: Client,
  rows: readonly Pick<TraceRow, 'orgId' | 'traceId' | 'executionIds' | 'teamIds'>[],
): Promise<void> {
  if (rows.length === 0) return
  const values = [
    recordset.encode(
      rows.map(({ orgId, traceId, executionIds, teamIds }) => ({
        orgId,
        traceId: uuidOf(traceId),
        executionIds,
        teamIds,
      })),
    ),
  ]
  await client.query({ name: 'set-executions-of-traces', text: SET_EXECUTIONS, values })
}

type ClaimedRow = {
  org_id: string
  trace_id: string
  started_at: string
  ended_at: string
  execution_ids: string[]
  is_marked: number
  was_there: boolean
}

const claimedTraceOf = (row: ClaimedRow): ClaimedTrace => ({
  orgId: row.org_id,
  traceId: hexOf(row.trace_id),
  startedAtMicros: BigInt(row.started_at),
  endedAtMicros: BigInt(row.ended_at),
  executionIds: row.execution_ids,
  isMarked: row.is_marked === 1,
})

const encode = (rows: readonly TraceRow[], updatedAt: string): string =>
  recordset.encode(
    rows.map((row) => ({
      ...row,
      traceId: uuidOf(row.traceId),
      startedAt: timestampOf(row.startedAtMicros),
      endedAt: timestampOf(row.endedAtMicros),
      rootSpanId: row.rootSpanId === null ? null : `\\x${row.rootSpanId}`,
      hasError: row.hasError ? 1 : 0,
      isMarked: row.isMarked ? 1 : 0,
      updatedAt,
    })),
  )

const union = (...sets: readonly string[][]): string[] => [...new Set(sets.flat())].sort()
