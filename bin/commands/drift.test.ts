import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { driftTable } from '../drift/drift-report'
import type { DriftedFlow } from '../drift/drift-source'
import { type DriftOptions, driftCode } from './drift'

const ID = '00000000-0000-4000-8000-000000000001'
const COUNTS = { in_sync: 5, behind: 0, ahead: 1, diverged: 0, orphan: 0, dormant: 0, unknown: 0 }
const AHEAD = {
  ...{ flowId: ID, flow: 'orders', namespace: 'shop', sourceId: ID, source: 'Kestra', sourceKind: 'kestra' },
  ...{ teamId: ID, team: 'Growth', state: 'ahead', since: '2026-11-20T10:00:00.000Z', lagCommits: null },
  repository: 'git.example.com/flows',
  detail: {
    git: {
      ...{ hash: 'a', at: '2026-11-19T10:00:00.000Z', version: null, commit: 'c' },
      ...{ repositoryId: ID, path: 'flows/orders.yml' },
    },
    ...{ deployed: null, executed: null, lagHours: null, because: 'Edited in the tool.' },
  },
  actor: { key: 'kestra:ada', name: 'ada', isBot: false, personId: ID, person: 'Ada' },
  changeId: ID,
}

let asked: { path: string; token: string | undefined }[] = []
let answers: Record<string, { status: number; body: unknown }>
beforeEach(() => {
  asked = []
  answers = {
    '/api/v1/drift/counts': { status: 200, body: COUNTS },
    '/api/v1/drift': { status: 200, body: { items: [AHEAD], hasMore: false } },
    '/api/v1/teams': { status: 200, body: { items: [{ id: ID, name: 'Growth', slug: 'growth' }] } },
  }
})
const console_ = http.createServer((request, response) => {
  const { pathname, search } = new URL(request.url ?? '', 'http://console')
  asked.push({ path: `${pathname}${search}`, token: request.headers.authorization })
  const { status, body } = answers[pathname] ?? { status: 404, body: { detail: 'There is no such thing.' } }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
})
await new Promise<void>((resolve) => console_.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(console_.address() as AddressInfo).port}`
afterAll(() => console_.close())

async function drift(args: string[], token = 'rl_read_test') {
  const cli = path.join(process.cwd(), 'bin/cli.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', cli, 'drift', ...args], {
    env: { ...process.env, RUNLEDGER_TOKEN: token },
  })
  const [stdout, stderr] = [[] as Buffer[], [] as Buffer[]]
  child.stdout.on('data', (chunk) => stdout.push(chunk))
  child.stderr.on('data', (chunk) => stderr.push(chunk))
  const [code] = await once(child, 'close')
  return { code, out: Buffer.concat(stdout).toString(), err: Buffer.concat(stderr).toString() }
}

describe('runledger drift', () => {
  test('lists what is not in sync, and ends well where nothing is to fail on', async () => {
    const { code, out, err } = await drift(['--url', `${url}/`])
    expect(code).toBe(0)
    expect(out).toContain(
      'ahead  shop/orders  Kestra  2026-11-20T10:00Z  -          Ada         Edited in the tool.',
    )
    expect(err).toContain('6 flows: 5 in sync, 1 ahead')
    expect(asked.map(({ token }) => token)).toEqual(['Bearer rl_read_test', 'Bearer rl_read_test'])
    expect(asked.at(-1)?.path).toBe('/api/v1/drift?state=ahead&page=1&limit=200')
  })

  test('ends with 1 where a flow stands as it is to fail on, and with 0 where none does', async () => {
    const team = ['--url', url, '--team', 'growth', '--json']
    const { code, out } = await drift([...team, '--fail-on', 'diverged,ahead'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ counts: COUNTS, failed: ['ahead'], flows: [{ flow: 'orders' }] })
    expect(asked.at(-1)?.path).toContain(`team=${ID}`)
    expect(await driftCode({ url, token: 't', team: 'growth', failOn: 'diverged' })).toBe(0)
  })

  test('ends with 2 where it cannot be found out', async () => {
    answers['/api/v1/drift/counts'] = { status: 403, body: { detail: 'The token has ended.' } }
    const ask = (options: DriftOptions) => driftCode({ url, token: 'rl_read_test', ...options })
    expect(await ask({ failOn: 'ahead' })).toBe(2)
    answers['/api/v1/drift/counts'] = { status: 200, body: { hello: 'there' } }
    expect(await ask({})).toBe(2)
    answers['/api/v1/drift/counts'] = { status: 200, body: COUNTS }
    expect(await ask({})).toBe(0)
    expect(await ask({ url: 'http://127.0.0.1:1' })).toBe(2)
    expect(await ask({ url: 'nowhere' })).toBe(2)
    expect(await ask({ token: '' })).toBe(2)
    expect(await ask({ failOn: 'in_sync' })).toBe(2)
    expect(await ask({ team: 'nobody' })).toBe(2)
  })

  test('ends with 2 where it is mistyped', async () => {
    expect(await drift(['--url', url, '--fali-on', 'ahead'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--fali-on'),
    })
  })
})

test('a name that would move the cursor of a terminal stays in its cell', () => {
  const flow: DriftedFlow = {
    ...{ flowId: ID, flow: 'a\u001b[2J\nb', namespace: '', source: 's', team: 't', state: 'orphan' },
    ...{ since: '2026-11-20T10:00:00.000Z', lagCommits: 2, lagHours: 3, because: '', repository: null },
    ...{ path: null, changedBy: null },
  }
  const [, line, ...others] = driftTable([flow]).split('\n')
  expect([line, others]).toEqual([expect.stringContaining('a [2J b'), ['']])
  expect(driftTable([])).toBe('')
})
