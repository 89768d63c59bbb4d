import type { HappenedStep, Happening } from '../happening'
import { randomOf } from '../random'
import { stepLogs } from '../step-logs'
import { type Attributes, CLIENT, INTERNAL, spanIdOf, type Told, type ToldSpan, traceIdOf } from '../telling'

const TABLES = ['payments', 'merchants', 'orders', 'ledger_entries'] as const

/** A program with an OpenTelemetry SDK: a root, a span for each step, and its calls of database and bank. */
export function tellService(happening: Happening): Told {
  const { flow, key, commit } = happening
  const traceId = traceIdOf(key)
  const isFailed = happening.outcome !== 'success'
  const failed = happening.steps.find((step) => step.error !== null)
  const root: ToldSpan = {
    traceId,
    spanId: spanIdOf(key),
    parentSpanId: null,
    name: flow.name,
    kind: INTERNAL,
    startMs: happening.startMs,
    endMs: happening.endMs,
    attributes: {
      'faas.trigger': happening.isManual ? 'other' : 'timer',
      'batch.size': 100 + Math.floor(randomOf(key, 'batch')() * 900),
    },
    status: isFailed ? { code: 2, message: failed?.error?.message ?? 'failed' } : { code: 1 },
  }
  // A step that was never reached has no span.
  const steps = happening.steps.filter((step) => step.outcome !== 'skipped')
  return {
    source: flow.source,
    scope: 'payment-workers',
    spans: [root, ...steps.flatMap((step) => stepSpans(happening, root, step))],
    resource: {
      'service.name': 'payment-workers',
      'service.namespace': 'acme',
      'service.version': `1.${commit.number}.0`,
      'host.name': `worker-${1 + Math.floor(randomOf(key, 'host')() * 4)}`,
      'deployment.environment.name': 'production',
      'vcs.ref.head.revision': commit.sha,
      'vcs.ref.head.name': 'main',
    },
    logs: stepLogs(happening, traceId, (step) => spanIdOf(key, step.name)),
  }
}

function stepSpans(happening: Happening, root: ToldSpan, step: HappenedStep): ToldSpan[] {
  const { key } = happening
  const error = step.error === null ? {} : { error: { of: step.error, step: step.name } }
  const span: ToldSpan = {
    traceId: root.traceId,
    spanId: spanIdOf(key, step.name),
    parentSpanId: root.spanId,
    name: step.name,
    kind: INTERNAL,
    startMs: step.startMs,
    endMs: step.endMs,
    attributes: {},
    status: step.error === null ? { code: 1 } : { code: 2, message: step.error.message },
    ...error,
  }
  const random = randomOf(key, step.name, 'calls')
  const lastsMs = step.endMs - step.startMs
  const calls = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, n): ToldSpan => {
    const table = TABLES[Math.floor(random() * TABLES.length)] ?? TABLES[0]
    const attributes: Attributes = {
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'db.collection.name': table,
      'server.address': 'payments-db',
    }
    const startMs = step.startMs + lastsMs * (0.05 + n * 0.3)
    return {
      traceId: root.traceId,
      spanId: spanIdOf(key, step.name, 'call', n),
      parentSpanId: span.spanId,
      name: `SELECT ${table}`,
      kind: CLIENT,
      startMs,
      endMs: startMs + lastsMs * (0.05 + random() * 0.22),
      attributes,
      status: { code: 0 },
    }
  })
  return [span, ...calls]
}
