import type { SampleSourceKey } from './company'
import { type SampleError, stackOf } from './errors'
import { hexOf } from './random'

type Scalar = string | number | boolean
export type Attributes = Record<string, Scalar>

/** A span as a tool would export it, before it is put into a request. */
export type ToldSpan = {
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  kind: number
  startMs: number
  endMs: number
  attributes: Attributes
  status: { code: 0 | 1 | 2; message?: string }
  error?: { of: SampleError; step: string }
}

export type ToldLog = {
  traceId: string
  spanId: string
  atMs: number
  level: 'INFO' | 'WARN' | 'ERROR'
  body: string
  attributes: Attributes
}

/** What one source tells of an execution. */
export type Told = {
  source: SampleSourceKey
  resource: Attributes
  scope: string
  spans: ToldSpan[]
  logs: ToldLog[]
}

export type Signal = 'traces' | 'logs'

export const [INTERNAL, CLIENT] = [1, 3]
const SEVERITY = { INFO: 9, WARN: 13, ERROR: 17 } as const

/** The id of a span of an execution, by what it is of. */
export const spanIdOf = (key: string, ...parts: (string | number)[]): string =>
  hexOf(8, key, 'span', ...parts)

/** The id of the trace that an execution is told in. */
export const traceIdOf = (key: string): string => hexOf(16, key, 'trace')

/** An OTLP/JSON export request of one source, of everything that was told of one signal; null where that is nothing. */
export function exportRequest(signal: Signal, told: readonly Told[]): unknown {
  if (signal === 'traces') {
    const resourceSpans = told
      .filter(({ spans }) => spans.length > 0)
      .map(({ resource, scope, spans }) => ({
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [{ scope: { name: scope }, spans: spans.map(spanOf) }],
      }))
    return resourceSpans.length === 0 ? null : { resourceSpans }
  }
  const resourceLogs = told
    .filter(({ logs }) => logs.length > 0)
    .map(({ resource, scope, logs }) => ({
      resource: { attributes: attributesOf(resource) },
      scopeLogs: [{ scope: { name: scope }, logRecords: logs.map(logOf) }],
    }))
  return resourceLogs.length === 0 ? null : { resourceLogs }
}

const spanOf = (span: ToldSpan) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
  name: span.name,
  kind: span.kind,
  startTimeUnixNano: nanoOf(span.startMs),
  endTimeUnixNano: nanoOf(span.endMs),
  attributes: attributesOf(span.attributes),
  status: span.status,
  ...(span.error === undefined
    ? {}
    : {
        events: [
          {
            name: 'exception',
            timeUnixNano: nanoOf(span.endMs),
            attributes: attributesOf(exceptionOf(span.error.of, span.error.step)),
          },
        ],
      }),
})

const logOf = (log: ToldLog) => ({
  timeUnixNano: nanoOf(log.atMs),
  observedTimeUnixNano: nanoOf(log.atMs),
  severityNumber: SEVERITY[log.level],
  severityText: log.level,
  body: { stringValue: log.body },
  attributes: attributesOf(log.attributes),
  traceId: log.traceId,
  spanId: log.spanId,
})

/** An exception in the words of the conventions. */
export const exceptionOf = (error: SampleError, step: string): Attributes => ({
  'exception.type': error.type,
  'exception.message': error.message,
  'exception.stacktrace': stackOf(error, step),
})

const attributesOf = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: otlpValueOf(value) }))

function otlpValueOf(value: Scalar) {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}

const nanoOf = (ms: number): string => `${Math.round(ms)}000000`
