import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDiscovery } from './read-discovery'

let server: http.Server
let base: string
beforeAll(async () => {
  server = http.createServer((request, response) => {
    const [, kind] = (request.url ?? '').split('/')
    const issuer = `${base}/${kind}`
    if (kind === 'moved') return void response.writeHead(302, { location: `${base}/good` }).end()
    if (kind === 'html') return void response.end('<html>')
    if (kind === 'endless') return void response.end('x'.repeat(300 * 1024))
    if (kind !== 'good') return void response.writeHead(404).end('secret of another service')
    const endpoints = { authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t` }
    response.end(JSON.stringify({ issuer, ...endpoints, jwks_uri: `${issuer}/k` }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

test('a provider that is well', async () => {
  expect(await readDiscovery(`${base}/good`, [])).toMatchObject({ problem: null })
})

test.for([
  ['/moved', /answered 302/],
  ['/missing', /openid-configuration answered 404 instead of 200\.$/],
  ['/html', /not JSON/],
  ['/endless', /more than 256 KiB/],
] as const)('%s is a problem, told exactly and without the answer', async ([path, problem]) => {
  expect(await readDiscovery(base + path, [])).toEqual({ problem: expect.stringMatching(problem) })
})

test('nobody there is a problem', async () => {
  const closed = http.createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  expect(await readDiscovery(`http://127.0.0.1:${port}`, [])).toEqual({
    problem: expect.stringMatching(/could not be asked: .*ECONNREFUSED/),
  })
})

test('an address that Runledger must not ask is not asked', async () => {
  expect(await readDiscovery('http://login.example.com', [])).toEqual({
    problem: expect.stringMatching(/https/),
  })
})
