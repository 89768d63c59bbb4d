import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal, STATUS_OF } from '@/lib/model/refusal'
import { failureOf, isBug } from '../receive/failure'
import { inflate, tooLarge } from '../receive/inflate'
import { ACCEPTED_ENCODINGS, encodingOf } from '../receive/negotiate'
import { RateLimit } from '../receive/rate-limit'
import { ClientGone, readBody } from '../receive/read-body'
import type { Authenticate, IngestHeaders } from '../receive/sink'
import { answerOf, type EventAnswer } from './answer'
import { type EventEndpoint, eventEndpointOf } from './endpoint'
import { eventRequestOf } from './event-intake'
import type { EventRequest, EventSink } from './event-sink'
import { Refusals } from './refusals'

/** Who sent to a hook, as its signature or token says, or the source that was sent to and why it was not its tool. */
export type HookSender =
  | { ok: true; source: IngestSource; confirm?: string }
  | { ok: false; source: IngestSource; message: string }

export type HookCall = {
  sourceId: string
  /** Token of the address. */
  token: string | null
  /** Names and values in pairs, as they were received. */
  rawHeaders: readonly string[]
  body: Buffer
}

export type EventReceiverOptions = {
  sink: EventSink
  authenticate: Authenticate
  /** Throws a `Refusal` where there is no such source. */
  authenticateHook: (call: HookCall) => Promise<HookSender>
  /** Takes what cannot be written now and will be; null where there is no such place. */
  spool: ((request: EventRequest) => Promise<void>) | null
  /** Asks an address of a tool that was proven to be its own, once, to begin sending. */
  confirm: (address: string) => Promise<void>
  bodyBytesMax: number
  itemsPerSecondDefault: number
  clock: () => number
  report: (error: unknown) => void
}

export type EventReceiver = {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  isReceiverPath(url: string): boolean
  close(): Promise<void>
}

/** OpenLineage, CloudEvents, Alertmanager, uploads and the webhooks of tools, on whatever server calls `handle`. */
export function createEventReceiver(options: EventReceiverOptions): EventReceiver {
  const rate = new RateLimit(options.itemsPerSecondDefault, options.clock)
  const refusals = new Refusals(options.sink, options.report)
  let reading = 0

  return {
    isReceiverPath: (url) => eventEndpointOf(url) !== null,
    close: () => refusals.close(),
    handle: async (request, response) => {
      const endpoint = eventEndpointOf(request.url ?? '/')
      try {
        if (endpoint === null) throw new Refusal('not_found', 'no such path')
        if (request.method === 'OPTIONS' && endpoint.name === 'cloudevents')
          return answerHandshake(request, response, options.itemsPerSecondDefault)
        if (request.method !== 'POST') return answer405(response)
        answer(response, await receive(endpoint, request))
      } catch (error) {
        if (error instanceof ClientGone) return
        if (isBug(error)) options.report(error)
        answerFailure(response, endpoint?.name === 'alertmanager' ? asOverload(error) : error)
      }
    },
  }

  async function receive(endpoint: EventEndpoint, request: IncomingMessage): Promise<EventAnswer> {
    const encoding = encodingOf(request.headers['content-encoding'])
    // Who has no token is told so before anything is read; who signs, signs the body.
    const known =
      endpoint.name === 'hook' ? null : await options.authenticate(tokenHeaders(endpoint, request))
    if (known !== null) rate.admit(known)
    let held = 0
    const grow = (bytes: number): void => {
      if (reading + bytes > options.bodyBytesMax * 4) throw new Refusal('unavailable', 'too much at once', 1)
      held += bytes
      reading += bytes
    }
    try {
      if (Number(request.headers['content-length'] ?? 0) > options.bodyBytesMax)
        throw tooLarge(options.bodyBytesMax)
      const sent = await readBody(request, options.bodyBytesMax, grow)
      const sender = known ?? (await senderOf(endpoint, request, sent))
      if ('confirm' in sender) return { status: 200, body: { confirmed: true } }
      const body = await inflate(sent, encoding, options.bodyBytesMax, grow)
      const proven = { endpoint, source: sender, headers: request.headers, body }
      return await store(endpoint, eventRequestOf(proven))
    } finally {
      reading -= held
    }
  }

  async function senderOf(
    endpoint: EventEndpoint,
    request: IncomingMessage,
    body: Buffer,
  ): Promise<IngestSource | { confirm: string }> {
    if (endpoint.name !== 'hook') throw new Refusal('unauthenticated', 'no token')
    const { sourceId, token } = endpoint
    const call = { sourceId, token, rawHeaders: request.rawHeaders, body }
    const sender = await options.authenticateHook(call)
    if (!sender.ok) {
      refusals.add(sender.source, sender.message)
      throw new Refusal('unauthenticated', sender.message)
    }
    rate.admit(sender.source)
    if (sender.confirm === undefined) return sender.source
    await options.confirm(sender.confirm)
    return { confirm: sender.confirm }
  }

  async function store(endpoint: EventEndpoint, request: EventRequest): Promise<EventAnswer> {
    try {
      const outcome = await options.sink.write(request)
      rate.charge(request.source, outcome.stored + outcome.repeated + outcome.rejected.length)
      return answerOf(endpoint, outcome)
    } catch (error) {
      // Many tools never send a webhook again: what cannot be written now is kept until it can.
      const isAway = error instanceof Refusal && error.code === 'unavailable'
      if (!isAway || endpoint.name !== 'hook' || options.spool === null) throw error
      await options.spool(request)
      return { status: 202, body: { spooled: true } }
    }
  }
}

/** The headers that may hold a token, with that of the address where there is no other. */
function tokenHeaders(endpoint: EventEndpoint, { headers }: IncomingMessage): IngestHeaders {
  const token = 'token' in endpoint ? endpoint.token : null
  return token === null || headers.authorization !== undefined ? headers : { ...headers, 'x-api-key': token }
}

/** A sender that asks whether events may be sent here (CloudEvents, http-webhook.md §4) is told that they may, and how many a minute. */
function answerHandshake(request: IncomingMessage, response: ServerResponse, itemsPerSecond: number): void {
  const origin = request.headers['webhook-request-origin']
  const isRateAsked = request.headers['webhook-request-rate'] !== undefined
  answer(
    response,
    { status: 200, body: {} },
    {
      Allow: 'POST, OPTIONS',
      ...(typeof origin === 'string' ? { 'WebHook-Allowed-Origin': origin } : {}),
      ...(isRateAsked ? { 'WebHook-Allowed-Rate': String(Math.max(1, itemsPerSecond * 60)) } : {}),
    },
  )
}

/** Alertmanager only sends again after a 5xx (notify/util.go): too many at once is no reason to lose an alert. */
const asOverload = (error: unknown): unknown =>
  error instanceof Refusal && error.code === 'rate_limited'
    ? new Refusal('unavailable', error.message, error.retryAfterSeconds)
    : error

const answer405 = (response: ServerResponse): void =>
  answer(response, { status: 405, body: { message: 'only POST is taken here' } }, { Allow: 'POST' })

function answerFailure(response: ServerResponse, error: unknown): void {
  const { message, retryAfterSeconds, fieldPath } = failureOf(error)
  const status = error instanceof Refusal ? STATUS_OF[error.code] : 500
  const headers: Record<string, string> = {}
  if (status === 429 || status === 503) headers['Retry-After'] = String(retryAfterSeconds ?? 1)
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer'
  if (status === 415) headers['Accept-Encoding'] = ACCEPTED_ENCODINGS
  const where = fieldPath === null ? {} : { path: fieldPath }
  answer(response, { status, body: { message, ...where } }, headers)
}

function answer(
  response: ServerResponse,
  { status, body }: EventAnswer,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return
  const text = Buffer.from(JSON.stringify(body))
  const own = { 'Content-Type': 'application/json', 'Content-Length': String(text.length) }
  response.writeHead(status, { ...headers, ...own }).end(text)
}
