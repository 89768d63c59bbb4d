import { Metadata } from '@grpc/grpc-js'
import {
  type Attributes,
  type HrTime,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resources, tracing } from '@opentelemetry/sdk-node'
import { afterAll, describe, expect, test } from 'vitest'
import { ingestFixture, TEST_SOURCE } from '@/db/testing/ingest-fixture'
import { listening, TEST_TOKEN } from './testing/listening'

// Clients that we did not write, as applications use them.

const fixture = await ingestFixture(new Date())
const receivers = await listening(fixture.writer, TEST_SOURCE)
afterAll(async () => {
  await receivers.close()
  await fixture.close()
})

const headers = { authorization: `Bearer ${TEST_TOKEN}` }

const exporters: [string, () => tracing.SpanExporter][] = [
  ['OTLP/HTTP with JSON', () => new JsonExporter({ url: `${receivers.url}/v1/traces`, headers })],
  ['OTLP/HTTP with protobuf', () => new ProtobufExporter({ url: `${receivers.url}/v1/traces`, headers })],
  [
    'OTLP/HTTP with protobuf and gzip',
    () =>
      new ProtobufExporter({
        url: `${receivers.url}/v1/traces`,
        headers,
        // The enum of this option is not exported by the package.
        compression: 'gzip' as never,
      }),
  ],
  ['OTLP/gRPC', () => grpcExporter()],
]

const ATTRIBUTES: Attributes = {
  text: 'päth/ü "quoted"',
  whole: 42,
  fraction: 0.5,
  yes: true,
  list: ['a', 'b'],
  numbers: [1, 2, 3],
}

describe.each(exporters)('%s', (_, exporter) => {
  test('what was recorded is what is stored', async () => {
    const kept = new tracing.InMemorySpanExporter()
    const sent = exporter()
    const provider = new tracing.BasicTracerProvider({
      resource: resources.resourceFromAttributes({ 'service.name': 'sdk test', build: 7 }),
      spanProcessors: [new tracing.SimpleSpanProcessor(kept), new tracing.BatchSpanProcessor(sent)],
    })
    record(provider)
    await provider.forceFlush()
    const spans = kept.getFinishedSpans()
    await provider.shutdown()

    expect(spans).toHaveLength(2)
    const [root] = spans.filter((span) => span.parentSpanContext === undefined)
    const stored = await fixture.rows(`
      select encode(span_id, 'hex') as span_id, encode(parent_span_id, 'hex') as parent, s.name, kind,
        start_unix_nano, end_unix_nano, status_code, status_message, s.attributes, events, links, trace_state,
        r.attributes as resource, c.name as scope, c.version
      from spans s join resources r on r.id = s.resource_id join scopes c on c.id = s.scope_id
      where trace_id = '${root?.spanContext().traceId}'`)
    const wanted = spans.map(storedForm)
    expect(bySpanId(stored)).toEqual(bySpanId(wanted))
    const [execution] = await fixture.rows(
      `select state, failed_task, error_type, error_message from executions where trace_id = '${root?.spanContext().traceId}'`,
    )
    expect(execution).toEqual({
      state: 'failed',
      failed_task: 'load',
      error_type: 'Error',
      error_message: 'disk full',
    })
  })
})

function record(provider: tracing.BasicTracerProvider): void {
  const tracer = provider.getTracer('tests', '1.2.3')
  const root = tracer.startSpan('nightly', { kind: SpanKind.INTERNAL, attributes: ATTRIBUTES, root: true })
  const link = {
    context: { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 },
    attributes: { why: 'retry' },
  }
  const load = tracer.startSpan(
    'load',
    { kind: SpanKind.CLIENT, links: [link] },
    trace.setSpan(ROOT_CONTEXT, root),
  )
  load.addEvent('progress', { rows: 10 })
  load.recordException(new Error('disk full'))
  load.setStatus({ code: SpanStatusCode.ERROR, message: 'disk full' })
  load.end()
  root.setStatus({ code: SpanStatusCode.ERROR })
  root.end()
}

/** Headers of gRPC are metadata, which this exporter takes from the environment or as an object of grpc-js. */
function grpcExporter(): tracing.SpanExporter {
  const metadata = new Metadata()
  metadata.set('authorization', headers.authorization)
  return new GrpcExporter({ url: `http://127.0.0.1:${receivers.grpc.port}`, metadata })
}

type StoredSpan = Record<string, unknown>

/** What the row of a span has to be. */
function storedForm(span: tracing.ReadableSpan): StoredSpan {
  const { spanId } = span.spanContext()
  const none = <T>(list: T[]): T[] | null => (list.length === 0 ? null : list)
  return {
    span_id: spanId,
    parent: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    // OTLP counts from 1, as its 0 is "unspecified".
    kind: span.kind + 1,
    start_unix_nano: nanoOf(span.startTime),
    end_unix_nano: nanoOf(span.endTime),
    status_code: span.status.code,
    status_message: span.status.message ?? null,
    attributes: span.attributes,
    events: none(
      span.events.map((event) => ({ t: nanoOf(event.time), n: event.name, a: event.attributes ?? {}, d: 0 })),
    ),
    links: none(
      span.links.map((link) => ({
        t: link.context.traceId,
        s: link.context.spanId,
        ts: '',
        a: link.attributes ?? {},
        d: 0,
        // Sampled, and known not to be remote.
        f: 0x101,
      })),
    ),
    trace_state: null,
    resource: span.resource.attributes,
    scope: 'tests',
    version: '1.2.3',
  }
}

const nanoOf = ([seconds, nanos]: HrTime): string => String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos))

const bySpanId = (spans: StoredSpan[]): StoredSpan[] =>
  [...spans].sort((a, b) => (String(a.span_id) < String(b.span_id) ? -1 : 1))
