import { hash } from 'node:crypto'
import { uuidFrom } from '@/lib/executions/identity'
import type { DecodedEvent, RejectedEvent } from '@/lib/model/event'
import { Refusal } from '@/lib/model/refusal'
import { couldHoldSecretText, redactJson } from '../redact/redact-json'
import { Redactions } from '../redact/redactions'
import type { EventRequest } from './event-sink'

/** An event with what it is stored under and as. */
export type ReadEvent = {
  /** The same for the same event of the same source, however often it is sent. */
  id: string
  event: DecodedEvent
  /** Its part of the request as it came, but for secrets. */
  body: string
}

/** A request as far as it can be understood without the database. */
export type ReadRequest = {
  events: ReadEvent[]
  rejected: RejectedEvent[]
  /** SHA-256 of the body as received. */
  requestHash: Buffer
  /** How often each kind of secret was taken out. */
  redacted: Record<string, number>
  /** Milliseconds since 1970 at which it was received: what decoders were told, and what is stored. */
  receivedAtMs: number
}

/** Events of one request; more are for several requests, so that one sender does not hold everybody's transaction. */
const MAX_EVENTS = 10_000

/** Reads a request: parses it, takes secrets out, lets its decoder tell what it says. Throws a `Refusal` when it is not what it claims to be. */
export function readEventRequest(request: EventRequest, receivedAtMs: number): ReadRequest {
  const redactions = new Redactions()
  const parsed = request.isJson ? parseJson(request.body) : request.body.toString('utf8')
  const body = redactJson(parsed, redactions, !request.isJson || couldHoldSecretText(request.body))
  const receivedAt = String(BigInt(receivedAtMs) * 1_000_000n)
  const { protocol, headers, source } = request
  const { events, rejected } = request.decode({ protocol, headers, body, receivedAt })
  if (events.length + rejected.length > MAX_EVENTS) {
    throw new Refusal('too_large', `more than ${MAX_EVENTS} events in one request: send them in several`)
  }
  const [refused] = rejected
  if (request.isAllOrNothing === true && refused !== undefined)
    throw new Refusal('invalid', refused.message, null, refused.path)
  const isWhole = events.length === 1 && events[0]?.body === body && body === parsed
  return {
    events: events.map((event) => ({
      id: uuidFrom('event', source.orgId, source.sourceId, event.key),
      event,
      body: isWhole ? request.body.toString('utf8') : textOf(event.body),
    })),
    rejected,
    requestHash: hash('sha256', request.sent ?? request.body, 'buffer'),
    redacted: redactions.take(),
    receivedAtMs,
  }
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : (JSON.stringify(body) ?? 'null'))

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be parsed'
    throw new Refusal('invalid', `the body is not JSON: ${why.slice(0, 200)}`)
  }
}
