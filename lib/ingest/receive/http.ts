import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from '@/lib/model/refusal'
import { answerFailure, answerPlain, answerSuccess } from './answer'
import { applyCors } from './cors'
import { failureOf, isBug } from './failure'
import { inflate, tooLarge } from './inflate'
import { Intake, type IntakeOptions, type PartialSuccess } from './intake'
import { ACCEPTED_ENCODINGS, type Encoding, encodingOf, type Form, formOf } from './negotiate'
import { ClientGone, readBody } from './read-body'
import { type Route, routeOf } from './route'
import type { Signal } from './sink'

export type ReceiverOptions = IntakeOptions & {
  /** Browser origins that may send; none by default. */
  corsOrigins?: readonly string[]
}

export type Receiver = {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** True for paths that belong to the receivers and not to the console, whatever base path stands before them. */
  isReceiverPath(url: string): boolean
}

/** OTLP/HTTP on whatever server calls `handle`: the ingest listener and the console's port use the same. */
export function createReceiver(options: ReceiverOptions, intake: Intake = new Intake(options)): Receiver {
  const origins = options.corsOrigins ?? []
  return {
    isReceiverPath: (url) => ['traces', 'logs', 'metrics', 'profiles'].includes(routeOf(url) ?? ''),
    handle: async (request, response) => {
      if (applyCors(request, response, origins)) return
      await receive(intake, request, response)
    },
  }
}

const UNSUPPORTED_TYPE = '415 unsupported media type, supported: [application/json, application/x-protobuf]'
const UNSUPPORTED_METHOD = '405 method not allowed, supported: [POST]'

async function receive(intake: Intake, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = formOf(request.headers['content-type'])
  // A client that does not say what it speaks is answered in JSON.
  const answerForm = form ?? 'json'
  try {
    const signal = signalOf(routeOf(request.url ?? '/'))
    if (request.method !== 'POST') return answerPlain(response, 405, UNSUPPORTED_METHOD, { Allow: 'POST' })
    const encoding = encodingOf(request.headers['content-encoding'])
    if (form === null) return answerPlain(response, 415, UNSUPPORTED_TYPE)
    answerSuccess(response, signal, form, await store(intake, request, signal, form, encoding))
  } catch (error) {
    if (error instanceof ClientGone) return
    if (isBug(error)) intake.report(error)
    answerFailure(response, answerForm, failureOf(error), extraHeaders(error))
  }
}

async function store(
  intake: Intake,
  request: IncomingMessage,
  signal: Signal,
  form: Form,
  encoding: Encoding,
): Promise<PartialSuccess | null> {
  const source = await intake.admit(request.headers)
  const announced = Number(request.headers['content-length'] ?? 0)
  const limit = intake.bodyBytesMax
  if (announced > limit) throw tooLarge(limit)
  const reservation = intake.reserve(announced)
  const grow = (bytes: number): void => reservation.grow(bytes)
  try {
    const sent = await readBody(request, limit, grow)
    const body = await inflate(sent, encoding, limit, grow)
    return await intake.accept(signal, form, body, source, reservation)
  } finally {
    reservation.release()
  }
}

function signalOf(route: Route): Signal {
  if (route === 'traces' || route === 'logs' || route === 'metrics') return route
  if (route === 'bare') {
    throw new Refusal(
      'not_found',
      'nothing is received at this path: append /v1/traces, /v1/logs or /v1/metrics to the endpoint',
    )
  }
  if (route === 'profiles') throw new Refusal('not_found', 'profiles are not received')
  throw new Refusal('not_found', 'no such path, supported: /v1/traces, /v1/logs, /v1/metrics')
}

function extraHeaders(error: unknown): Record<string, string> {
  if (!(error instanceof Refusal)) return {}
  if (error.code === 'unsupported') return { 'Accept-Encoding': ACCEPTED_ENCODINGS }
  return error.code === 'unauthenticated' ? { 'WWW-Authenticate': 'Bearer' } : {}
}
