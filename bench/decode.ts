import { gunzipSync, gzipSync } from 'node:zlib'
import { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import { Traffic } from './generator/traffic'
import { machine } from './report/machine'
import { grouped, table } from './report/table'

/** How fast one core turns requests into COPY rows: redaction, key look-up and trace bookkeeping included. */
const SIZES = [512, 2048]
const DIFFERENT_REQUESTS = 16
const ROUNDS = 7
const ROUND_MS = 700

const SOURCE = {
  orgId: '00000000-0000-4000-8000-000000000001',
  sourceId: '00000000-0000-4000-8000-000000000002',
  teamId: '00000000-0000-4000-8000-000000000003',
  environment: 'production',
  recognition: 'automatic',
  itemsPerSecond: null,
  isSelf: false,
} as const

type Figure = {
  spans: number
  gunzip: boolean
  perSecond: number
  bytesPerSpan: number
  rowBytesPerSpan: number
}

function measure(spans: number, gunzip: boolean): Figure {
  const traffic = new Traffic(100, 1, Date.now)
  const plain = Array.from({ length: DIFFERENT_REQUESTS }, () => traffic.request(spans))
  const requests = gunzip ? plain.map((bytes) => gzipSync(bytes, { level: 1 })) : plain
  const batch = new TelemetryBatch(4 * 1024 * 1024)
  const now = Date.now()
  const context = { source: SOURCE, receivedAtMs: now, oldestMs: now - 1e9, newestMs: now + 1e9 }
  const rates: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    let done = 0
    for (let n = 0; performance.now() - start < ROUND_MS; n++) {
      const request = requests[n % requests.length] ?? Buffer.alloc(0)
      if (batch.spanRows + spans > 8192) batch.reset()
      done += batch.appendTraces(gunzip ? gunzipSync(request) : request, context).accepted
    }
    rates.push((done * 1000) / (performance.now() - start))
  }
  rates.sort((a, b) => a - b)
  const bytes = plain.reduce((sum, request) => sum + request.length, 0)
  return {
    spans,
    gunzip,
    perSecond: rates[Math.floor(ROUNDS / 2)] ?? 0,
    bytesPerSpan: bytes / (spans * DIFFERENT_REQUESTS),
    rowBytesPerSpan: batch.bytes / batch.spanRows,
  }
}

const figures = SIZES.flatMap((spans) => [measure(spans, false), measure(spans, true)])
console.log(
  table(
    [
      { title: 'spans a request', align: 'right' },
      { title: 'gunzip' },
      { title: 'spans/s', align: 'right' },
      { title: 'bytes/span', align: 'right' },
      { title: 'row bytes/span', align: 'right' },
    ],
    figures.map((figure) => [
      grouped(figure.spans),
      figure.gunzip ? 'with' : 'without',
      grouped(figure.perSecond),
      grouped(figure.bytesPerSpan),
      grouped(figure.rowBytesPerSpan),
    ]),
  ),
)
const named = figures.map(({ spans, gunzip, perSecond }) => [
  `spans_per_second_${spans}${gunzip ? '_gunzip' : ''}`,
  Math.round(perSecond),
])
console.log(JSON.stringify({ ...Object.fromEntries(named), machine: machine('none') }))
