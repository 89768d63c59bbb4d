import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { BenchProduct } from '../product/bench-product'
import { freePort } from '../product/free-port'

/** A running Collector with an OTLP receiver on both protocols. */
export type Collector = { grpcPort: number; httpPort: number; stop: () => Promise<void> }

const START_LIMIT_MS = 15_000

/** Starts a Collector that batches what it gets and hands it to Runledger with its own defaults: gzip, queue, retries. */
export async function startCollector(
  program: string,
  product: BenchProduct,
  exporter: 'otlp_grpc' | 'otlp_http',
): Promise<Collector> {
  const [grpcPort, httpPort] = [await freePort(), await freePort()]
  const file = path.join(product.dir, `collector-${exporter}.yaml`)
  fs.writeFileSync(file, configuration(product, exporter, grpcPort, httpPort))
  const log = fs.openSync(path.join(product.dir, `collector-${exporter}.log`), 'a')
  const child = spawn(program, ['--config', `file:${file}`], { stdio: ['ignore', log, log] })
  await listening(grpcPort, child, exporter)
  return { grpcPort, httpPort, stop: () => ended(child) }
}

const configuration = (
  product: BenchProduct,
  exporter: 'otlp_grpc' | 'otlp_http',
  grpcPort: number,
  httpPort: number,
): string => `receivers:
  otlp:
    protocols:
      grpc: { endpoint: "127.0.0.1:${grpcPort}" }
      http: { endpoint: "127.0.0.1:${httpPort}" }
processors:
  batch: { timeout: 200ms, send_batch_size: 512 }
exporters:
  ${exporter}:
    endpoint: "${exporter === 'otlp_http' ? `http://127.0.0.1:${product.httpPort}` : `127.0.0.1:${product.grpcPort}`}"
    headers: { authorization: "Bearer ${product.token}" }
    tls: { insecure: true }
    retry_on_failure: { enabled: true, initial_interval: 200ms, max_interval: 2s, max_elapsed_time: 0 }
service:
  telemetry: { metrics: { level: none } }
  pipelines:
    traces: { receivers: [otlp], processors: [batch], exporters: [${exporter}] }
    logs: { receivers: [otlp], processors: [batch], exporters: [${exporter}] }
`

async function listening(port: number, child: ChildProcess, exporter: string): Promise<void> {
  for (const until = Date.now() + START_LIMIT_MS; Date.now() < until; await wait(50)) {
    if (child.exitCode !== null) break
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (isOpen) return
  }
  throw new Error(`the Collector with ${exporter} did not start`)
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await exit
}
