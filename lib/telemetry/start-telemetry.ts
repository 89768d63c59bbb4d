import { setTimeout as wait } from 'node:timers/promises'
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { NodeSDK, resources, tracing } from '@opentelemetry/sdk-node'
import { config } from '../config'
import { addressOf } from '../http/local-address'
import { installationSecret } from '../installation-secret'
import { log } from '../log'
import { RateLimitedSampler } from './rate-limited-sampler'
import { selfToken } from './self-token'

export type Telemetry = { stop: () => Promise<void> }

const EXPORT_TIMEOUT_MS = 5_000
/** Enough to deliver them when there is somebody to take them. */
const STOP_WITHIN_MS = 1_000
/** A process: enough to see what is slow, too few to be a load of their own. */
const TRACES_PER_SECOND = 5

export type TelemetryOptions = {
  /** False where no traced work has traced work within: Node 20 makes everything asynchronous pay for keeping track. */
  isNested: boolean
}

/** Starts tracing of this process: into Runledger itself, or to where `OTEL_EXPORTER_OTLP_ENDPOINT` says. */
export function startTelemetry({ isNested }: TelemetryOptions): Telemetry {
  const { selfTelemetry, otlpEndpoint, otlpHttpPort, host, process: part } = config()
  if (!selfTelemetry) return { stop: async () => undefined }
  const isOwn = otlpEndpoint === null
  const endpoint = otlpEndpoint ?? addressOf(host, otlpHttpPort)
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: isOwn ? { authorization: `Bearer ${selfToken(installationSecret())}` } : {},
    timeoutMillis: EXPORT_TIMEOUT_MS,
  })
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes({ 'service.name': `runledger-${part}` }),
    sampler: new tracing.ParentBasedSampler({ root: new RateLimitedSampler(TRACES_PER_SECOND) }),
    spanProcessors: [new tracing.BatchSpanProcessor(exporter)],
    ...(isNested ? {} : { contextManager: new NoContext() }),
    // Only what we trace by name: instrumenting every library would trace the exporter as well.
    instrumentations: [],
    autoDetectResources: false,
    metricReaders: [],
    logRecordProcessors: [],
  })
  sdk.start()
  return {
    stop: async () => {
      try {
        // The exporter would go on trying for as long as a request may take; nobody waits for our own last spans.
        await Promise.race([sdk.shutdown(), wait(STOP_WITHIN_MS, undefined, { ref: false })])
      } catch (error) {
        // Somebody else's receiver may be away; our own last spans are not worth an error.
        log('telemetry').debug({ err: error }, 'the last spans could not be sent')
      }
    },
  }
}

/** Every span is the first of its trace. */
class NoContext implements ContextManager {
  active(): Context {
    return ROOT_CONTEXT
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    _context: Context,
    work: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return work.call(self, ...args)
  }

  bind<T>(_context: Context, target: T): T {
    return target
  }

  enable(): this {
    return this
  }

  disable(): this {
    return this
  }
}
