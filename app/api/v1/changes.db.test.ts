import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Method, Operation } from '@/lib/api/operation'
import { OPERATIONS } from '@/lib/api/operations'
import { BODY_MAX } from '@/lib/api/read-body'
import { ask, tokenOf } from './testing/api-callers'

let base: TestDatabase
let corner: IsolatedCorner
let token: string
const shared = globalThis as { runledgerDatabase?: unknown }
const before = shared.runledgerDatabase

beforeAll(async () => {
  base = await testDatabase()
  shared.runledgerDatabase = base
  corner = await addIsolatedCorner(base.db)
  token = await tokenOf(base.db, corner.orgId, { isOwner: true, corners: null, scope: 'write' })
})
afterAll(async () => {
  shared.runledgerDatabase = before
  await base.close()
})

type Json = Record<string, unknown>
type Answered = { status: number; body: Json; location: string | null }

/** Asks an address as a program does, and reads what comes back. */
async function call(method: Method, address: string, body?: Json, as = token): Promise<Answered> {
  const { operation, params } = operationAt(method, address)
  const response = await ask(operation, corner, as, { params, ...(body === undefined ? {} : { body }) })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Json),
    location: response.headers.get('location')?.replace('/api/v1', '') ?? null,
  }
}

function operationAt(
  method: Method,
  address: string,
): { operation: Operation; params: Record<string, string> } {
  for (const operation of OPERATIONS.filter((each) => each.method === method)) {
    const pattern = new RegExp(`^${operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
    const found = pattern.exec(address)
    if (found) return { operation, params: { ...found.groups } }
  }
  throw new TypeError(`no operation ${method} ${address}`)
}

const lastEntry = async () =>
  (
    await base.db.execute(sql`select action, outcome, actor_kind as "by", actor_name as name from audit_entries
      where org_id = ${corner.orgId} order by seq desc limit 1`)
  ).rows[0]

/** Makes something, finds it at its address, and gives that. */
async function made(address: string, body: Json): Promise<string> {
  const answer = await call('post', address, body)
  expect([address, answer.status, answer.body]).toEqual([address, 201, expect.anything()])
  if (answer.location === null) throw new TypeError('nothing says where it is')
  expect((await call('get', answer.location)).status).toBe(200)
  return answer.location
}
const done = async (method: Method, address: string, body?: Json) =>
  expect([method, address, await call(method, address, body)]).toMatchObject([
    method,
    address,
    { status: 204 },
  ])
const gone = async (address: string) => expect((await call('get', address)).status).toBe(404)

describe('by the API', () => {
  test('views are kept, renamed, made the default and forgotten', async () => {
    const at = await made('/views', {
      name: 'Broken',
      query: 'q=state:failed&nonsense=1',
      teamId: corner.teamId,
    })
    expect(await lastEntry()).toEqual({
      ...{ action: 'view.saved', outcome: 'done', by: 'token', name: 'Test, token of Caller' },
    })
    await done('patch', at, { name: 'Broken lately' })
    await done('put', `${at}/default`)
    await done('put', `${at}/default`)
    expect((await call('get', at)).body).toMatchObject({
      ...{ name: 'Broken lately', isDefault: true, query: 'q=state%3Afailed' },
    })
    expect(
      await call('post', '/views', { name: 'broken LATELY', query: '', teamId: corner.teamId }),
    ).toMatchObject({
      status: 409,
      body: { path: 'name' },
    })
    await done('delete', `${at}/default`)
    await done('delete', at)
    await gone(at)
    expect((await call('delete', at)).status).toBe(404)
  })

  test('flows are starred for the person of the token; twice is once', async () => {
    const at = `/favourites/${corner.flowId}`
    await done('put', at)
    await done('put', at)
    expect((await call('get', '/favourites')).body).toMatchObject({ items: [{ id: corner.flowId }] })
    await done('delete', at)
    await done('delete', at)
    expect((await call('get', '/favourites')).body).toEqual({ items: [] })
  })

  test('teams and their people change', async () => {
    const at = await made('/teams', { name: 'Growth' })
    await done('patch', at, { name: 'Growth and more' })
    expect((await call('get', at)).body).toMatchObject({ slug: 'growth', name: 'Growth and more' })
    const email = `${corner.mark}@example.com`
    const seat = await call('post', `${at}/members`, { email, role: 'viewer' })
    expect(seat).toMatchObject({ status: 201, location: `/members/${corner.userId}` })
    expect(await call('post', `${at}/members`, { email, role: 'viewer' })).toMatchObject({ status: 409 })
    const place = `${at}/members/${corner.userId}`
    await done('put', place, { role: 'editor' })
    await done('put', place, { role: 'editor' })
    await done('delete', place)
    expect((await call('delete', place)).status).toBe(404)
    const person = `/members/${corner.userId}`
    await done('patch', person, { isOwner: true })
    expect(await call('patch', person, { isOwner: true })).toMatchObject({ status: 409 })
    await done('patch', person, { isOwner: false })
    await done('post', `${person}/deactivate`)
    expect((await call('get', person)).body).toMatchObject({ isActive: false })
    await done('post', `${person}/reactivate`)
  })

  test('people are invited, and no longer', async () => {
    const wanted = { email: 'New.One@example.com', teamId: corner.teamId, role: 'operator' }
    const answer = await call('post', '/invites', wanted)
    expect(answer).toMatchObject({ status: 201, body: { email: 'new.one@example.com', role: 'operator' } })
    expect(String(answer.body.url)).toMatch(/\/invite\/rl_inv_/)
    await done('delete', answer.location ?? '')
    await gone(answer.location ?? '')
  })

  test('rules say who owns what, in their order', async () => {
    const first = await made('/ownership-rules', { teamId: corner.teamId, namespace: 'a.*' })
    await made('/ownership-rules', {
      teamId: corner.teamId,
      labelKey: 'tier',
      labelValue: 'gold',
      sourceId: null,
    })
    await done('post', `${first}/move`, { direction: 'down' })
    expect((await call('get', first)).body).toMatchObject({ position: 3, conflicts: [] })
    expect(await call('post', '/ownership-rules', { teamId: corner.teamId, labelValue: 'x' })).toMatchObject({
      status: 400,
      body: { path: 'labelKey' },
    })
    await done('delete', first)
    await gone(first)
  })

  test('sources are made and changed, and their tokens rotated and revoked', async () => {
    const wanted = { name: 'Nightly', kind: 'shell', environment: 'Test', teamId: corner.teamId }
    const at = await made('/sources', wanted)
    await done('patch', at, { environment: 'production' })
    expect((await call('get', at)).body).toMatchObject({ name: 'Nightly', environment: 'production' })
    expect(await call('post', '/sources', wanted)).toMatchObject({ status: 409, body: { path: 'name' } })
    const tokenAt = await made(`${at}/tokens`, { name: 'First', expiresInDays: null })
    const rotated = await call('post', `${tokenAt}/rotate`, { overlapHours: 1 })
    expect([rotated.status, String(rotated.body.token)]).toEqual([201, expect.stringMatching(/^rl_ing_/)])
    await done('delete', tokenAt)
    expect((await call('delete', tokenAt)).status).toBe(404)
    expect((await call('get', tokenAt)).body).toMatchObject({ status: 'revoked' })
  })

  test('tokens are made and revoked; one that is made so can do what it was made for', async () => {
    const answer = await call('post', '/tokens', { name: 'Child', scope: 'write', teamIds: [corner.teamId] })
    expect(answer.status).toBe(201)
    const child = String(answer.body.token)
    expect((await call('get', '/me', undefined, child)).body).toMatchObject({
      scope: 'write',
      isOwner: false,
    })
    expect((await call('put', '/retention', RETENTION, child)).status).toBe(403)
    await done('delete', answer.location ?? '')
    expect((await call('get', '/me', undefined, child)).status).toBe(401)
  })

  test('retention and the sample data are the organization’s', async () => {
    await done('put', '/retention', RETENTION)
    expect((await call('get', '/retention')).body).toMatchObject({
      ...RETENTION,
      lastChange: { by: 'Test, token of Caller' },
    })
    expect((await call('get', '/sample')).status).toBe(404)
    expect((await call('post', '/sample')).status).toBe(202)
    expect((await call('post', '/sample')).status).toBe(409)
    await done('post', '/sample/stop')
    expect((await call('get', '/sample')).body).toMatchObject({ phase: 'stopped' })
    expect((await call('delete', '/sample')).status).toBe(202)
  })
})

const RETENTION = { spanDays: 7, logDays: 8, executionDays: 30, eventDays: 9 }

describe('what is sent', () => {
  const withBody = OPERATIONS.filter((each) => each.body !== null)

  test.each(withBody.map((each) => [each.id, each] as const))(
    'to %s is read by its rules',
    async (_, operation) => {
      const asked = async (body: string, type = 'application/json') => {
        const response = await ask(operation, corner, token, { body, headers: { 'content-type': type } })
        return [response.status, (await response.json()) as Json] as const
      }
      expect((await asked('{}', 'text/plain'))[0]).toBe(415)
      expect((await asked(`{"name":"${'x'.repeat(BODY_MAX)}"}`))[0]).toBe(413)
      for (const wrong of ['', '{', '[]', 'null', '"x"']) expect((await asked(wrong))[0]).toBe(400)
      expect(await asked('{"nothing":1}')).toMatchObject([400, { path: 'nothing', reason: 'invalid' }])
      expect(await asked('{"name":"a\\u0000"}')).toMatchObject([400, { path: 'name' }])
      const [field = ''] = Object.keys(operation.exampleBody ?? {})
      const [status, problem] = await asked(
        JSON.stringify({ ...operation.exampleBody, [field]: { odd: [] } }),
      )
      expect([status, String(problem.path).split('.')[0]]).toEqual([400, field])
    },
  )

  test('names the field within a list', async () => {
    expect(await call('post', '/tokens', { name: 'x', teamIds: [corner.teamId, 'no'] })).toMatchObject({
      status: 400,
      body: { path: 'teamIds.1' },
    })
  })

  test('of a team that is not there is refused', async () => {
    const teamId = randomUUID()
    expect(
      await call('post', '/sources', { name: 'Lost', kind: 'shell', environment: 'x', teamId }),
    ).toMatchObject({
      status: 404,
      body: { path: 'teamId' },
    })
  })
})
