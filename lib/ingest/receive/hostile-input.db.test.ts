import http from 'node:http'
import net from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import zlib from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { ingestFixture, TEST_SOURCE } from '@/db/testing/ingest-fixture'
import { Refusal } from '@/lib/model/refusal'
import { NOW_MS } from '../otlp/testing/contexts'
import { fuzzCase } from '../otlp/testing/mutate'
import type { Encoding } from './negotiate'
import { MEDIA_TYPE } from './negotiate'
import type { Sink } from './sink'
import { framed, grpcCall, grpcPath } from './testing/grpc-client'
import { type Listening, listening, TEST_TOKEN } from './testing/listening'
import { validRequest } from './testing/valid-request'

const MIB = 1024 * 1024

const fixture = await ingestFixture(new Date(NOW_MS))
const clock = () => fixture.now
const receivers = await listening(fixture.writer, TEST_SOURCE, { clock })
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
afterAll(async () => {
  agent.destroy()
  await receivers.close()
  await fixture.close()
})

const PROTOBUF = { 'content-type': MEDIA_TYPE.protobuf, 'x-api-key': TEST_TOKEN }

function post(
  path: string,
  headers: Record<string, string>,
  body: Buffer,
  to: Listening = receivers,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, agent, port: to.http.port, path }
    const request = http.request(options, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    request.on('error', reject).end(body)
  })
}

describe('fuzzing', () => {
  const SEEDS = 2_000
  // Seeds that once failed stay here.
  const KEPT: number[] = []

  test(`${SEEDS} mutated requests are taken or refused, and nothing else`, async () => {
    const stall = monitorEventLoopDelay({ resolution: 10 })
    stall.enable()
    const seeds = [...KEPT, ...Array.from({ length: SEEDS }, (_, seed) => seed + 1)]
    const unexpected: { seed: number; status: number }[] = []
    const one = async (seed: number): Promise<void> => {
      const { signal, form, isGzip, body } = fuzzCase(seed)
      const headers = {
        'content-type': MEDIA_TYPE[form],
        'x-api-key': TEST_TOKEN,
        ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
      }
      const status = await post(`/v1/${signal}`, headers, body)
      if (![200, 400, 413, 415].includes(status)) unexpected.push({ seed, status })
    }
    while (seeds.length > 0) await Promise.all(seeds.splice(0, 8).map(one))
    stall.disable()
    expect(unexpected).toEqual([])
    expect(stall.max / 1e6).toBeLessThan(1_000)
    expect(receivers.reported).toEqual([])
    expect(fixture.reported).toEqual([])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('mutated gRPC calls always end with a status', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { signal, body } = fuzzCase(seed)
      const bytes = seed % 3 === 0 ? body : framed(body, seed % 5 === 0)
      const encoding: Record<string, string> = seed % 2 === 0 ? { 'grpc-encoding': 'gzip' } : {}
      const headers = { 'x-api-key': TEST_TOKEN, ...encoding }
      const { grpcStatus } = await grpcCall(receivers.grpc.port, grpcPath(signal), bytes, headers)
      expect([0, 3, 8, 13]).toContain(grpcStatus)
    }
    expect(receivers.reported).toEqual([])
  })
})

describe('bombs', () => {
  const zeros = Buffer.alloc(100 * MIB)
  const bomb = zlib.gzipSync(zeros)
  // The trailer of a lie: it says that there are 16 bytes.
  const lying = Buffer.concat([bomb.subarray(0, -4), Buffer.from([16, 0, 0, 0])])
  const members = Buffer.concat([bomb, zlib.gzipSync('end')])

  test.each<[string, Encoding, Buffer]>([
    ['gzip', 'gzip', bomb],
    ['gzip with a lying trailer', 'gzip', lying],
    ['gzip of several members', 'gzip', members],
    ['deflate', 'deflate', zlib.deflateSync(zeros)],
  ])('%s: 413, and the memory stays flat', async (_, encoding, body) => {
    const headers = { ...PROTOBUF, 'content-encoding': encoding }
    expect(await post('/v1/traces', headers, body)).toBe(413)
    const before = process.memoryUsage().rss
    for (let round = 0; round < 10; round++) expect(await post('/v1/traces', headers, body)).toBe(413)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB)
    const grpc = await grpcCall(receivers.grpc.port, grpcPath('traces'), framed(body, true), {
      'x-api-key': TEST_TOKEN,
      'grpc-encoding': encoding,
    })
    expect(grpc.grpcStatus).toBe(8)
  })

  test('an honest bomb is refused by its trailer, without inflating any of it', async () => {
    const began = performance.now()
    expect(await post('/v1/traces', { ...PROTOBUF, 'content-encoding': 'gzip' }, bomb)).toBe(413)
    expect(performance.now() - began).toBeLessThan(500)
  })

  test('a body that announces too much is refused before it is sent', async () => {
    const socket = net.connect(receivers.http.port, '127.0.0.1')
    socket.write(
      `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nX-Api-Key: ${TEST_TOKEN}\r\n` +
        `Content-Length: ${65 * MIB}\r\n\r\n`,
    )
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })
})

describe('all encodings that are taken', () => {
  const valid = validRequest('traces', 'protobuf')

  test.each<[string, string, Buffer]>([
    ['gzip', 'gzip', zlib.gzipSync(valid)],
    ['gzip of two members', 'gzip', Buffer.concat([zlib.gzipSync(valid), zlib.gzipSync(Buffer.alloc(0))])],
    ['deflate in zlib format', 'deflate', zlib.deflateSync(valid)],
    ['deflate without it', 'deflate', zlib.deflateRawSync(valid)],
    ['an empty header', '', valid],
    ['identity', 'Identity', valid],
  ])('%s', async (_, encoding, body) => {
    expect(await post('/v1/traces', { ...PROTOBUF, 'content-encoding': encoding }, body)).toBe(200)
  })

  test('a body in chunks without a length', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const options = { method: 'POST', headers: PROTOBUF, port: receivers.http.port, path: '/v1/traces' }
      const request = http.request(options, (answer) => resolve(answer.resume().statusCode ?? 0))
      request.on('error', reject)
      request.write(valid.subarray(0, 10))
      request.end(valid.subarray(10))
    })
    expect(status).toBe(200)
  })
})

describe('overload', () => {
  test('without room nothing is read: 503 and UNAVAILABLE, both with when to come back', async () => {
    const full: Sink = {
      hasRoom: () => false,
      write: () => Promise.reject(new Error('written all the same')),
    }
    const busy = await listening(full, TEST_SOURCE)
    const headers = { ...PROTOBUF }
    const answer = await fetch(`${busy.url}/v1/traces`, { method: 'POST', headers, body: 'x' })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    const grpc = await grpcCall(busy.grpc.port, grpcPath('logs'), framed(Buffer.from('x')), {
      'x-api-key': TEST_TOKEN,
    })
    expect(grpc.grpcStatus).toBe(14)
    expect(grpc.details).not.toBeNull()
    await busy.close()
  })

  test('a source that sends more than its rate waits for as long as that takes', async () => {
    let now = 0
    const outcome = { accepted: 30, rejectedCount: 0, rejectedByReason: {}, rejected: [], redacted: {} }
    const sink: Sink = { hasRoom: () => true, write: async () => outcome }
    const limited = await listening(sink, { ...TEST_SOURCE, itemsPerSecond: 10 }, { clock: () => now })
    const send = () => fetch(`${limited.url}/v1/traces`, { method: 'POST', headers: PROTOBUF, body: '' })
    expect((await send()).status).toBe(200)
    const refused = await send()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
    now = 1_200
    expect((await send()).status).toBe(200)
    await limited.close()
  })

  test('a refusal of the sink keeps its words', async () => {
    const sink: Sink = {
      hasRoom: () => true,
      write: () => Promise.reject(new Refusal('invalid', 'no such field', null, 'resourceSpans[0]')),
    }
    const strict = await listening(sink, TEST_SOURCE)
    const headers = { 'x-api-key': TEST_TOKEN, 'content-type': 'application/json' }
    const answer = await fetch(`${strict.url}/v1/traces`, { method: 'POST', headers, body: '{}' })
    expect(await answer.json()).toMatchObject({ code: 3, message: 'no such field' })
    await strict.close()
  })
})
