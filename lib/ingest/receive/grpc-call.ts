import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { encodeExportResponse } from '../otlp/responses'
import { statusBody } from './answer'
import { type Failure, failureOf, GRPC_CODES, isBug } from './failure'
import {
  FRAME_HEAD_BYTES,
  frame,
  GRPC_ENCODINGS,
  grpcEncodingOf,
  percentEncode,
  timeoutMsOf,
  unframe,
} from './grpc-message'
import { inflate } from './inflate'
import type { Intake, PartialSuccess } from './intake'
import { ClientGone, readBody } from './read-body'
import { type Signal, SinkError } from './sink'

const METHODS: ReadonlyMap<string, Signal> = new Map([
  ['/opentelemetry.proto.collector.trace.v1.TraceService/Export', 'traces'],
  ['/opentelemetry.proto.collector.logs.v1.LogsService/Export', 'logs'],
  ['/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', 'metrics'],
])

const CONTENT_TYPE = 'application/grpc'

/** Answers one call. Whatever goes wrong becomes a gRPC status; nothing is thrown. */
export async function answerCall(
  intake: Intake,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  // A stream that breaks has told the client all it can be told.
  stream.on('error', () => stream.destroy())
  if (!/^application\/grpc(\+proto)?(;|$)/i.test(headers['content-type'] ?? '')) {
    return respondOnly(stream, { ':status': 415, 'content-type': 'text/plain' })
  }
  try {
    await withinDeadline(stream, timeoutMsOf(text(headers['grpc-timeout'])), async () => {
      const signal = METHODS.get(headers[':path'] ?? '')
      if (signal === undefined) throw new SinkError(GRPC_CODES.UNIMPLEMENTED, 'unknown service or method')
      succeed(stream, signal, await store(intake, stream, headers, signal))
    })
  } catch (error) {
    if (error instanceof ClientGone) return
    if (isBug(error)) intake.report(error)
    fail(stream, failureOf(error))
  }
}

async function store(
  intake: Intake,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  signal: Signal,
): Promise<PartialSuccess | null> {
  const encoding = grpcEncodingOf(text(headers['grpc-encoding']))
  if (encoding === null)
    throw new SinkError(GRPC_CODES.UNIMPLEMENTED, `unsupported grpc-encoding, supported: ${GRPC_ENCODINGS}`)
  const source = await intake.admit(headers)
  const reservation = intake.reserve(0)
  const limit = intake.bodyBytesMax
  const grow = (bytes: number): void => reservation.grow(bytes)
  try {
    const sent = unframe(await readBody(stream, limit + FRAME_HEAD_BYTES, grow), encoding)
    const body = await inflate(sent.message, sent.encoding, limit, grow)
    return await intake.accept(signal, 'protobuf', body, source, reservation)
  } finally {
    reservation.release()
  }
}

/** What is still being stored when the client stops waiting is stored all the same; it only is not told. */
async function withinDeadline(
  stream: ServerHttp2Stream,
  timeoutMs: number | null,
  work: () => Promise<void>,
): Promise<void> {
  if (timeoutMs === null) return work()
  const timer = setTimeout(
    () => fail(stream, failureOf(new SinkError(GRPC_CODES.DEADLINE_EXCEEDED, 'deadline exceeded'))),
    Math.min(timeoutMs, 2 ** 31 - 1),
  )
  try {
    await work()
  } finally {
    clearTimeout(timer)
  }
}

function succeed(stream: ServerHttp2Stream, signal: Signal, partial: PartialSuccess | null): void {
  if (stream.destroyed || stream.headersSent) return
  stream.respond({ ':status': 200, 'content-type': CONTENT_TYPE }, { waitForTrailers: true })
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
  stream.end(frame(encodeExportResponse(signal, partial, 'protobuf')))
}

function fail(stream: ServerHttp2Stream, failure: Failure): void {
  if (stream.destroyed || stream.headersSent) return
  const hasDetails = failure.retryAfterSeconds !== null || failure.fieldPath !== null
  respondOnly(stream, {
    ':status': 200,
    'content-type': CONTENT_TYPE,
    'grpc-status': String(failure.grpcCode),
    'grpc-message': percentEncode(failure.message),
    'grpc-accept-encoding': GRPC_ENCODINGS,
    ...(hasDetails ? { 'grpc-status-details-bin': unpadded(statusBody(failure, 'protobuf')) } : {}),
  })
}

/** Headers and nothing else; what the client still sends is read and thrown away until it notices. */
function respondOnly(stream: ServerHttp2Stream, headers: OutgoingHttpHeaders): void {
  stream.respond(headers, { endStream: true })
  stream.resume()
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

const text = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header
