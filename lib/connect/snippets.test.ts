import { execFileSync, spawn } from 'node:child_process'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

describe.skipIf(!hasCurl)('the shell snippet, pasted into a shell', () => {
  let server: http.Server
  let received: { path: string | undefined; token: string | undefined; body: string }
  beforeAll(async () => {
    server = http.createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { url: path, headers } = request
        received = { path, token: headers.authorization, body: Buffer.concat(chunks).toString() }
        response.end('{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => server.close())

  test.each(['sh', 'bash'])('sends one trace of now with a failing step (%s)', async (program) => {
    const { port } = server.address() as AddressInfo
    const code = codeOf('shell', connection({ endpoint: `http://127.0.0.1:${port}` }))
    const status = await new Promise((resolve) =>
      spawn(program, ['-ec', code], { stdio: 'ignore' }).on('exit', resolve),
    )
    expect(status).toBe(0)
    expect(received).toMatchObject({ path: '/v1/traces', token: `Bearer ${TOKEN}` })
    const { resourceSpans } = JSON.parse(received.body)
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

test('without the token every snippet takes it from the environment, and none shows half of one', () => {
  for (const snippet of snippetsFor(connection({ token: null }))) {
    const code = snippet.blocks.map((block) => block.code).join('\n')
    expect(code).not.toContain('null')
    expect(code).toMatch(/RUNLEDGER_TOKEN|rl_ing_…|install/)
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
