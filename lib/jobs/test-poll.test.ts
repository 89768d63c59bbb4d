import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { testPoll } from './test-poll'
import { job, START, scriptAirbyte } from './testing/scripted-airbyte'
import { toolServer } from './testing/tool-server'

const SECRET = 'the-secret-of-an-application'

const server = await toolServer()
afterAll(server.close)
beforeEach(() => {
  server.asked.length = 0
})

const sealed = (settings: Record<string, string>): Buffer =>
  Buffer.from(sealSecret(JSON.stringify(settings), 'connection'), 'base64url')

const airbyte = (more: { address?: string | null; cursor?: unknown } = {}) => ({
  source: {
    orgId: 'o',
    sourceId: 's',
    teamId: 't',
    kind: 'airbyte' as const,
    environment: 'test',
    recognition: 'automatic' as const,
    itemsPerSecond: null,
    isSelf: false,
  },
  address: server.address,
  settings: sealed({ edition: 'cloud', clientId: 'runledger', clientSecret: SECRET }),
  cursor: null,
  ...more,
})
const ask = (of = airbyte(), longestMs = 5_000) => testPoll(of, { clock: () => START, longestMs })

describe('asking once', () => {
  test('reads one page and says what is in it', async () => {
    const jobs = Array.from({ length: 250 }, (_, index) =>
      job(index + 1, index < 90 ? 'succeeded' : 'failed'),
    )
    scriptAirbyte(server, jobs)
    expect(await ask()).toMatchObject({
      error: null,
      missing: [],
      page: {
        items: 100,
        isFirst: true,
        types: [
          { type: 'job.succeeded', count: 90 },
          { type: 'job.failed', count: 10 },
        ],
        examples: { length: 5, 4: { type: 'job.failed', subject: 'orders · job 100', because: null } },
      },
    })
    expect(server.asked.filter((asked) => asked.includes('/v1/jobs?'))).toHaveLength(1)
  })

  test('goes on where the rounds are', async () => {
    scriptAirbyte(server, [])
    const of = airbyte({ cursor: { since: '2026-11-21T11:00:00.000Z' } })
    expect(await ask(of)).toMatchObject({ error: null, page: { items: 0, isFirst: false } })
    expect(server.asked.some((asked) => asked.includes('updatedAtStart=2026-11-21T11'))).toBe(true)
  })

  test('ends where one page takes too many answers, which says that the tool can be asked', async () => {
    const jobs = Array.from({ length: 100 }, (_, index) => ({ ...job(index + 1), connectionId: `c${index}` }))
    // Where it is self-managed, each job has three addresses of its own.
    const of = { ...airbyte(), settings: sealed({}) }
    server.script(({ url }) =>
      url.pathname === '/api/public/v1/jobs'
        ? { json: { data: jobs } }
        : { json: { name: 'x', workspaceId: url.pathname.slice(-3) } },
    )
    expect(await ask(of)).toMatchObject({ error: null, page: null, answers: 150 })
  })
})

describe('what goes wrong is told exactly', () => {
  test('a tool that refuses, without the credential that it says', async () => {
    server.script(() => ({ status: 401, text: SECRET }))
    const { error } = await ask()
    expect(error).toBe(
      'POST /v1/applications/token answered 401: the credentials are not good, or may not read this',
    )
  })

  test('a tool that is busy, which is not waited for', async () => {
    server.script(() => ({ status: 429, headers: { 'retry-after': '5' } }))
    expect((await ask()).error).toContain('it is asked too often, or busy')
    expect(server.asked).toHaveLength(1)
  })

  test('an address where nothing is', async () => {
    server.script(() => ({ status: 404 }))
    expect(await testPoll({ ...airbyte(), settings: null })).toMatchObject({
      error: expect.stringContaining('is the base address right?'),
      missing: ['/api/public/v1/jobs'],
      page: null,
    })
  })

  test('a tool that does not answer in time', async () => {
    server.script(() => new Promise(() => undefined))
    expect((await ask(airbyte(), 100)).error).toBe('No whole page was read within 0.1 s')
  })

  test.each([
    ['http://169.254.169.254/latest', 'does not ask'],
    ['http://[fd00:ec2::254]/', 'does not ask'],
    ['https://me:secret@tool.example', 'holds a user or a password'],
    [null, 'The base address is missing'],
  ])('an address that is not asked: %s', async (address, words) => {
    const { error, answers } = await ask(airbyte({ address }))
    expect(error).toContain(words)
    expect(answers).toBe(0)
    expect(server.asked).toEqual([])
  })

  test('credentials of another installation', async () => {
    const of = { ...airbyte(), settings: Buffer.from('00112233445566778899aabbccddeeff', 'hex') }
    expect((await ask(of)).error).toContain('enter them again')
  })
})
