import type { BenchProduct } from '../../product/bench-product'

type Row = {
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  kind: number
  start: string
  end: string
  statusCode: number
  statusMessage: string | null
  attributes: Record<string, unknown>
  events: { t: string; n: string; a?: Record<string, unknown> }[] | null
  resource: Record<string, unknown>
  scope: string
}

/** The spans that a source sent, as one request of OTLP/JSON; null where it sent none. */
export async function storedTraces(product: BenchProduct, sourceId: string): Promise<unknown> {
  const { rows } = await product.store.pool.query<Row>(
    `select replace(s.trace_id::text, '-', '') as "traceId", encode(s.span_id, 'hex') as "spanId",
       encode(s.parent_span_id, 'hex') as "parentSpanId", s.name, s.kind, s.start_unix_nano::text as start,
       s.end_unix_nano::text as end, s.status_code as "statusCode", s.status_message as "statusMessage",
       s.attributes, s.events, r.attributes as resource, c.name as scope
     from spans s join resources r on r.org_id = s.org_id and r.id = s.resource_id
       join scopes c on c.org_id = s.org_id and c.id = s.scope_id
     where r.source_id = $1 order by s.start_unix_nano`,
    [sourceId],
  )
  if (rows.length === 0) return null
  return {
    resourceSpans: rows.map((row) => ({
      resource: { attributes: attributesOf(row.resource) },
      scopeSpans: [{ scope: { name: row.scope }, spans: [spanOf(row)] }],
    })),
  }
}

const spanOf = (row: Row) => ({
  traceId: row.traceId,
  spanId: row.spanId,
  ...(row.parentSpanId === null ? {} : { parentSpanId: row.parentSpanId }),
  name: row.name,
  kind: row.kind,
  startTimeUnixNano: row.start,
  endTimeUnixNano: row.end,
  attributes: attributesOf(row.attributes),
  events: (row.events ?? []).map(({ t, n, a }) => ({
    timeUnixNano: String(t),
    name: n,
    attributes: attributesOf(a ?? {}),
  })),
  status: { code: row.statusCode, ...(row.statusMessage === null ? {} : { message: row.statusMessage }) },
})

const attributesOf = (attributes: Record<string, unknown>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))

function anyValue(value: unknown): unknown {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  return { stringValue: JSON.stringify(value) }
}
