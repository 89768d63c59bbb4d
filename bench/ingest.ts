import path from 'node:path'
import { parseArgs } from 'node:util'
import { prepareRequests } from './generator/prepare-requests'
import { type LoadPart, type PartFigures, runLoadPart } from './ingest/load-part'
import { rawCopy } from './ingest/raw-copy'
import { type BenchProduct, benchProduct, removeOnInterrupt } from './product/bench-product'
import { emptyStore } from './product/stored'
import { machine } from './report/machine'
import { grouped, table } from './report/table'

const USAGE = `Measures the write path: real ingest process, embedded Postgres and load generator on this machine.

  npm run bench:ingest -- [options]
  --spans <n>      spans of the sustained parts (5000000)
  --only <parts>   of copy,http2048,http512,half,grpc,small,smalltraces,long; comma separated (all but long)
  --long           adds ten minutes at half load, for the slope of the memory
  --profile <dir>  writes CPU profiles of the ingest process
  --seconds <n>    of the half-load part (60)
  --rate <n>       spans a second of the half-load parts (half of what HTTP reached, or 30000)`

const PARTS = ['copy', 'http2048', 'http512', 'half', 'grpc', 'small', 'smalltraces', 'long'] as const
type PartName = (typeof PARTS)[number]

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: '5000000' },
    only: { type: 'string' },
    long: { type: 'boolean', default: false },
    profile: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(USAGE)
} else {
  await main()
}

async function main(): Promise<void> {
  const spans = Number(values.spans)
  const chosen = (values.only?.split(',') ??
    PARTS.filter((name) => name !== 'long' || values.long)) as string[]
  const isChosen = (name: PartName) => chosen.includes(name)
  const product = await benchProduct(values.profile === undefined ? {} : { profileDir: values.profile })
  removeOnInterrupt(product)
  const figures = new Map<PartName, PartFigures>()
  let copyRowsPerSecond: number | null = null
  try {
    console.log(`data in ${product.dir}`)
    if (isChosen('copy')) {
      copyRowsPerSecond = await measureCopy(product, spans)
      console.log(
        `raw binary COPY, one connection: ${grouped(copyRowsPerSecond)} rows/s over ${grouped(spans)} rows`,
      )
    }
    for (const name of PARTS) {
      if (name === 'copy' || !isChosen(name)) continue
      const part = partOf(name, spans, figures.get('http2048')?.spansPerSecond ?? 60_000)
      const measured = await runLoadPart(product, part)
      figures.set(name, measured)
      console.log(lineOf(measured))
    }
    const version = await product.store.pool.query<{ server_version: string }>('show server_version')
    report(figures, copyRowsPerSecond, version.rows[0]?.server_version ?? 'unknown')
  } finally {
    await product.remove()
  }
}

function partOf(name: Exclude<PartName, 'copy'>, spans: number, measured: number): LoadPart {
  const half = values.rate === undefined ? Math.floor(measured / 2) : Number(values.rate)
  const http = { protocol: 'http' as const, clients: 8 }
  switch (name) {
    case 'http2048':
      return { ...http, title: 'HTTP, 2,048 a request', spans, spansPerRequest: 2048 }
    case 'http512':
      return { ...http, title: 'HTTP, 512 a request', spans, spansPerRequest: 512, clients: 32 }
    case 'half': {
      const seconds = Number(values.seconds)
      return {
        ...http,
        title: `${half} a second, ${seconds} s`,
        spans: half * seconds,
        spansPerRequest: 2048,
        spansPerSecond: half,
      }
    }
    case 'grpc':
      return {
        title: 'gRPC, 2,048 a request',
        protocol: 'grpc',
        clients: 8,
        spans: Math.floor(spans / 2),
        spansPerRequest: 2048,
      }
    case 'small':
      return {
        ...http,
        title: '128 exporters, 8 a request',
        clients: 128,
        spans: Math.min(spans, 1_000_000),
        spansPerRequest: 8,
        services: 1,
        streams: 128,
      }
    case 'smalltraces':
      return {
        ...http,
        title: '128 exporters, traces of 8',
        clients: 128,
        spans: Math.min(spans, 500_000),
        spansPerRequest: 8,
        services: 1,
        streams: 128,
        spansPerTrace: 8,
      }
    case 'long':
      return {
        ...http,
        title: `${half} a second, 660 s`,
        spans: half * 660,
        spansPerRequest: 2048,
        spansPerSecond: half,
      }
  }
}

async function measureCopy(product: BenchProduct, spans: number): Promise<number> {
  const requests = await prepareRequests(path.join(product.dir, 'requests'), { spans, spansPerRequest: 2048 })
  await emptyStore(product)
  const { rowsPerSecond } = await rawCopy(product, requests)
  requests.file.remove()
  return rowsPerSecond
}

function lineOf(part: PartFigures): string {
  return `${part.title}: ${grouped(part.spansPerSecond)} spans/s; per 10 s: ${part.windows.map((spans) => grouped(spans / 10)).join(', ')}; RSS MiB by minute: ${part.rssMibByMinute.map((mib) => mib.toFixed(0)).join(', ')}`
}

function report(
  figures: Map<PartName, PartFigures>,
  copyRowsPerSecond: number | null,
  postgres: string,
): void {
  const right = (title: string) => ({ title, align: 'right' as const })
  console.log(
    `\n${table(
      [
        { title: 'part' },
        right('spans'),
        right('s'),
        right('acked spans/s'),
        right('of COPY'),
        right('p50 ms'),
        right('p99 ms'),
        right('503/429'),
        right('RSS MiB'),
        right('MiB/10 min'),
        right('ingest us/span'),
        right('postgres'),
        right('generator'),
      ],
      [...figures.values()].map((part) => [
        part.title,
        grouped(part.spans),
        part.seconds.toFixed(1),
        grouped(part.spansPerSecond),
        copyRowsPerSecond === null ? '' : (part.spansPerSecond / copyRowsPerSecond).toFixed(2),
        part.p50Ms.toFixed(0),
        part.p99Ms.toFixed(0),
        String(part.pushedBack),
        part.rssMaxMib.toFixed(0),
        part.rssSlopeMibPer10Min?.toFixed(1) ?? '',
        part.ingestMicros.toFixed(2),
        part.postgresMicros.toFixed(2),
        part.generatorMicros.toFixed(2),
      ]),
    )}\n`,
  )
  console.log(JSON.stringify(jsonOf(figures, copyRowsPerSecond, postgres)))
}

function jsonOf(figures: Map<PartName, PartFigures>, copyRowsPerSecond: number | null, postgres: string) {
  const rate = (name: PartName) => {
    const part = figures.get(name)
    return part === undefined ? null : Math.round(part.spansPerSecond)
  }
  const per = (over: number | null, under: number | null) =>
    over === null || under === null ? null : Number((over / under).toFixed(3))
  const half = figures.get('half') ?? figures.get('long')
  return {
    spans_per_second: rate('http2048'),
    copy_rows_per_second: copyRowsPerSecond === null ? null : Math.round(copyRowsPerSecond),
    ratio: per(rate('http2048'), copyRowsPerSecond),
    spans_per_second_512: rate('http512'),
    ratio_512: per(rate('http512'), copyRowsPerSecond),
    ack_p50_ms: half === undefined ? null : Math.round(half.p50Ms),
    ack_p99_ms: half === undefined ? null : Math.round(half.p99Ms),
    grpc_spans_per_second: rate('grpc'),
    grpc_ratio: per(rate('grpc'), rate('http2048')),
    small_exporters_spans_per_second: rate('small'),
    small_traces_spans_per_second: rate('smalltraces'),
    rss_mb:
      figures.size === 0 ? null : Math.ceil(Math.max(...[...figures.values()].map((part) => part.rssMaxMib))),
    rss_slope_mb_per_10_min: figures.get('long')?.rssSlopeMibPer10Min ?? half?.rssSlopeMibPer10Min ?? null,
    machine: machine(postgres),
  }
}
