import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { BenchProduct } from '../product/bench-product'
import { logsOf, settled, spansOf } from './stored-telemetry'
import type { Target } from './telemetrygen'

const execute = promisify(execFile)
const SCRIPT = path.join(import.meta.dirname, 'python-sdk.py')

/** What the script says it sent. */
type Sent = {
  traceId: string
  spans: { id: string; name: string }[]
  attributes: Record<string, unknown>
  logs: number
}

/** A trace and its logs through the Python SDK with gzip; every id, attribute, event and link must be found again. */
export async function checkPythonSdk(
  python: string,
  product: BenchProduct,
  target: Target,
  service: string,
): Promise<void> {
  const endpoint = `${target.protocol === 'grpc' ? '' : 'http://'}127.0.0.1:${target.port}`
  const { stdout } = await execute(python, [SCRIPT, target.protocol, endpoint, target.token, service])
  const sent: Sent = JSON.parse(stdout)

  const spans = await settled(() => spansOf(product, service), sent.spans.length)
  assert.deepEqual(
    spans.map(({ spanId, name }) => ({ id: spanId, name })),
    sent.spans,
  )
  assert.ok(spans.every((span) => span.traceId === sent.traceId))
  const [root, firstStep] = spans
  const call = spans.find((span) => span.name === 'call partner')
  assert.ok(root && firstStep && call)
  assert.deepEqual(attributesOf(root.attributes), sent.attributes)
  assert.equal(firstStep.parentSpanId, root.spanId)
  assert.equal(JSON.parse(firstStep.events ?? 'null')[0].n, 'part loaded')
  assert.equal(JSON.parse(firstStep.links ?? 'null')[0].s, root.spanId)
  assert.deepEqual([call.kind, call.statusCode, call.statusMessage], [3, 2, 'partner is away'])
  assert.equal(JSON.parse(call.events ?? 'null')[0].a['exception.type'], 'RuntimeError')

  const logs = await settled(() => logsOf(product, service), sent.logs)
  assert.ok(logs.every((log) => log.traceId === sent.traceId && log.spanId !== null))
  assert.deepEqual(
    logs.map((log) => log.body),
    ['part 0 loaded', 'part 1 loaded', 'part 2 loaded', 'import failed'],
  )
}

/** 64-bit integers are compared as text: JSON.parse would round them. */
function attributesOf(text: string): Record<string, unknown> {
  return JSON.parse(text.replace(/("integer": )(\d+)/, '$1"$2"'))
}
