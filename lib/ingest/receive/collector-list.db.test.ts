import { afterAll, describe, expect, test } from 'vitest'
import { ingestFixture, TEST_SOURCE } from '@/db/testing/ingest-fixture'
import { Refusal } from '@/lib/model/refusal'
import { GRPC_CODES } from './failure'
import { startGrpc } from './grpc'
import { listenHttp } from './listen'
import { type Sink, SinkError } from './sink'
import { framed, grpcCall, grpcPath } from './testing/grpc-client'
import { listening, TEST_TOKEN } from './testing/listening'
import { spanIdOf, traceIdOf, tracesRequest } from './testing/otlp-request'
import { protobufFields, readStatus } from './testing/read-status'
import { validRequest } from './testing/valid-request'

// What the Collector's otlpreceiver tests beside the cases of receiver-cases.db.test.ts.

const NOW = new Date('2026-11-21T12:00:00Z')
const START = BigInt(NOW.getTime()) * 1_000_000n
const PATH = grpcPath('traces')
const AUTHORIZED = { authorization: `Bearer ${TEST_TOKEN}` }
const PROTOBUF = { ...AUTHORIZED, 'content-type': 'application/x-protobuf' }

const fixture = await ingestFixture(NOW)
let failures: (Error | null)[] = []
const sink: Sink = {
  hasRoom: (bytes) => fixture.writer.hasRoom(bytes),
  write: (...request) => {
    const failure = failures.shift() ?? null
    return failure === null ? fixture.writer.write(...request) : Promise.reject(failure)
  },
}
const receivers = await listening(sink, TEST_SOURCE, { clock: () => fixture.now })
afterAll(async () => {
  await receivers.close()
  await fixture.close()
})

const request = (trace: number, spans = 1): Buffer =>
  tracesRequest(
    Array.from({ length: spans }, (_, span) => ({
      traceId: traceIdOf(trace),
      spanId: spanIdOf(span + 1),
      ...(span === 0 ? {} : { parentSpanId: spanIdOf(1) }),
      startUnixNano: START,
    })),
  )

const overGrpc = (body: Buffer, headers: Record<string, string> = AUTHORIZED) =>
  grpcCall(receivers.grpc.port, PATH, framed(body), headers)

const overHttp = (body: Buffer, headers: Record<string, string> = PROTOBUF, url = receivers.url) =>
  fetch(`${url}/v1/traces`, { method: 'POST', headers, body: new Uint8Array(body) })

const spansOf = async (...traces: number[]): Promise<number> => {
  const ids = traces.map(traceIdOf).join(',')
  const found = await fixture.rows(`select 1 from spans where trace_id = any('{${ids}}'::uuid[])`)
  return found.length
}

describe('a sink that fails now and then', () => {
  const sequence = (): (Error | null)[] => [
    null,
    new SinkError(GRPC_CODES.UNAVAILABLE, 'not now'),
    new SinkError(GRPC_CODES.INTERNAL, 'never'),
    null,
  ]

  test('over gRPC what is said to be stored is stored and nothing else', async () => {
    failures = sequence()
    const statuses: number[] = []
    for (const trace of [101, 102, 103, 104]) statuses.push((await overGrpc(request(trace))).grpcStatus)
    expect(statuses).toEqual([0, 14, 13, 0])
    expect(await spansOf(101, 104)).toBe(2)
    expect(await spansOf(102, 103)).toBe(0)
  })

  test('over HTTP likewise', async () => {
    failures = sequence()
    const statuses: number[] = []
    for (const trace of [111, 112, 113, 114]) statuses.push((await overHttp(request(trace))).status)
    expect(statuses).toEqual([200, 503, 500, 200])
    expect(await spansOf(111, 114)).toBe(2)
    expect(await spansOf(112, 113)).toBe(0)
  })

  test('a bug is told as such without its words, and reported', async () => {
    failures = [new TypeError('x is not a function')]
    const answer = await overHttp(request(120))
    const status = readStatus(Buffer.from(await answer.arrayBuffer()), 'application/x-protobuf')
    expect([answer.status, status.code, status.message]).toEqual([500, 13, 'internal error'])
    expect(receivers.reported.splice(0)).toEqual([new TypeError('x is not a function')])
  })
})

describe('gRPC', () => {
  test('an empty request is a success without words', async () => {
    const answer = await overGrpc(Buffer.alloc(0))
    expect([answer.grpcStatus, answer.message.length]).toEqual([0, 0])
  })

  test('throttling is UNAVAILABLE with RetryInfo', async () => {
    failures = [new Refusal('unavailable', 'full', 3), new Refusal('rate_limited', 'too much', 4)]
    for (const seconds of [3, 4]) {
      const answer = await overGrpc(request(130))
      expect(answer.grpcStatus).toBe(14)
      const status = protobufFields(answer.details ?? Buffer.alloc(0))
      expect(readStatus(answer.details ?? Buffer.alloc(0), '').detailTypes).toEqual([
        'type.googleapis.com/google.rpc.RetryInfo',
      ])
      const [any] = status.get(3) ?? []
      const info = Buffer.isBuffer(any) ? protobufFields(any).get(2)?.[0] : undefined
      const delay = Buffer.isBuffer(info) ? protobufFields(info).get(1)?.[0] : undefined
      expect(Buffer.isBuffer(delay) && protobufFields(delay).get(1)).toEqual([seconds])
    }
  })

  test('who sends without a token, or with one for something else, is told so', async () => {
    expect((await overGrpc(request(131), {})).grpcStatus).toBe(GRPC_CODES.UNAUTHENTICATED)
    expect((await overGrpc(request(131), { authorization: 'Bearer forbidden' })).grpcStatus).toBe(
      GRPC_CODES.PERMISSION_DENIED,
    )
    expect((await overGrpc(request(131), { 'x-api-key': TEST_TOKEN })).grpcStatus).toBe(0)
  })

  test('what cannot be decoded is INVALID_ARGUMENT, in words that survive the header', async () => {
    const answer = await overGrpc(Buffer.from('not protobuf'))
    expect(answer.grpcStatus).toBe(GRPC_CODES.INVALID_ARGUMENT)
    expect(answer.grpcMessage).not.toBe('')
  })

  test('other content types are 415', async () => {
    const answer = await overGrpc(request(132), { ...AUTHORIZED, 'content-type': 'application/json' })
    expect(answer.httpStatus).toBe(415)
  })

  test('a deadline that passes is DEADLINE_EXCEEDED', async () => {
    const answer = await overGrpc(request(133), { ...AUTHORIZED, 'grpc-timeout': '1n' })
    expect([0, GRPC_CODES.DEADLINE_EXCEEDED]).toContain(answer.grpcStatus)
    const broken = await overGrpc(request(133), { ...AUTHORIZED, 'grpc-timeout': 'soon' })
    expect(broken.grpcStatus).toBe(GRPC_CODES.INTERNAL)
  })

  test('a message cut short or followed by another is an error, not half a success', async () => {
    const whole = framed(request(134))
    for (const bytes of [whole.subarray(0, 3), whole.subarray(0, -1), Buffer.concat([whole, whole])]) {
      const answer = await grpcCall(receivers.grpc.port, PATH, bytes, AUTHORIZED)
      expect(answer.grpcStatus).toBe(GRPC_CODES.INTERNAL)
    }
  })

  test('50,000 spans in one request are more than the 4 MiB of other servers, and fine here', async () => {
    const body = request(135, 50_000)
    expect(body.length).toBeGreaterThan(4 * 1024 * 1024 * 0.8)
    expect((await overGrpc(body)).grpcStatus).toBe(0)
    expect(await spansOf(135)).toBe(50_000)
  })
})

describe('HTTP', () => {
  test('who sends without a token, or with one for something else, is told so', async () => {
    const type = { 'content-type': 'application/json' }
    const missing = await overHttp(validRequest('traces', 'json'), type)
    expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await missing.json()).toMatchObject({ code: 16 })
    const forbidden = await overHttp(validRequest('traces', 'json'), {
      ...type,
      authorization: 'Bearer forbidden',
    })
    expect(forbidden.status).toBe(403)
  })

  test.each(['/otlp/v1/traces', '/v1/traces/', '/a/b/v1/traces?x=1'])(
    'a base path is fine: %s',
    async (path) => {
      const answer = await fetch(`${receivers.url}${path}`, { method: 'POST', headers: PROTOBUF, body: '' })
      expect(answer.status).toBe(200)
    },
  )

  test('an endpoint without a path is told what to append', async () => {
    const answer = await fetch(receivers.url, { method: 'POST', headers: PROTOBUF, body: '' })
    const status = readStatus(Buffer.from(await answer.arrayBuffer()), 'application/x-protobuf')
    expect(answer.status).toBe(404)
    expect(status.message).toContain('append /v1/traces')
  })

  test.each(['br', 'zstd', 'snappy'])('%s is refused with what is taken instead', async (encoding) => {
    const answer = await overHttp(Buffer.from('x'), { ...PROTOBUF, 'content-encoding': encoding })
    expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate'])
    expect(answer.headers.get('content-type')).toBe('application/x-protobuf')
  })

  test('browsers are not let in', async () => {
    const answer = await fetch(`${receivers.url}/v1/traces`, {
      method: 'OPTIONS',
      headers: { origin: 'https://example.com', 'access-control-request-method': 'POST' },
    })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([405, null])
  })
})

test('a port that is taken is told at the start', async () => {
  const inUse = { code: 'EADDRINUSE' }
  await expect(listenHttp('127.0.0.1', receivers.http.port, () => undefined)).rejects.toMatchObject(inUse)
  const other = await startGrpc({ intake: receivers.intake, host: '127.0.0.1', port: 0 })
  await expect(
    startGrpc({ intake: receivers.intake, host: '127.0.0.1', port: other.port }),
  ).rejects.toMatchObject(inUse)
  await other.close()
})

test('nothing is stored after a shutdown, and all that was acknowledged before it', async () => {
  const own = await ingestFixture(NOW)
  const stopping = await listening(own.writer, TEST_SOURCE, { clock: () => own.now })
  const acknowledged = new Set<number>()
  let isOver = false
  const sender = async (from: number): Promise<void> => {
    for (let trace = from; !isOver; trace += 4) {
      const answer = await overHttp(request(trace), PROTOBUF, stopping.url).catch(() => null)
      if (answer?.status === 200) acknowledged.add(trace)
      else await new Promise(setImmediate)
    }
  }
  const senders = [1, 2, 3, 4].map(sender)
  while (acknowledged.size < 100) await new Promise(setImmediate)
  await stopping.close()
  await own.writer.close()
  const stored = await own.rows<{ trace_id: string }>('select trace_id from spans')
  await new Promise(setImmediate)
  isOver = true
  await Promise.all(senders)
  const later = await own.rows('select 1 from spans')
  expect(later.length).toBe(stored.length)
  const ids = new Set(stored.map((row) => row.trace_id.replaceAll('-', '')))
  expect([...acknowledged].filter((trace) => !ids.has(traceIdOf(trace)))).toEqual([])
  await own.close()
})
