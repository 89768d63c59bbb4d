import path from 'node:path'
import { prepareRequests, type RequestShape } from '../generator/prepare-requests'
import type { ExportClient } from '../load/client'
import { driveAtOnce, driveAtRate, type LoadResult } from '../load/drive'
import { grpcClient } from '../load/grpc-client'
import { httpClient } from '../load/http-client'
import type { BenchProduct } from '../product/bench-product'
import { assertStored, emptyStore } from '../product/stored'
import { cpuSeconds, MemorySamples } from '../report/process-figures'

export type LoadPart = RequestShape & {
  title: string
  protocol: 'http' | 'grpc'
  clients: number
  /** Spans a second; without it as fast as the acknowledgements come. */
  spansPerSecond?: number
}

/** What one part of the bench measured. */
export type PartFigures = {
  title: string
  spans: number
  seconds: number
  spansPerSecond: number
  p50Ms: number
  p99Ms: number
  windows: number[]
  pushedBack: number
  rssMaxMib: number
  rssSlopeMibPer10Min: number | null
  rssMibByMinute: number[]
  /** Microseconds of processor time a span. */
  ingestMicros: number
  postgresMicros: number
  generatorMicros: number
}

/** Runs one load against a fresh ingest process and an empty store, and checks that the store has all of it, once. */
export async function runLoadPart(product: BenchProduct, part: LoadPart): Promise<PartFigures> {
  const requests = await prepareRequests(path.join(product.dir, 'requests'), part)
  await emptyStore(product)
  await product.ingest.start()
  const clients = Array.from({ length: part.clients }, () => clientOf(product, part.protocol))
  const memory = new MemorySamples(product.ingest.pid)
  const before = processorTimes(product)
  try {
    const result =
      part.spansPerSecond === undefined
        ? await driveAtOnce(requests, clients)
        : await driveAtRate(requests, clients, part.spansPerSecond / part.spansPerRequest)
    const figures = figuresOf(part, result, before, processorTimes(product))
    const { maxMib, slopeMibPer10Min, byMinute } = memory.stop()
    await assertStored(product, requests.expected)
    return { ...figures, rssMaxMib: maxMib, rssSlopeMibPer10Min: slopeMibPer10Min, rssMibByMinute: byMinute }
  } finally {
    memory.stop()
    for (const client of clients) client.close()
    requests.file.remove()
    await product.ingest.stop()
  }
}

const clientOf = (product: BenchProduct, protocol: 'http' | 'grpc'): ExportClient =>
  protocol === 'http'
    ? httpClient({ port: product.httpPort, token: product.token })
    : grpcClient({ port: product.grpcPort, token: product.token })

type ProcessorTimes = { ingest: number; postgres: number; generator: number }

function processorTimes(product: BenchProduct): ProcessorTimes {
  const own = process.cpuUsage()
  return {
    ingest: cpuSeconds(product.ingest.pid),
    postgres: cpuSeconds(product.database.pid),
    generator: (own.user + own.system) / 1e6,
  }
}

function figuresOf(part: LoadPart, result: LoadResult, before: ProcessorTimes, after: ProcessorTimes) {
  const micros = (of: keyof ProcessorTimes) => ((after[of] - before[of]) * 1e6) / result.ackedSpans
  return {
    title: part.title,
    spans: result.ackedSpans,
    seconds: result.seconds,
    spansPerSecond: result.ackedSpans / result.seconds,
    p50Ms: result.latencies.quantile(0.5),
    p99Ms: result.latencies.quantile(0.99),
    windows: result.windows,
    pushedBack: result.pushedBack,
    ingestMicros: micros('ingest'),
    postgresMicros: micros('postgres'),
    generatorMicros: micros('generator'),
  }
}
