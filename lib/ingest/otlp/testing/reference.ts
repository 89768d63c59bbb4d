import { Redactions } from '../../redact/redactions'
import { isSecretKey, isSqlKey } from '../../redact/secret-key'
import { redactText } from '../../redact/secret-patterns'
import { withoutSqlLiterals } from '../../redact/sql-text'
import type { AttributeValue } from '../decoded'
import type { DecodeContext } from '../telemetry-batch'
import type { KeyValue, LogModel, SpanModel, Value } from './otlp-model'

/** What should be stored of a request, worked out slowly from plain values. Knows no limits: tests of those are apart. */
export type ExpectedSpan = {
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  kind: bigint
  startUnixNano: bigint
  startedAtMicros: bigint
  endUnixNano: bigint
  statusCode: bigint
  statusMessage: string | null
  traceState: string | null
  flags: bigint
  attributes: Map<string, AttributeValue>
  droppedAttributesCount: bigint
  events: object[] | null
  droppedEventsCount: bigint
  links: object[] | null
  droppedLinksCount: bigint
}

/** Null for a span that is refused. */
export function expectedSpan(span: SpanModel, context: DecodeContext): ExpectedSpan | null {
  const micros = span.startTimeUnixNano / 1000n
  const isValid =
    isId(span.traceId, 16) &&
    isId(span.spanId, 8) &&
    span.startTimeUnixNano !== 0n &&
    span.endTimeUnixNano < 2n ** 63n &&
    micros >= BigInt(context.oldestMs) * 1000n &&
    micros <= BigInt(context.newestMs) * 1000n
  if (!isValid) return null
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: isId(span.parentSpanId, 8) ? span.parentSpanId : null,
    name: clean(span.name),
    kind: BigInt(span.kind),
    startUnixNano: span.startTimeUnixNano,
    startedAtMicros: micros,
    endUnixNano: span.endTimeUnixNano,
    statusCode: BigInt(span.status?.code ?? 0),
    statusMessage: cleanOrNull(span.status?.message ?? ''),
    traceState: cleanOrNull(span.traceState),
    flags: BigInt(span.flags),
    attributes: expectedAttributes(span.attributes),
    droppedAttributesCount: BigInt(span.droppedAttributesCount),
    events: orNull(
      span.events.map((event) => ({
        name: clean(event.name),
        timeUnixNano: event.timeUnixNano,
        attributes: expectedAttributes(event.attributes),
        dropped: event.droppedAttributesCount,
      })),
    ),
    droppedEventsCount: BigInt(span.droppedEventsCount),
    links: orNull(
      span.links.map((link) => ({
        traceId: link.traceId.length === 32 ? link.traceId : '',
        spanId: link.spanId.length === 16 ? link.spanId : '',
        traceState: clean(link.traceState),
        attributes: expectedAttributes(link.attributes),
        dropped: link.droppedAttributesCount,
        flags: link.flags,
      })),
    ),
    droppedLinksCount: BigInt(span.droppedLinksCount),
  }
}

export type ExpectedLog = {
  traceId: string
  spanId: string | null
  occurredAtMicros: bigint
  timeUnixNano: bigint
  observedUnixNano: bigint
  severityNumber: bigint
  severityText: string | null
  eventName: string | null
  bodyText: string | null
  body: AttributeValue | undefined
  attributes: Map<string, AttributeValue>
  droppedAttributesCount: bigint
  flags: bigint
}

/** Null for a record that is refused. */
export function expectedLog(log: LogModel, context: DecodeContext): ExpectedLog | null {
  const nano = log.timeUnixNano || log.observedTimeUnixNano || BigInt(context.receivedAtMs) * 1_000_000n
  const micros = nano / 1000n
  const isValid =
    log.timeUnixNano < 2n ** 63n &&
    log.observedTimeUnixNano < 2n ** 63n &&
    micros >= BigInt(context.oldestMs) * 1000n &&
    micros <= BigInt(context.newestMs) * 1000n
  if (!isValid) return null
  const isText = log.body?.kind === 'string'
  const isEmpty = log.body === null || log.body.kind === 'empty'
  return {
    traceId: isId(log.traceId, 16) ? log.traceId : '00'.repeat(16),
    spanId: isId(log.spanId, 8) ? log.spanId : null,
    occurredAtMicros: micros,
    timeUnixNano: log.timeUnixNano,
    observedUnixNano: log.observedTimeUnixNano,
    severityNumber: BigInt(log.severityNumber),
    severityText: cleanOrNull(log.severityText),
    eventName: cleanOrNull(log.eventName),
    bodyText: log.body?.kind === 'string' ? clean(log.body.value) : null,
    body: isText || isEmpty || log.body === null ? undefined : expectedValue(log.body),
    attributes: expectedAttributes(log.attributes),
    droppedAttributesCount: BigInt(log.droppedAttributesCount),
    flags: BigInt(log.flags),
  }
}

/** Of two attributes with one key the last counts, as in jsonb. */
export function expectedAttributes(attributes: KeyValue[]): Map<string, AttributeValue> {
  return new Map(attributes.map(({ key, value }) => [clean(key), valueUnder(key, value)]))
}

function valueUnder(key: string, value: Value | null): AttributeValue {
  if (value === null) return null
  const isHidden = ['string', 'bytes', 'array', 'kvlist'].includes(value.kind)
  if (isHidden && isSecretKey(key)) return '[redacted:key]'
  return expectedValue(value, isSqlKey(key))
}

export function expectedValue(value: Value, isSql = false): AttributeValue {
  switch (value.kind) {
    case 'empty':
      return null
    case 'string':
      return isSql ? cleanSql(value.value) : clean(value.value)
    case 'array':
      return value.value.map((item) => expectedValue(item))
    case 'kvlist': {
      const map: { [key: string]: AttributeValue } = Object.create(null)
      for (const { key, value: inner } of value.value) map[clean(key)] = valueUnder(key, inner)
      return map
    }
    case 'bytes':
      return new Uint8Array(value.value)
    default:
      return value.value
  }
}

/** Neither a literal nor a secret is left to find, whichever hid the other. */
function cleanSql(sql: string): string {
  const stripped = withoutSqlLiterals(sql)
  const without = redactText(stripped, new Redactions())
  return without === stripped ? clean(stripped) : cleanSql(without)
}

/** Text as Postgres takes it, without secrets. */
export const clean = (text: string): string =>
  redactText(Buffer.from(text).toString(), new Redactions()).replaceAll('\0', ' ')

const cleanOrNull = (text: string): string | null => (text === '' ? null : clean(text))
const orNull = <T>(items: T[]): T[] | null => (items.length === 0 ? null : items)
const isId = (hex: string, bytes: number): boolean => hex.length === bytes * 2 && /[^0]/.test(hex)
