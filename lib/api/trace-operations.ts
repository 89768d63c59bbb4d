import { z } from 'zod'
import { LOG_BANDS } from '@/lib/model/severity'
import { milliseconds, moment, named, optionalText, uuid } from './components'
import { state } from './execution-operations'
import { logPage, logParameters } from './log-schemas'
import { operation } from './operation'
import { cursor, windowParameters } from './parameters'

const chip = named(
  'ExecutionOfTrace',
  z.object({
    id: uuid,
    flow: z.string(),
    title: optionalText,
    nativeId: z.string(),
    state,
    nativeState: optionalText,
  }),
)

const rootName = optionalText.describe('Null where the root has not come or is of a team you may not read.')

const trace = named(
  'Trace',
  z.object({
    traceId: z.string().describe('32 hexadecimal digits.'),
    rootName,
    rootService: rootName,
    startedAt: moment,
    durationMs: milliseconds,
    spans: z.int().describe('At most 1000, and one more for “and more”.'),
    hasError: z.boolean(),
    executions: z.array(chip).describe('The first six.'),
  }),
)

const traceHead = named(
  'TraceDetail',
  z.object({
    traceId: z.string(),
    rootName,
    rootService: rootName,
    startedAt: moment,
    endedAt: moment,
    hasError: z.boolean(),
    updatedAt: moment,
    executions: z.array(chip),
  }),
)

const nano = z.string().describe('Nanoseconds since 1970.')

const span = named(
  'Span',
  z.object({
    spanId: z.string(),
    parentSpanId: optionalText,
    name: z.string(),
    service: z.string(),
    kind: z.int(),
    startUnixNano: nano,
    endUnixNano: nano.nullable().describe('Null while it is open.'),
    statusCode: z.int().describe('0 unset, 1 ok, 2 error.'),
    hasException: z.boolean(),
  }),
)

const attributes = z.record(z.string(), z.string())

const spanDetail = named(
  'SpanDetail',
  z.object({
    spanId: z.string(),
    parentSpanId: optionalText,
    name: z.string(),
    service: optionalText,
    kind: z.string(),
    startUnixNano: nano,
    endUnixNano: nano.nullable(),
    statusCode: z.int(),
    statusMessage: optionalText,
    sourceId: uuid,
    attributes,
    resource: attributes,
    scopeName: optionalText,
    scopeVersion: optionalText,
    events: z.array(z.object({ name: z.string(), timeUnixNano: nano, attributes })),
    links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes })),
  }),
)

const ofTrace = {
  traceId: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/)
    .describe('32 hexadecimal digits.'),
}

export const listTracesOperation = operation({
  id: 'listTraces',
  tag: 'traces',
  path: '/traces',
  summary: 'Traces, newest first',
  description: 'Fifty at a time, by what their root is called, by attribute, by length and by error.',
  query: {
    find: z.string().max(200).default('').describe('Text in the name or in the service of the root.'),
    attribute: z
      .string()
      .min(1)
      .max(400)
      .optional()
      .describe('`key=value` of a span in it or of what sent one, such as `http.route=/checkout`.'),
    errors: z.boolean().default(false).describe('Only those with an error.'),
    minDurationMs: z.int().min(0).max(1e12).default(0).describe('Only those that took at least so long.'),
    own: z.boolean().default(false).describe('Those of Runledger’s own requests and jobs as well.'),
    ...windowParameters,
    cursor,
  },
  answer: named(
    'TracePage',
    z.object({
      items: z.array(trace),
      next: z.string().nullable().describe('Give it as `cursor` for what follows; null at the end.'),
      searchedSince: moment
        .nullable()
        .describe(
          'Set where a search by attribute did not look through the whole time: older ones were not read.',
        ),
    }),
  ),
  example: 'errors=true&range=24h',
})

export const getTraceOperation = operation({
  id: 'getTrace',
  tag: 'traces',
  path: '/traces/{traceId}',
  summary: 'One trace',
  params: ofTrace,
  answer: traceHead,
})

export const listSpansOperation = operation({
  id: 'listSpans',
  tag: 'traces',
  path: '/traces/{traceId}/spans',
  summary: 'The spans of a trace, without their attributes',
  params: ofTrace,
  query: {
    limit: z
      .int()
      .min(1)
      .max(10_000)
      .default(1000)
      .describe(
        'How many at most; of a longer trace those that stand for steps and those that failed come first.',
      ),
  },
  answer: named('Spans', z.object({ items: z.array(span), isCut: z.boolean() })),
})

export const getSpanOperation = operation({
  id: 'getSpan',
  tag: 'traces',
  path: '/traces/{traceId}/spans/{spanId}',
  summary: 'One span with its attributes, events and links',
  params: {
    ...ofTrace,
    spanId: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .describe('16 hexadecimal digits.'),
  },
  answer: spanDetail,
})

export const countTraceLogsOperation = operation({
  id: 'countTraceLogs',
  tag: 'traces',
  path: '/traces/{traceId}/logs/counts',
  summary: 'How many log records a trace has of each severity',
  params: ofTrace,
  answer: named(
    'LogCounts',
    z.object({
      total: z.int(),
      byBand: z.record(z.enum(LOG_BANDS), z.int()),
      privateCount: z.int().describe('Records of teams that you may not read.'),
    }),
  ),
})

export const getTraceOtlpOperation = operation({
  id: 'getTraceOtlp',
  tag: 'traces',
  path: '/traces/{traceId}/otlp',
  summary: 'The spans or the log records of a trace as one OTLP/JSON request',
  description: 'As any OpenTelemetry receiver takes it; nothing is cut.',
  params: ofTrace,
  query: { signal: z.enum(['spans', 'logs']).default('spans').describe('What of it.') },
  answer: named(
    'OtlpRequest',
    z.looseObject({
      resourceSpans: z.array(z.looseObject({})).optional(),
      resourceLogs: z.array(z.looseObject({})).optional(),
    }),
  ),
})

export const listTraceLogsOperation = operation({
  id: 'listTraceLogs',
  tag: 'traces',
  path: '/traces/{traceId}/logs',
  summary: 'The log records of a trace, oldest first',
  description: 'A thousand at a time.',
  params: ofTrace,
  query: logParameters,
  answer: logPage,
})
