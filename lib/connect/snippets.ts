/** Where and with what a client sends. */
export type Connection = {
  /** OTLP/HTTP, without a path. */
  endpoint: string
  /** OTLP/gRPC; null where only the console's own address can be reached. */
  grpcEndpoint: string | null
  /** The token, or null when it is not known any more: then its place is marked by rl_ing_…. */
  token: string | null
  /** Written into `service.name`, so that the first event is recognised by the person who sent it. */
  service: string
}

export type Snippet = {
  id: string
  title: string
  /** What to know before copying, in a sentence. */
  about: string
  blocks: { label: string; code: string }[]
}

/** Every way to send the first event, ready to be pasted. */
export const snippetsFor = (connection: Connection): Snippet[] => [
  shell(connection),
  command(connection),
  environment(connection),
  node(connection),
  python(connection),
  collector(connection),
]

const tokenIn = ({ token }: Connection): string => token ?? 'rl_ing_…'

function shell(connection: Connection): Snippet {
  return {
    id: 'shell',
    title: 'Shell',
    about:
      'Needs nothing but curl. It sends an execution with three steps; the last one fails, so that there is something to find.',
    blocks: [{ label: 'shell commands', code: shellCode(connection) }],
  }
}

function shellCode(connection: Connection): string {
  const span = (id: string, parent: string | null, name: string, from: number, to: number, more: string) =>
    `  {"traceId":"'$trace'","spanId":"${id}",${parent ? `"parentSpanId":"${parent}",` : ''}"name":"${name}","kind":1,` +
    `"startTimeUnixNano":"'$((now-${from}))'000000000","endTimeUnixNano":"'$((now-${to}))'000000000",${more}}`
  const failure =
    '"status":{"code":2,"message":"duplicate key 4711"},"events":[{"name":"exception",' +
    `"timeUnixNano":"'$((now-1))'000000000","attributes":[` +
    '{"key":"exception.type","value":{"stringValue":"IntegrityError"}},' +
    '{"key":"exception.message","value":{"stringValue":"duplicate key 4711"}}]}]'
  return `now=$(date +%s); trace=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
curl -sS ${connection.endpoint}/v1/traces -H "authorization: Bearer ${tokenIn(connection)}" \\
  -H "content-type: application/json" -d '{"resourceSpans":[{"resource":{"attributes":[
  {"key":"service.name","value":{"stringValue":"${connection.service}"}}]},"scopeSpans":[{"scope":{"name":"shell"},"spans":[
${[
  span('00000000000000a1', null, 'nightly-report', 9, 1, '"status":{"code":2}'),
  span('00000000000000a2', '00000000000000a1', 'extract', 9, 6, '"status":{"code":1}'),
  span('00000000000000a3', '00000000000000a1', 'transform', 6, 3, '"status":{"code":1}'),
  span('00000000000000a4', '00000000000000a1', 'load', 3, 1, failure),
].join(',\n')}
]}]}]}'`
}

const command = (connection: Connection): Snippet => ({
  id: 'command',
  title: 'Any command',
  about:
    'Wraps a script or a cron job, in the folder of Runledger: exit code, duration and last lines become an execution.',
  blocks: [
    {
      label: 'shell commands',
      code: `export RUNLEDGER_TOKEN=${tokenIn(connection)}
export OTEL_EXPORTER_OTLP_ENDPOINT=${connection.endpoint}
bin/runledger run -- ./nightly-backup.sh`,
    },
  ],
})

function environment(connection: Connection): Snippet {
  const header = `authorization=Bearer%20${tokenIn(connection)}`
  return {
    id: 'environment',
    title: 'Environment',
    about:
      'Every OpenTelemetry SDK and most tools with telemetry built in read these. There are no metrics to store here, so they are switched off.',
    blocks: [
      {
        label: 'environment variables',
        code: `export OTEL_EXPORTER_OTLP_ENDPOINT=${connection.endpoint}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_HEADERS="${header}"
export OTEL_SERVICE_NAME=${connection.service}
export OTEL_TRACES_EXPORTER=otlp
export OTEL_LOGS_EXPORTER=otlp
export OTEL_METRICS_EXPORTER=none`,
      },
    ],
  }
}

function node(connection: Connection): Snippet {
  const header = `'Bearer ${tokenIn(connection)}'`
  return {
    id: 'node',
    title: 'Node.js',
    about: 'Save as first.mjs and start it with node first.mjs.',
    blocks: [
      {
        label: 'install command',
        code: 'npm install @opentelemetry/api @opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-proto',
      },
      {
        label: 'first.mjs',
        code: `import { SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { NodeSDK } from '@opentelemetry/sdk-node'

const sdk = new NodeSDK({
  serviceName: '${connection.service}',
  traceExporter: new OTLPTraceExporter({
    url: '${connection.endpoint}/v1/traces',
    headers: { authorization: ${header} },
  }),
})
sdk.start()

const tracer = trace.getTracer('first')
const step = (name, work) =>
  tracer.startActiveSpan(name, async (span) => {
    try {
      return await work()
    } catch (error) {
      span.recordException(error)
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message })
      throw error
    } finally {
      span.end()
    }
  })

await step('nightly-report', async () => {
  await step('extract', async () => {})
  await step('load', async () => {
    throw new Error('duplicate key 4711')
  })
}).catch(() => {})
await sdk.shutdown()`,
      },
    ],
  }
}

function python(connection: Connection): Snippet {
  const header = `"Bearer ${tokenIn(connection)}"`
  return {
    id: 'python',
    title: 'Python',
    about: 'Save as first.py and start it with python first.py.',
    blocks: [
      {
        label: 'install command',
        code: 'pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http',
      },
      {
        label: 'first.py',
        code: `from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider(resource=Resource.create({"service.name": "${connection.service}"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(
    endpoint="${connection.endpoint}/v1/traces",
    headers={"authorization": ${header}},
)))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("first")

try:
    with tracer.start_as_current_span("nightly-report"):
        with tracer.start_as_current_span("extract"):
            pass
        with tracer.start_as_current_span("load"):
            raise ValueError("duplicate key 4711")
except ValueError:
    pass  # recorded on the spans it went through
provider.shutdown()`,
      },
    ],
  }
}

function collector(connection: Connection): Snippet {
  const value = tokenIn(connection)
  const http = `exporters:
  otlphttp/runledger:
    endpoint: ${connection.endpoint}
    headers:
      authorization: "Bearer ${value}"

service:
  pipelines:
    traces:
      receivers: [otlp]
      exporters: [otlphttp/runledger]
    logs:
      receivers: [otlp]
      exporters: [otlphttp/runledger]`
  const grpc = `exporters:
  otlp/runledger:
    endpoint: ${connection.grpcEndpoint}
    tls:
      insecure: true
    headers:
      authorization: "Bearer ${value}"`
  return {
    id: 'collector',
    title: 'Collector',
    about: 'Add the exporter to the pipelines you have.',
    blocks: [
      { label: 'Collector configuration', code: http },
      ...(connection.grpcEndpoint === null
        ? []
        : [{ label: 'Collector configuration for gRPC', code: grpc }]),
    ],
  }
}
