import type { Client } from 'pg'
import type { ErrorObservation } from '@/lib/model/fact'
import type { TraceSkeleton } from '@/lib/model/skeleton'
import type { SpanMark } from '@/lib/model/span-mark'
import { hexOf, timestampOf, uuidOf } from './write-recordset'
import { type ClaimedTrace, traceKey } from './write-traces'

/** Log records may be a little before or after the spans they belong to. */
const LOG_SLACK_MICROS = 86_400_000_000n

const WANTED = `unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[])
  as w(org_id, trace_id, from_at, to_at)`

const SPANS = `
  select s.org_id, s.trace_id, encode(s.span_id, 'hex') as span_id, encode(s.parent_span_id, 'hex') as parent_span_id,
    s.name, s.start_unix_nano, s.end_unix_nano, s.status_code, s.status_message, s.mark
  from ${WANTED} join spans s on s.org_id = w.org_id and s.trace_id = w.trace_id
    and s.started_at >= w.from_at and s.started_at <= w.to_at`

const LOG_ERRORS = `
  select l.org_id, l.trace_id, encode(l.span_id, 'hex') as span_id, l.exception
  from ${WANTED} join log_records l on l.org_id = w.org_id and l.trace_id = w.trace_id
    and l.occurred_at >= w.from_at and l.occurred_at <= w.to_at
  where l.exception is not null`

/** All that is stored of some traces, by key: what `recogniseTrace` reads when a trace comes in pieces. */
export async function readSkeletons(
  client: Client,
  rows: readonly ClaimedTrace[],
): Promise<Map<string, TraceSkeleton>> {
  const skeletons = new Map<string, TraceSkeleton>()
  for (const { orgId, traceId } of rows)
    skeletons.set(traceKey({ orgId, traceId }), { orgId, traceId, spans: [], logErrors: [] })
  if (rows.length === 0) return skeletons
  const spans = await client.query<SpanRow>({
    name: 'read-skeletons',
    text: SPANS,
    values: windows(rows, 0n),
  })
  for (const row of spans.rows) {
    skeletons.get(keyOf(row))?.spans.push({
      spanId: row.span_id,
      parentSpanId: row.parent_span_id,
      name: row.name,
      startUnixNano: row.start_unix_nano,
      endUnixNano: row.end_unix_nano,
      statusCode: row.status_code,
      statusMessage: row.status_message,
      mark: row.mark,
    })
  }
  const errors = await client.query<LogErrorRow>({
    name: 'read-log-errors',
    text: LOG_ERRORS,
    values: windows(rows, LOG_SLACK_MICROS),
  })
  for (const row of errors.rows)
    skeletons.get(keyOf(row))?.logErrors.push({ spanId: row.span_id, error: row.exception })
  return skeletons
}

type Keyed = { org_id: string; trace_id: string }
type SpanRow = Keyed & {
  span_id: string
  parent_span_id: string | null
  name: string
  start_unix_nano: string
  end_unix_nano: string
  status_code: number
  status_message: string | null
  mark: SpanMark | null
}
type LogErrorRow = Keyed & { span_id: string | null; exception: ErrorObservation }

const keyOf = (row: Keyed): string => traceKey({ orgId: row.org_id, traceId: hexOf(row.trace_id) })

const windows = (rows: readonly ClaimedTrace[], slack: bigint): string[][] => [
  rows.map((row) => row.orgId),
  rows.map((row) => uuidOf(row.traceId)),
  rows.map((row) => timestampOf(row.startedAtMicros - slack)),
  rows.map((row) => timestampOf(row.endedAtMicros + slack)),
]
