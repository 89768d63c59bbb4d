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
  kind: 'opentelemetry',
  environment: 'production',
  recognition: 'automatic',
  itemsPerSecond: null,
  isSelf: false,
} as const

type Figure = {
  spans: number
  gunzip: boolean
  perSecond: number
  /** The same by the processor's time: what it would be on a machine with nothing else to do. */
  perCpuSecond: number
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
  const cpuRates: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const cpuBefore = process.cpuUsage()
    let done = 0
    for (let n = 0; performance.now() - start < ROUND_MS; n++) {
      const request = requests[n % requests.length] ?? Buffer.alloc(0)
      if (batch.spanRows + spans > 8192) batch.reset()
      done += batch.appendTraces(gunzip ? gunzipSync(request) : request, context).accepted
    }
    rates.push((done * 1000) / (performance.now() - start))
    const { user, system } = process.cpuUsage(cpuBefore)
    cpuRates.push((done * 1e6) / (user + system))
  }
  const bytes = plain.reduce((sum, request) => sum + request.length, 0)
  return {
    spans,
    gunzip,
    perSecond: median(rates),
    perCpuSecond: median(cpuRates),
    bytesPerSpan: bytes / (spans * DIFFERENT_REQUESTS),
    rowBytesPerSpan: batch.bytes / batch.spanRows,
  }
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const figures = SIZES.flatMap((spans) => [measure(spans, false), measure(spans, true)])
console.log(
  table(
    [
      { title: 'spans a request', align: 'right' },
      { title: 'gunzip' },
      { title: 'spans/s', align: 'right' },
      { title: 'spans/CPU s', align: 'right' },
      { title: 'bytes/span', align: 'right' },
      { title: 'row bytes/span', align: 'right' },
    ],
    figures.map((figure) => [
      grouped(figure.spans),
      figure.gunzip ? 'with' : 'without',
      grouped(figure.perSecond),
      grouped(figure.perCpuSecond),
      grouped(figure.bytesPerSpan),
      grouped(figure.rowBytesPerSpan),
    ]),
  ),
)
const named = figures.flatMap(({ spans, gunzip, perSecond, perCpuSecond }) => {
  const suffix = `${spans}${gunzip ? '_gunzip' : ''}`
  return [
    [`spans_per_second_${suffix}`, Math.round(perSecond)],
    [`spans_per_cpu_second_${suffix}`, Math.round(perCpuSecond)],
  ]
})
console.log(JSON.stringify({ ...Object.fromEntries(named), machine: machine('none') }))
