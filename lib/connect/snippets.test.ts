import { execFileSync, spawn } from 'node:child_process'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { endpointsFor } from './endpoints'
import { type Connection, snippetsFor } from './snippets'

const TOKEN = 'rl_ing_abcdefgh_0123456789012345678901234567890123456789012_abcdef'

const codeOf = (id: string, connection: Connection): string =>
  snippetsFor(connection)
    .find((snippet) => snippet.id === id)
    ?.blocks.at(-1)?.code ?? ''

const connection = (of: Partial<Connection> = {}): Connection => ({
  endpoint: 'http://localhost:4318',
  grpcEndpoint: 'http://localhost:4317',
  token: TOKEN,
  service: 'nightly',
  ...of,
})

const hasCurl = (() => {
  try {
    execFileSync('curl', ['--version'])
    return true
  } catch {
    return false
  }
})()

type Received = {
  path: string | undefined
  token: string | undefined
  type: string | undefined
  body: Buffer
}

let server: http.Server
let received: Received | null = null
let endpoint: string

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { url: path, headers } = request
      received = {
        path,
        token: headers.authorization,
        type: headers['content-type'],
        body: Buffer.concat(chunks),
      }
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  received = null
})

const run = (program: string, args: string[]): Promise<number | null> =>
  new Promise((resolve) => spawn(program, args, { stdio: 'ignore' }).on('exit', resolve))

describe.skipIf(!hasCurl)('the shell snippet, pasted into a shell', () => {
  test.each(['sh', 'bash'])('sends one trace of now with a failing step (%s)', async (program) => {
    expect(await run(program, ['-ec', codeOf('shell', connection({ endpoint }))])).toBe(0)
    expect(received).toMatchObject({ path: '/v1/traces', token: `Bearer ${TOKEN}`, type: 'application/json' })
    const { resourceSpans } = JSON.parse(received?.body.toString() ?? '')
    const { spans } = resourceSpans[0].scopeSpans[0]
    expect(spans.map((span: { name: string }) => span.name)).toEqual([
      'nightly-report',
      'extract',
      'transform',
      'load',
    ])
    expect(new Set(spans.map((span: { traceId: string }) => span.traceId)).size).toBe(1)
    for (const span of spans) {
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/)
      expect(span.spanId).toMatch(/^[0-9a-f]{16}$/)
      expect(Math.abs(Number(span.endTimeUnixNano) / 1e6 - Date.now())).toBeLessThan(60_000)
      expect(Number(span.endTimeUnixNano)).toBeGreaterThan(Number(span.startTimeUnixNano))
    }
  })
})

test('the Node.js snippet sends its trace with the packages it names', async () => {
  const code = codeOf('node', connection({ endpoint }))
  expect(await run('node', ['--input-type=module', '-e', code])).toBe(0)
  expect(received).toMatchObject({
    path: '/v1/traces',
    token: `Bearer ${TOKEN}`,
    type: 'application/x-protobuf',
  })
  const body = received?.body.toString('latin1') ?? ''
  for (const word of ['nightly-report', 'extract', 'load', 'duplicate key 4711']) expect(body).toContain(word)
})

test('without the token every snippet marks its place', () => {
  for (const snippet of snippetsFor(connection({ token: null }))) {
    const code = snippet.blocks.map((block) => block.code).join('\n')
    expect(code).not.toMatch(/null|undefined/)
    expect(code).toContain('rl_ing_…')
  }
})

test('behind https only the console itself is offered', () => {
  const ports = { otlpHttpPort: 4318, otlpGrpcPort: 4317 }
  expect(endpointsFor({ host: 'runledger.example.com', isHttps: true }, ports)).toEqual({
    endpoint: 'https://runledger.example.com',
    grpcEndpoint: null,
  })
  expect(endpointsFor({ host: '[::1]:3000', isHttps: false }, ports)).toEqual({
    endpoint: 'http://[::1]:4318',
    grpcEndpoint: 'http://[::1]:4317',
  })
})
