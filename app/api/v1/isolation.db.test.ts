import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReadToken } from '@/db/store/create-read-token'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Operation } from '@/lib/api/operation'
import { OPERATIONS } from '@/lib/api/operations'
import { mintIngestToken } from '@/lib/secrets/ingest-token'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

/** A token, and the corners that it may read. */
type Caller = { who: string; token: string; reads: IsolatedCorner[] }

let base: TestDatabase
let mine: [IsolatedCorner, IsolatedCorner, IsolatedCorner]
let theirs: IsolatedCorner
let callers: Caller[]
const shared = globalThis as { runledgerDatabase?: unknown }
const before = shared.runledgerDatabase

beforeAll(async () => {
  base = await testDatabase()
  shared.runledgerDatabase = base
  const first = await addIsolatedCorner(base.db)
  mine = [first, await addIsolatedCorner(base.db, first.orgId), await addIsolatedCorner(base.db, first.orgId)]
  theirs = await addIsolatedCorner(base.db)
  const [a, b, c] = mine
  callers = [
    { who: 'a viewer', token: await tokenOf({ [a.teamId]: 'viewer' }, [a]), reads: [a] },
    { who: 'an admin', token: await tokenOf({ [a.teamId]: 'admin' }, [a]), reads: [a] },
    {
      who: 'of two teams, for one',
      token: await tokenOf({ [a.teamId]: 'viewer', [b.teamId]: 'editor' }, [b]),
      reads: [b],
    },
    {
      who: 'of two teams',
      token: await tokenOf({ [a.teamId]: 'viewer', [b.teamId]: 'operator' }, [a, b]),
      reads: [a, b],
    },
    { who: 'an owner', token: await tokenOf({}, [a, b, c], true), reads: [a, b, c] },
    {
      who: 'somebody who may only audit by now',
      token: await tokenOf({ [a.teamId]: 'auditor' }, [a]),
      reads: [],
    },
  ]
})
afterAll(async () => {
  shared.runledgerDatabase = before
  await base.close()
})

/** A token of a new person with these roles. */
async function tokenOf(
  roles: Record<string, string>,
  of: IsolatedCorner[],
  isOwner = false,
): Promise<string> {
  const [userId, orgId] = [randomUUID(), mine[0].orgId]
  await base.db.execute(sql`insert into users (org_id, id, email, name, is_owner, created_at)
    values (${orgId}, ${userId}, ${`${userId}@example.com`}, 'Caller', ${isOwner}, now())`)
  for (const [teamId, role] of Object.entries(roles)) {
    await base.db.execute(sql`insert into memberships (org_id, user_id, team_id, role)
      values (${orgId}, ${userId}, ${teamId}, ${role})`)
  }
  const scope = testScope({ orgId, userId, isOwner: true })
  const teamIds = of.map((corner) => corner.teamId)
  return (await createReadToken(scope, { name: 'Test', teamIds, expiresAt: null }, base.db)).token
}

async function handlersOf(operation: Operation): Promise<Record<string, Handler>> {
  const folder = operation.path.replace(/\{(\w+)\}/g, '[$1]')
  return import(/* @vite-ignore */ path.join(process.cwd(), 'app/api/v1', folder, 'route.ts'))
}

async function ask(operation: Operation, of: IsolatedCorner, headers: Record<string, string>, search = '') {
  const { GET } = await handlersOf(operation)
  if (!GET) throw new TypeError(`${operation.path} answers no GET`)
  const ids: Record<string, string> = {
    '/executions': of.executionId,
    '/flows': of.flowId,
    '/sources': of.sourceId,
  }
  const id = Object.entries(ids).find(([prefix]) => operation.path.startsWith(prefix))?.[1] ?? ''
  const params = { id, traceId: of.trace.hex, spanId: of.spanId }
  const request = new Request(`http://localhost/api/v1${operation.path}${search}`, { headers })
  return GET(request, { params: Promise.resolve(params) })
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe.each(OPERATIONS.map((operation) => [operation.path, operation] as const))('%s', (_, operation) => {
  const isOfOne = operation.path.includes('{')

  test('tells each token of its own teams, and of no other', async () => {
    for (const { who, token, reads } of callers) {
      for (const target of [...mine, theirs]) {
        const response = await ask(operation, target, bearer(token))
        const text = await response.text()
        const mayRead = reads.includes(target)
        expect([who, response.status, text.slice(0, 200)]).toEqual([
          who,
          mayRead || !isOfOne ? 200 : 404,
          text.slice(0, 200),
        ])
        for (const corner of [...mine, theirs].filter((each) => !reads.includes(each)))
          for (const id of corner.ids) expect(text).not.toContain(id)
        if (mayRead && response.status === 200 && operation.id !== 'getMe')
          expect(text).toContain(target.mark)
      }
    }
  })

  test('refuses no token, another token and a parameter that it does not know', async () => {
    const asked = (headers: Record<string, string>, search = '') => ask(operation, mine[0], headers, search)
    const token = callers[0]?.token ?? ''
    expect((await asked({ authorization: 'Basic eDp5' })).status).toBe(401)
    expect((await asked(bearer(mintIngestToken().token))).status).toBe(403)
    const refused = await asked(bearer(token), '?nothing=1')
    expect(refused.status).toBe(400)
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
    expect(await refused.json()).toMatchObject({ status: 400, path: 'nothing', reason: 'invalid' })
  })

  test('changes nothing: every other method is refused', async () => {
    const handlers = await handlersOf(operation)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await handlers[method]?.(new Request('http://localhost/'), {
        params: Promise.resolve({}),
      })
      expect([method, answer?.status, answer?.headers.get('allow')]).toEqual([
        method,
        405,
        'GET, HEAD, OPTIONS',
      ])
    }
  })
})
