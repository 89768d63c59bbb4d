import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { BenchProduct } from '../product/bench-product'
import { logsOf, settled, spansOf } from './stored-telemetry'

const execute = promisify(execFile)

/** Where a client sends: Runledger itself, or a Collector in front of it. */
export type Target = { protocol: 'grpc' | 'http'; port: number; token: string }

export type Generated = { service: string; traces: number; ratePerSecond?: number }

const CHILDREN = 2
const SPANS_PER_TRACE = 1 + CHILDREN

/** Spans that `sendTraces` sends. */
export const spansIn = (of: Generated): number => of.traces * SPANS_PER_TRACE

export async function sendTraces(program: string, target: Target, of: Generated): Promise<void> {
  await execute(program, [
    'traces',
    ...targetArguments(target, '/v1/traces'),
    `--service=${of.service}`,
    `--traces=${of.traces}`,
    `--child-spans=${CHILDREN}`,
    '--span-links=1',
    `--rate=${of.ratePerSecond ?? 0}`,
    '--status-code=Error',
    '--telemetry-attributes=shop.text="grüße"',
    '--telemetry-attributes=shop.number=42',
    '--telemetry-attributes=shop.flag=true',
    '--telemetry-attributes=shop.list=["a","b"]',
  ])
}

export async function sendLogs(
  program: string,
  target: Target,
  of: { service: string; logs: number },
): Promise<void> {
  await execute(program, [
    'logs',
    ...targetArguments(target, '/v1/logs'),
    `--service=${of.service}`,
    `--logs=${of.logs}`,
    '--rate=0',
    '--body=order 17 was priced',
    '--severity-text=Warn',
    '--severity-number=13',
    '--trace-id=0af7651916cd43dd8448eb211c80319c',
    '--span-id=b7ad6b7169203331',
    '--telemetry-attributes=shop.number=42',
  ])
}

const targetArguments = (target: Target, path: string): string[] => [
  ...(target.protocol === 'http' ? ['--otlp-http', `--otlp-http-url-path=${path}`] : []),
  '--otlp-insecure',
  `--otlp-endpoint=127.0.0.1:${target.port}`,
  `--otlp-header=authorization="Bearer ${target.token}"`,
]

/** Every span once, whole traces, attributes of all the types that were sent. */
export async function assertTraces(product: BenchProduct, of: Generated): Promise<void> {
  const spans = await settled(() => spansOf(product, of.service), spansIn(of))
  assert.equal(new Set(spans.map((span) => `${span.traceId}/${span.spanId}`)).size, spansIn(of), 'ids repeat')
  assert.equal(new Set(spans.map((span) => span.traceId)).size, of.traces)
  const roots = spans.filter((span) => span.parentSpanId === null)
  assert.equal(roots.length, of.traces, 'one root a trace')
  const rootOf = new Map(roots.map((root) => [root.traceId, root.spanId]))
  for (const span of spans) {
    if (span.parentSpanId !== null) assert.equal(span.parentSpanId, rootOf.get(span.traceId))
    assert.equal(span.statusCode, 2)
    const attributes = JSON.parse(span.attributes)
    assert.equal(attributes['shop.text'], 'grüße')
    assert.equal(attributes['shop.number'], 42)
    assert.equal(attributes['shop.flag'], true)
    assert.deepEqual(attributes['shop.list'], ['a', 'b'])
  }
  // Only spans that have others before them can be linked to one.
  assert.ok(spans.filter((span) => span.links !== null).length > of.traces, 'links are kept')
}

/** telemetrygen's records differ in nothing but their time, so those of one nanosecond would be one record. */
export async function assertLogs(
  product: BenchProduct,
  of: { service: string; logs: number },
): Promise<void> {
  const logs = await settled(() => logsOf(product, of.service), of.logs)
  for (const log of logs) {
    assert.equal(log.traceId, '0af7651916cd43dd8448eb211c80319c')
    assert.equal(log.spanId, 'b7ad6b7169203331')
    assert.equal(log.body, 'order 17 was priced')
    assert.equal(log.severityText, 'Warn')
    assert.equal(JSON.parse(log.attributes)['shop.number'], 42)
  }
}
