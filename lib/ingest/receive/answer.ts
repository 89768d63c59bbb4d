import type { ServerResponse } from 'node:http'
import { encodeExportResponse, encodeStatus } from '../otlp/responses'
import type { Failure } from './failure'
import type { PartialSuccess } from './intake'
import { type Form, MEDIA_TYPE } from './negotiate'
import type { Signal } from './sink'

type Headers = Record<string, string>

/** 200, with what could not be stored. */
export function answerSuccess(
  response: ServerResponse,
  signal: Signal,
  form: Form,
  partial: PartialSuccess | null,
): void {
  send(response, 200, MEDIA_TYPE[form], encodeExportResponse(signal, partial, form))
}

/** Any failure as a `google.rpc.Status` in the form of the request. */
export function answerFailure(
  response: ServerResponse,
  form: Form,
  failure: Failure,
  headers: Headers = {},
): void {
  const retry: Headers =
    failure.retryAfterSeconds === null ? {} : { 'Retry-After': String(failure.retryAfterSeconds) }
  let body: Buffer
  try {
    body = statusBody(failure, form)
  } catch {
    // The Collector's own last words, so that a client sees the same from both.
    send(
      response,
      500,
      MEDIA_TYPE.json,
      Buffer.from('{"code": 13, "message": "failed to marshal error message"}'),
    )
    return
  }
  send(response, failure.httpStatus, MEDIA_TYPE[form], body, { ...headers, ...retry })
}

/** 405 and 415 are plain text, word for word as the Collector says them. */
export function answerPlain(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Headers = {},
): void {
  send(response, status, 'text/plain', Buffer.from(text), headers)
}

/** The Status message of a failure; also what gRPC puts into its details. */
export function statusBody(failure: Failure, form: Form): Buffer {
  return encodeStatus(
    {
      code: failure.grpcCode,
      message: failure.message,
      ...(failure.retryAfterSeconds === null ? {} : { retryAfterSeconds: failure.retryAfterSeconds }),
      ...(failure.fieldPath === null ? {} : { fieldPath: failure.fieldPath }),
    },
    form,
  )
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: Buffer,
  headers: Headers = {},
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': String(body.length) })
  response.end(body)
}
