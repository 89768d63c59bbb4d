import { encodeJsonRequest } from '../../otlp/json-request'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A span in OTLP/JSON with everything filled in that a test does not care about. */
export type SpanOf = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name?: string
  startUnixNano: bigint
  endUnixNano?: bigint
  statusCode?: number
  attributes?: Record<string, string>
}

/** Makes hexadecimal ids out of small numbers: `traceId(7)`. */
export const traceIdOf = (n: number): string => n.toString(16).padStart(32, '0')
export const spanIdOf = (n: number): string => n.toString(16).padStart(16, '0')

/** An ExportTraceServiceRequest in protobuf. */
export const tracesRequest = (spans: readonly SpanOf[], resource: Record<string, string> = {}): Buffer =>
  encodeJsonRequest('traces', tracesJson(spans, resource))

/** The same as OTLP/JSON text. */
export const tracesJson = (spans: readonly SpanOf[], resource: Record<string, string> = {}): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: keyValues({ 'service.name': 'test', ...resource }) },
        scopeSpans: [{ scope: { name: 'test' }, spans: spans.map(spanJson) }],
      },
    ],
  })

/** An ExportLogsServiceRequest in protobuf, each record an ERROR with this body and these attributes. */
export const logsRequest = (
  records: readonly {
    traceId?: string
    spanId?: string
    timeUnixNano: bigint
    body: string
    attributes?: Record<string, string>
  }[],
): Buffer =>
  encodeJsonRequest(
    'logs',
    JSON.stringify({
      resourceLogs: [
        {
          resource: { attributes: keyValues({ 'service.name': 'test' }) },
          scopeLogs: [
            {
              scope: { name: 'test' },
              logRecords: records.map((record) => ({
                timeUnixNano: String(record.timeUnixNano),
                severityNumber: 17,
                body: { stringValue: record.body },
                attributes: keyValues(record.attributes ?? {}),
                traceId: record.traceId ?? '',
                spanId: record.spanId ?? '',
              })),
            },
          ],
        },
      ],
    }),
  )

const spanJson = (span: SpanOf): Json => ({
  traceId: span.traceId,
  spanId: span.spanId,
  parentSpanId: span.parentSpanId ?? '',
  name: span.name ?? `span ${span.spanId}`,
  kind: 1,
  startTimeUnixNano: String(span.startUnixNano),
  endTimeUnixNano: String(span.endUnixNano ?? span.startUnixNano + 1_000_000n),
  attributes: keyValues(span.attributes ?? {}),
  status: { code: span.statusCode ?? 0 },
})

const keyValues = (attributes: Record<string, string>): Json =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }))
