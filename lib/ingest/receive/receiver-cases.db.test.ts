import fs from 'node:fs'
import zlib from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ingestFixture, TEST_SOURCE } from '@/db/testing/ingest-fixture'
import { GRPC_CODES, httpStatusOf } from './failure'
import { type Sink, SinkError } from './sink'
import { framed, grpcCall } from './testing/grpc-client'
import { listening, TEST_TOKEN } from './testing/listening'
import { protobufFields, readStatus } from './testing/read-status'
import { signalOfPath, validRequest } from './testing/valid-request'

type Expected = {
  status?: number
  statusOneOf?: number[]
  statusClass?: string
  contentType?: string
  body?: string
  bodyBytes?: number
  json?: { code?: number }
  bodyDecodesAs?: string
  statusCodeField?: number
  message?: string
  stored?: number
  retryAfter?: string | null
  partialSuccess?: 'unset' | { rejectedSpans: string }
  traceIdStored?: string
  droppedAttributesCount?: number
  httpStatus?: number
  grpcStatus?: number
  header?: string
}

type Case = {
  id: string
  optional?: boolean
  mapping?: boolean
  grpc?: keyof typeof GRPC_CODES
  grpcPath?: string
  grpcEncoding?: string
  paths?: string[]
  method?: string
  contentType?: string
  contentEncoding?: string
  body?: string
  rawBody?: string
  backend?: string
  backendStatus?: keyof typeof GRPC_CODES
  retryInfoSeconds?: number | null
  expect: Expected
}

const FILE = '../shared/fixtures/otlp/derived/receiver-cases.json'
const isThere = fs.existsSync(FILE)
/** A reason to skip that a reader of the report sees. */
const named = (title: string): string => (isThere ? title : `${title} (skipped: ${FILE} is not there)`)
const all: Case[] = isThere ? JSON.parse(fs.readFileSync(FILE, 'utf8')).cases : []
const cases = all.filter((each) => each.optional !== true)

const BODY_LIMIT = 64 * 1024
const TRACE_OF_CASES = '5b8efff7-9803-8103-d269-b633813fc60c'

// The bodies of the cases are of that day.
const fixture = await ingestFixture(new Date('2018-12-13T15:00:00Z'))
const options = { bodyBytesMax: BODY_LIMIT, clock: () => fixture.now }
const real = await listening(fixture.writer, TEST_SOURCE, options)
let failure: Error = new Error('no failure chosen')
const failingSink: Sink = { hasRoom: () => true, write: () => Promise.reject(failure) }
const failing = await listening(failingSink, TEST_SOURCE, options)
afterAll(async () => {
  await real.close()
  await failing.close()
  await fixture.close()
})

const storedItems = async (): Promise<number> =>
  Number(
    (
      await fixture.rows<{ n: string }>(
        'select (select count(*) from spans) + (select count(*) from log_records) as n',
      )
    )[0]?.n,
  )

beforeEach(async () => {
  await fixture.rows('truncate spans, log_records, traces, executions, task_runs')
})

describe.skipIf(!isThere)(named('the mapping of gRPC codes to HTTP'), () => {
  test.each(cases.filter((each) => each.mapping === true))('$id', ({ grpc, expect: expected }) => {
    expect(httpStatusOf(GRPC_CODES[grpc ?? 'OK'])).toBe(expected.status)
  })
})

describe.skipIf(!isThere)(named('OTLP/HTTP'), () => {
  const http = cases
    .filter((each) => each.paths !== undefined)
    .flatMap((each) => (each.paths ?? []).map((path) => ({ ...each, path, title: `${each.id} ${path}` })))

  test.each(http)('$title', async (each) => {
    const expected = each.expect
    const sender = each.backend === undefined && each.backendStatus === undefined ? real : failing
    failure = failureFor(each)
    const answer = await fetch(`${sender.url}${each.path}`, {
      method: each.method ?? 'POST',
      headers: headersOf(each),
      ...(each.method === 'GET' ? {} : { body: new Uint8Array(bodyOf(each, each.path)) }),
    })
    const body = Buffer.from(await answer.arrayBuffer())
    const type = answer.headers.get('content-type') ?? ''

    if (expected.status !== undefined) expect(answer.status).toBe(expected.status)
    if (expected.statusOneOf !== undefined) expect(expected.statusOneOf).toContain(answer.status)
    if (expected.statusClass !== undefined) expect(answer.status).toBeGreaterThanOrEqual(400)
    if (expected.contentType !== undefined) expect(type).toBe(expected.contentType)
    if (expected.body !== undefined) expect(body.toString()).toBe(expected.body)
    if (expected.bodyBytes !== undefined) expect(body.length).toBe(expected.bodyBytes)
    if (expected.retryAfter !== undefined) expect(answer.headers.get('retry-after')).toBe(expected.retryAfter)
    if (expected.bodyDecodesAs === 'google.rpc.Status' || (expected.json?.code ?? 0) > 0)
      expectStatus(expected, body, type)
    else if (expected.json !== undefined) expect(JSON.parse(body.toString())).toEqual(expected.json)
    await expectStored(expected, each.path, body)
  })
})

describe.skipIf(!isThere)(named('OTLP/gRPC'), () => {
  const PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
  const grpc = cases.filter((each) => each.id.startsWith('grpc-') && each.mapping !== true)

  test.each(grpc)('$id', async (each) => {
    const sender = each.backend === undefined ? real : failing
    failure = failureFor(each)
    const message =
      each.id === 'grpc-too-large' ? Buffer.alloc(BODY_LIMIT + 1) : validRequest('traces', 'protobuf')
    const isCompressed = each.grpcEncoding !== undefined || each.id.includes('compressed-flag')
    const answer = await grpcCall(sender.grpc.port, each.grpcPath ?? PATH, framed(message, isCompressed), {
      authorization: `Bearer ${TEST_TOKEN}`,
      ...(each.grpcEncoding === undefined ? {} : { 'grpc-encoding': each.grpcEncoding }),
    })
    expect(answer.httpStatus).toBe(each.expect.httpStatus ?? 200)
    expect(answer.grpcStatus).toBe(each.expect.grpcStatus)
    if (each.expect.header !== undefined) expect(answer.headers[each.expect.header]).toContain('gzip')
    // Retry information would make clients send again what can never be taken.
    expect(answer.details).toBeNull()
    expect(await storedItems()).toBe(0)
  })
})

test('none of this was a bug', () => {
  expect(real.reported).toEqual([])
  expect(fixture.reported).toEqual([])
})

function headersOf(each: Case): Record<string, string> {
  const isLimitCase = each.id.startsWith('body-')
  const contentType = each.contentType ?? (isLimitCase ? 'application/json' : undefined)
  return {
    authorization: `Bearer ${TEST_TOKEN}`,
    ...(contentType === undefined || contentType === '' ? {} : { 'content-type': contentType }),
    ...(each.contentEncoding === undefined ? {} : { 'content-encoding': each.contentEncoding }),
  }
}

function bodyOf(each: Case, path: string): Buffer {
  const form = each.contentType?.toLowerCase().includes('protobuf') ? 'protobuf' : 'json'
  if (each.rawBody !== undefined) return Buffer.from(each.rawBody)
  if (each.id.startsWith('body-')) {
    const valid = validRequest(signalOfPath(path), 'json')
    const bytes = each.id === 'body-at-limit' ? BODY_LIMIT : BODY_LIMIT + 1
    return Buffer.concat([valid, Buffer.alloc(bytes - valid.length, ' ')])
  }
  const isValid = each.body?.startsWith('valid') ?? false
  if (!isValid) return Buffer.from(each.body === '(0 bytes)' ? '' : (each.body ?? ''))
  const valid = validRequest(signalOfPath(path), form)
  return each.contentEncoding === 'gzip' ? zlib.gzipSync(valid) : valid
}

function failureFor(each: Case): Error {
  if (each.backendStatus !== undefined)
    return new SinkError(GRPC_CODES[each.backendStatus], 'my error', each.retryInfoSeconds ?? null)
  switch (each.backend) {
    case 'permanent':
    case 'permanent-internal':
      return new SinkError(GRPC_CODES.INTERNAL, 'Permanent error: my error')
    case 'status-invalid-argument':
      return new SinkError(GRPC_CODES.INVALID_ARGUMENT, 'Bad Request')
    case 'status-unavailable':
      return new SinkError(GRPC_CODES.UNAVAILABLE, 'Service Unavailable')
    default:
      return new SinkError(GRPC_CODES.UNAVAILABLE, 'my error')
  }
}

function expectStatus(expected: Expected, body: Buffer, type: string): void {
  const status = readStatus(body, type)
  const code = expected.statusCodeField ?? expected.json?.code
  if (code !== undefined) expect(status.code).toBe(code)
  if (expected.message !== undefined) expect(status.message).toBe(expected.message)
  expect(status.message).not.toBe('')
}

async function expectStored(expected: Expected, path: string, body: Buffer): Promise<void> {
  const isMetrics = path === '/v1/metrics'
  // Metrics are answered with a partial success that says they are not stored.
  if (expected.stored !== undefined) expect(await storedItems()).toBe(isMetrics ? 0 : expected.stored)
  if (expected.partialSuccess === 'unset' && !isMetrics) expect(body.toString()).toBe('{}')
  if (typeof expected.partialSuccess === 'object') {
    const { partialSuccess } = JSON.parse(body.toString())
    expect(partialSuccess.rejectedSpans).toBe(expected.partialSuccess.rejectedSpans)
    expect(partialSuccess.errorMessage).not.toBe('')
  }
  if (expected.traceIdStored !== undefined)
    expect(await fixture.rows('select trace_id from spans')).toEqual([{ trace_id: TRACE_OF_CASES }])
  if (expected.droppedAttributesCount !== undefined)
    expect(await fixture.rows('select dropped_attributes_count from spans')).toEqual([
      { dropped_attributes_count: String(expected.droppedAttributesCount) },
    ])
}

test('metrics are counted and refused item by item, in both forms', async () => {
  for (const form of ['json', 'protobuf'] as const) {
    const answer = await fetch(`${real.url}/v1/metrics`, {
      method: 'POST',
      headers: {
        'x-api-key': TEST_TOKEN,
        'content-type': form === 'json' ? 'application/json' : 'application/x-protobuf',
      },
      body: new Uint8Array(validRequest('metrics', form)),
    })
    expect(answer.status).toBe(200)
    const body = Buffer.from(await answer.arrayBuffer())
    if (form === 'json') {
      expect(JSON.parse(body.toString())).toEqual({
        partialSuccess: {
          rejectedDataPoints: '1',
          errorMessage: 'metrics are not stored; set OTEL_METRICS_EXPORTER=none',
        },
      })
    } else {
      const partial = protobufFields(body).get(1)?.[0]
      expect(Buffer.isBuffer(partial) && protobufFields(partial).get(1)).toEqual([1])
    }
  }
})
