import type { Client } from 'pg'
import type { BatchTrace } from '@/lib/ingest/otlp/trace-table'
import { traces } from '../schema/telemetry'
import { LostRace } from './write-errors'
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

/** The row that a batch alone would give a trace. */
export function traceRowOf(trace: BatchTrace, executionIds: string[]): TraceRow {
  return {
    orgId: trace.orgId,
    traceId: trace.traceId,
    startedAtMicros: BigInt(trace.startedAtMicros),
    endedAtMicros: BigInt(trace.endedAtMicros),
    rootSpanId: trace.rootSpanId,
    rootName: trace.rootName,
    rootService: trace.rootService,
    sourceIds: union(trace.sources.map((each) => each.sourceId)),
    teamIds: union(trace.sources.map((each) => each.teamId)),
    executionIds,
    hasError: trace.hasError,
    isMarked: trace.isMarked,
  }
}

/** Both rows' knowledge. Depends on the set only, not on which came first. */
export function mergeTraceRows(a: TraceRow, b: TraceRow): TraceRow {
  const [root] = [a, b]
    .filter((row) => row.rootSpanId !== null)
    .sort((x, y) => ((x.rootSpanId ?? '') < (y.rootSpanId ?? '') ? -1 : 1))
  return {
    orgId: a.orgId,
    traceId: a.traceId,
    startedAtMicros: a.startedAtMicros < b.startedAtMicros ? a.startedAtMicros : b.startedAtMicros,
    endedAtMicros: a.endedAtMicros > b.endedAtMicros ? a.endedAtMicros : b.endedAtMicros,
    rootSpanId: root?.rootSpanId ?? null,
    rootName: root?.rootName ?? null,
    rootService: root?.rootService ?? null,
    sourceIds: union(a.sourceIds, b.sourceIds),
    teamIds: union(a.teamIds, b.teamIds),
    executionIds: a.executionIds,
    hasError: a.hasError || b.hasError,
    isMarked: a.isMarked || b.isMarked,
  }
}

const recordset = new Recordset<Record<string, unknown>>(traces)

const INSERT = `${recordset.insert} on conflict do nothing returning org_id, trace_id`

// Not prepared by name, nor is the update: planned once on an empty table, where every index is as good as another, they
// would go on to walk all traces of the organization by time.
const LOCK = `
  select t.org_id, t.trace_id, (extract(epoch from t.started_at) * 1000000)::bigint::text as started_at,
    (extract(epoch from t.ended_at) * 1000000)::bigint::text as ended_at, encode(t.root_span_id, 'hex') as root_span_id,
    t.root_name, t.root_service, t.source_ids::text[], t.team_ids::text[], t.execution_ids::text[], t.has_error, t.is_marked
  from unnest($1::uuid[], $2::uuid[]) as w(org_id, trace_id)
    join traces t on t.org_id = w.org_id and t.trace_id = w.trace_id
  order by t.org_id, t.trace_id for update of t`

const UPDATE = `
  update traces t set started_at = r.started_at, ended_at = r.ended_at, root_name = r.root_name,
    root_service = r.root_service, root_span_id = r.root_span_id, source_ids = r.source_ids, team_ids = r.team_ids,
    execution_ids = r.execution_ids, has_error = r.has_error, is_marked = r.is_marked, updated_at = r.updated_at
  from ${recordset.source} where t.org_id = r.org_id and t.trace_id = r.trace_id`

/**
 * Inserts the rows that are new and locks those that are not, both in key order, so that the writers of one trace take
 * turns and never wait for each other in a circle. Returns the locked rows as they were, by key.
 */
export async function claimTraces(
  client: Client,
  rows: readonly TraceRow[],
  updatedAt: string,
): Promise<Map<string, TraceRow>> {
  if (rows.length === 0) return new Map()
  const sorted = [...rows].sort((a, b) => (traceKey(a) < traceKey(b) ? -1 : 1))
  const inserted = await client.query<{ org_id: string; trace_id: string }>({
    name: 'insert-traces',
    text: INSERT,
    values: [encode(sorted, updatedAt)],
  })
  const fresh = new Set(
    inserted.rows.map((row) => traceKey({ orgId: row.org_id, traceId: hexOf(row.trace_id) })),
  )
  const old = sorted.filter((row) => !fresh.has(traceKey(row)))
  return old.length === 0 ? new Map() : lockTraces(client, old)
}

/** Writes locked rows back. */
export async function updateTraces(
  client: Client,
  rows: readonly TraceRow[],
  updatedAt: string,
): Promise<void> {
  if (rows.length === 0) return
  await client.query({ text: UPDATE, values: [encode(rows, updatedAt)] })
}

async function lockTraces(client: Client, wanted: readonly TraceRow[]): Promise<Map<string, TraceRow>> {
  const locked = await client.query<LockedRow>({
    text: LOCK,
    values: [wanted.map((row) => row.orgId), wanted.map((row) => uuidOf(row.traceId))],
  })
  // Retention took one between the two statements; the next attempt inserts it.
  if (locked.rows.length < wanted.length) throw new LostRace('a trace was deleted while it was written')
  return new Map(locked.rows.map(traceRowOfLocked).map((row) => [traceKey(row), row]))
}

type LockedRow = {
  org_id: string
  trace_id: string
  started_at: string
  ended_at: string
  root_span_id: string | null
  root_name: string | null
  root_service: string | null
  source_ids: string[]
  team_ids: string[]
  execution_ids: string[]
  has_error: number
  is_marked: number
}

const traceRowOfLocked = (row: LockedRow): TraceRow => ({
  orgId: row.org_id,
  traceId: hexOf(row.trace_id),
  startedAtMicros: BigInt(row.started_at),
  endedAtMicros: BigInt(row.ended_at),
  rootSpanId: row.root_span_id,
  rootName: row.root_name,
  rootService: row.root_service,
  sourceIds: row.source_ids,
  teamIds: row.team_ids,
  executionIds: row.execution_ids,
  hasError: row.has_error === 1,
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
