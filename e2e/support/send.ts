import { ROOT_CONTEXT, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resources, tracing } from '@opentelemetry/sdk-node'
import { OTLP_URL } from './installation'

/** Work to be traced, as an application would write it. */
export type Work = (tracer: Tracer) => void

/**
 * Sends spans through the OpenTelemetry JS SDK, as any application would, and returns once they were acknowledged.
 * Everything the tests know got in through the front door.
 */
export async function send(token: string, work: Work, service = 'orders'): Promise<void> {
  const exporter = new OTLPTraceExporter({
    url: `${OTLP_URL}/v1/traces`,
    headers: { authorization: `Bearer ${token}` },
  })
  const provider = new tracing.BasicTracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': service,
      'deployment.environment.name': 'prod',
    }),
    spanProcessors: [new tracing.BatchSpanProcessor(exporter)],
  })
  work(provider.getTracer('e2e'))
  await provider.forceFlush()
  await provider.shutdown()
}

/** One finished span, below `parent` where it is given. An error is recorded as an exception and sets the status. */
export function span(tracer: Tracer, name: string, options: SpanOptions): Span {
  const around = options.parent ? trace.setSpan(ROOT_CONTEXT, options.parent) : ROOT_CONTEXT
  const one = tracer.startSpan(
    name,
    { startTime: options.fromMs, attributes: options.attributes ?? {} },
    around,
  )
  if (options.error) {
    one.recordException(options.error, options.toMs)
    one.setStatus({ code: SpanStatusCode.ERROR, message: options.error.message })
  }
  one.end(options.toMs)
  return one
}

type SpanOptions = {
  fromMs: number
  toMs: number
  parent?: Span
  error?: Error
  attributes?: Record<string, string | number>
}

/** An execution of `nightly_orders` that reads, then fails to load, a minute ago. */
export function failingOrders(tracer: Tracer, now = Date.now()): void {
  const start = now - 60_000
  const error = Object.assign(new Error('duplicate key value violates unique constraint "orders_pkey"'), {
    name: 'UniqueViolation',
  })
  const flow = span(tracer, 'nightly_orders', {
    fromMs: start,
    toMs: start + 42_000,
    attributes: {
      'vcs.ref.head.revision': 'e2666f5864e5f11de8a071856f0804e6bab0fd8f',
      api_token: 'hunter2-hunter2',
    },
    error,
  })
  span(tracer, 'read_orders', { parent: flow, fromMs: start + 500, toMs: start + 12_000 })
  const load = span(tracer, 'load_orders', {
    parent: flow,
    fromMs: start + 12_000,
    toMs: start + 41_000,
    error,
  })
  span(tracer, 'INSERT orders', {
    parent: load,
    fromMs: start + 13_000,
    toMs: start + 40_500,
    error,
    attributes: { 'db.system.name': 'postgresql', 'db.query.text': "INSERT INTO orders VALUES (4711, 'x')" },
  })
}

/** An execution of `hourly_report` that did what it should. */
export function succeedingReport(tracer: Tracer, now = Date.now()): void {
  const start = now - 30_000
  const flow = span(tracer, 'hourly_report', { fromMs: start, toMs: start + 9_000 })
  span(tracer, 'collect', { parent: flow, fromMs: start, toMs: start + 4_000 })
  span(tracer, 'publish', { parent: flow, fromMs: start + 4_000, toMs: start + 9_000 })
}
