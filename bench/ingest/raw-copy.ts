import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import { from as copyFrom } from 'pg-copy-streams'
import { SPAN_COLUMNS, TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import { BufferFile } from '../generator/buffer-file'
import type { PreparedRequests } from '../generator/prepare-requests'
import type { BenchProduct } from '../product/bench-product'

/** Rows of one COPY: what the write path's open batch holds at most, in requests of 2,048 spans. */
const REQUESTS_PER_COPY = 4

const DAY_MS = 86_400_000

/**
 * Rows a second that one connection gets into a table like `spans` (the same partitions and indexes) by binary COPY
 * of streams made beforehand: the measure for everything that the product does around it.
 */
export async function rawCopy(
  product: BenchProduct,
  requests: PreparedRequests,
): Promise<{ rowsPerSecond: number; rows: number }> {
  const streams = copyStreams(product, requests)
  const client = await product.store.pool.connect()
  try {
    await client.query('create table raw_spans (like spans including all) partition by range (started_at)')
    await client.query('create table raw_spans_late partition of raw_spans default')
    for (const offset of [-1, 0, 1]) {
      const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
      await client.query(
        `create table raw_spans_${offset + 1} partition of raw_spans for values from ('${day(offset)}') to ('${day(offset + 1)}')`,
      )
    }
    const from = performance.now()
    for (let index = 0; index < streams.count; index++) {
      const copy = client.query(
        copyFrom(`copy raw_spans (${SPAN_COLUMNS.join(', ')}) from stdin (format binary)`),
      )
      await pipeline(Readable.from([streams.read(index)]), copy)
    }
    const seconds = (performance.now() - from) / 1000
    const { rows } = await client.query<{ count: string }>('select count(*) from raw_spans')
    const copied = Number(rows[0]?.count)
    if (copied !== requests.expected.spans) throw new Error(`raw COPY stored ${copied} rows`)
    return { rowsPerSecond: copied / seconds, rows: copied }
  } finally {
    await client.query('drop table if exists raw_spans')
    client.release()
    streams.remove()
  }
}

function copyStreams(product: BenchProduct, requests: PreparedRequests): BufferFile {
  const streams = new BufferFile(path.join(product.dir, 'copy-streams'))
  const batch = new TelemetryBatch()
  const now = Date.now()
  const context = {
    source: {
      orgId: product.orgId,
      sourceId: product.sourceId,
      teamId: product.orgId,
      kind: 'opentelemetry',
      environment: 'production',
      recognition: 'automatic' as const,
      itemsPerSecond: null,
      isSelf: false,
    },
    receivedAtMs: now,
    oldestMs: now - 400 * DAY_MS,
    newestMs: now + DAY_MS,
  }
  for (let index = 0; index < requests.file.count; index++) {
    batch.appendTraces(gunzipSync(requests.file.read(index)), context)
    if ((index + 1) % REQUESTS_PER_COPY !== 0 && index + 1 < requests.file.count) continue
    const rows = batch.spanCopy()
    if (rows !== null) streams.append(rows)
    batch.reset()
  }
  return streams
}
