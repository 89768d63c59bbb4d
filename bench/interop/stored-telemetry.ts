import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { BenchProduct } from '../product/bench-product'

const ARRIVAL_LIMIT_MS = 60_000
const SETTLE_MS = 1_500

export type StoredSpan = {
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  kind: number
  statusCode: number
  statusMessage: string | null
  /** As Postgres prints them, because JSON.parse would round big integers. */
  attributes: string
  events: string | null
  links: string | null
}

export type StoredLog = {
  traceId: string
  spanId: string | null
  severityText: string
  body: string
  attributes: string
}

/** The spans of one service; each interop case is a service of its own. */
export async function spansOf(product: BenchProduct, service: string): Promise<StoredSpan[]> {
  const { rows } = await product.store.pool.query<StoredSpan>(
    `select replace(s.trace_id::text, '-', '') as "traceId", encode(s.span_id, 'hex') as "spanId",
       encode(s.parent_span_id, 'hex') as "parentSpanId", s.name, s.kind, s.status_code as "statusCode",
       s.status_message as "statusMessage", s.attributes::text, s.events::text, s.links::text
     from spans s join resources r on r.org_id = s.org_id and r.id = s.resource_id
     where r.service_name = $1 order by s.start_unix_nano`,
    [service],
  )
  return rows
}

export async function logsOf(product: BenchProduct, service: string): Promise<StoredLog[]> {
  const { rows } = await product.store.pool.query<StoredLog>(
    `select replace(l.trace_id::text, '-', '') as "traceId", encode(l.span_id, 'hex') as "spanId",
       l.severity_text as "severityText", l.body_text as body, l.attributes::text
     from log_records l join resources r on r.org_id = l.org_id and r.id = l.resource_id
     where r.service_name = $1 order by l.time_unix_nano`,
    [service],
  )
  return rows
}

/** Waits until `count` rows are there, then a while longer: what is sent twice must not show up late. */
export async function settled<Row>(read: () => Promise<Row[]>, count: number): Promise<Row[]> {
  let rows: Row[] = []
  for (const until = Date.now() + ARRIVAL_LIMIT_MS; Date.now() < until; await wait(100)) {
    // While Postgres is down there is nobody to ask.
    rows = await read().catch(() => [])
    if (rows.length >= count) break
  }
  await wait(SETTLE_MS)
  rows = await read()
  assert.equal(rows.length, count, `${rows.length} stored of ${count} sent`)
  return rows
}
