import { cutText } from '@/lib/executions/cut-text'
import type { ErrorObservation } from '@/lib/model/fact'
import type { Attributes, DecodedSpan } from './decoded'
import { textOf } from './dialects/attribute-lookup'

const MAX_MESSAGE = 2_000
const MAX_EVENTS = 32

/** The exceptions that a span recorded as events, each type and message once. */
export function exceptionsOf(span: DecodedSpan): ErrorObservation[] {
  const errors = new Map<string, ErrorObservation>()
  for (const event of span.events) {
    if (errors.size >= MAX_EVENTS) break
    if (!event.attributes.has('exception.type') && !event.attributes.has('exception.message')) continue
    const error = exception(event.attributes, null, event.timeUnixNano, span.spanId)
    const key = JSON.stringify([error.type, error.message])
    if (!errors.has(key)) errors.set(key, error)
  }
  return [...errors.values()]
}

/** The exception that a log record reports: where the conventions are moving it to. */
export function exceptionOfLog(record: {
  attributes: Attributes
  bodyText: string | null
  severityNumber: number
  timeUnixNano: bigint
  spanId: string | null
  eventName: string | null
}): ErrorObservation | null {
  const { attributes, bodyText, timeUnixNano, spanId } = record
  if (!attributes.has('exception.type') && !attributes.has('exception.message')) return null
  return exception(attributes, bodyText, timeUnixNano, spanId)
}

function exception(
  attributes: Attributes,
  otherwise: string | null,
  at: bigint,
  spanId: string | null,
): ErrorObservation {
  const type = textOf(attributes, 'exception.type')
  const told = attributes.get('exception.message')
  const words = typeof told === 'string' && told !== '' ? told : (otherwise ?? type ?? 'exception')
  const message = cutText(words, MAX_MESSAGE)
  return { type: type === null ? null : cutText(type, 200), message, at: String(at), spanId, rank: 1 }
}
