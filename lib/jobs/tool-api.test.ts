import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { isRefusedAddress } from './refused-addresses'
import { toolServer } from './testing/tool-server'
import { openToolApi } from './tool-api'

const server = await toolServer()
afterAll(server.close)
beforeEach(() => {
  server.asked.length = 0
})

const open = (address = server.address, signal = new AbortController().signal) =>
  openToolApi({ address, settings: { token: 'very-secret' }, signal })

describe('the API of a tool', () => {
  test('is asked below its base address, and says where it is', async () => {
    server.script(({ url, method, body }) => ({ json: { path: url.pathname, method, body } }))
    const api = open(`${server.address}/base/`)
    expect(await api.get('/v1/jobs?limit=1', { authorization: 'Bearer very-secret' })).toMatchObject({
      path: '/base/v1/jobs',
    })
    expect(await api.post('//elsewhere.example/x', { a: 1 })).toMatchObject({
      path: '/base/elsewhere.example/x',
      body: '{"a":1}',
    })
    expect(server.headers[0]).toMatchObject({
      authorization: 'Bearer very-secret',
      accept: 'application/json',
    })
    expect(api.settings).toEqual({ token: 'very-secret', address: `${server.address}/base` })
  })

  test('that knows no such thing answers null', async () => {
    server.script(() => ({ status: 404, text: '<h1>no</h1>' }))
    expect(await open().get('/x')).toBeNull()
    await expect(open().post('/x', {})).rejects.toThrow('POST /x answered 404')
  })

  test.each([
    [{ status: 401 }, 'GET /x answered 401: the credentials are not good, or may not read this'],
    [{ status: 500, text: 'very-secret' }, 'GET /x answered 500'],
    [{ status: 302, headers: { location: 'http://169.254.169.254/' } }, 'which is not followed'],
    [{ text: '<html>' }, 'GET /x answered something that is no JSON'],
  ])('says what is wrong with %j', async (reply, words) => {
    server.script(() => reply)
    const trouble = open().get('/x?key=very-secret')
    await expect(trouble).rejects.toThrow(words)
    await expect(trouble).rejects.not.toThrow('very-secret')
    expect(server.asked).toHaveLength(1)
  })

  test('is waited for when it is busy, as long as it says', async () => {
    const replies = [
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 503, headers: { 'retry-after': '0' } },
    ]
    server.script(() => replies.shift() ?? { json: { ok: true } })
    expect(await open().get('/x')).toEqual({ ok: true })
    expect(server.asked).toHaveLength(3)
  })

  test('is left alone when it wants that for longer', async () => {
    server.script(() => ({ status: 429, headers: { 'retry-after': '900' } }))
    await expect(open().get('/x')).rejects.toMatchObject({ retryAfterMs: 900_000 })
    expect(server.asked).toHaveLength(1)
  })

  test('ends with the round', async () => {
    server.script(() => new Promise(() => undefined))
    const round = new AbortController()
    const asking = open(server.address, round.signal).get('/x')
    await expect.poll(() => server.asked.length).toBe(1)
    round.abort(new Error('over'))
    await expect(asking).rejects.toThrow('over')
  })

  test('is not read when it says too much', async () => {
    server.script(() => ({ text: `"${'x'.repeat(33 * 1024 * 1024)}"` }))
    await expect(open().get('/x')).rejects.toThrow('more than 32 MB')
  })

  test.each([
    ['http://169.254.169.254', 'link-local'],
    ['http://[fe80::1]', 'link-local'],
    ['http://[::ffff:169.254.169.254]', 'link-local'],
    ['http://2852039166', 'link-local'],
    ['ftp://tool.example', 'https://'],
    ['http://nobody-knows-this.invalid', 'no name server knows'],
    ['http://127.0.0.1:1', 'refuses connections'],
  ])('is not asked at %s', async (address, words) => {
    await expect(open(address).get('/x')).rejects.toThrow(words)
  })

  test('has its user and password in fields of their own', () => {
    expect(() => open('http://ada:very-secret@tool.example')).toThrow('set them in their own fields')
    expect(() => open('http://ada:very-secret@tool.example')).not.toThrow('very-secret')
  })
})

test.each([
  ['10.0.0.1', false],
  ['127.0.0.1', false],
  ['192.168.1.10', false],
  ['fd12::1', false],
  ['::1', false],
  ['8.8.8.8', false],
  ['169.254.170.2', true],
  ['::ffff:169.254.169.254', true],
  ['64:ff9b::a9fe:a9fe', true],
  ['fe80::1%eth0', true],
  ['100.100.100.200', true],
  ['0.0.0.0', true],
  ['not an address', true],
])('%s is refused: %s', (address, isRefused) => {
  expect(isRefusedAddress(address)).toBe(isRefused)
})
