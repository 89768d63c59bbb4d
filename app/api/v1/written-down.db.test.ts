import { randomUUID } from 'node:crypto'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEntries } from '@/db/schema/audit'
import { createOwnershipRule } from '@/db/store/change-ownership-rules'
import { createReadToken } from '@/db/store/create-read-token'
import { setLegalHold } from '@/db/store/legal-holds'
import { startSample } from '@/db/store/start-sample'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Operation } from '@/lib/api/operation'
import { OPERATIONS } from '@/lib/api/operations'
import type { Scope } from '@/lib/model/scope'
import { ask, bodyOf, paramsOf } from './testing/api-callers'

let base: TestDatabase
const shared = globalThis as { runledgerDatabase?: unknown }
const before = shared.runledgerDatabase
beforeAll(async () => {
  base = await testDatabase()
  shared.runledgerDatabase = base
})
afterAll(async () => {
  shared.runledgerDatabase = before
  await base.close()
})

/** An organization of its own for each operation: none sees what another has done. */
type World = IsolatedCorner & { callerId: string; token: string; tokenId: string; scope: Scope }

async function newWorld(): Promise<World> {
  const corner = await addIsolatedCorner(base.db)
  const { orgId } = corner
  const callerId = randomUUID()
  await base.db.execute(sql`insert into users (org_id, id, email, name, is_owner, created_at)
    values (${orgId}, ${callerId}, ${`${callerId}@example.com`}, 'Caller', true, now())`)
  const scope = testScope({ orgId, userId: callerId, isOwner: true, name: 'Caller' })
  const made = await createReadToken(
    scope,
    { name: 'Script', scope: 'write', teamIds: null, expiresAt: null },
    base.db,
  )
  return { ...corner, callerId, token: made.token, tokenId: made.id, scope }
}

/** Operations that need something else than what a corner has and their example says. */
const PREPARED: Record<string, (of: World) => Promise<Prepared>> = {
  releaseLegalHold: async ({ scope }) => ({
    params: { id: (await setLegalHold(scope, { scope: 'all', reason: 'Case' }, base.db)).id },
  }),
  removePublication: async ({ orgId }) => {
    const id = randomUUID()
    await base.db.execute(sql`insert into audit_publications (org_id, id, kind, settings, created_at)
      values (${orgId}, ${id}, 'webhook', '{"url":"https://witness.example.com/"}', now())`)
    return { params: { id } }
  },
  erasePerson: async ({ userId }) => ({ body: { userId } }),
  stopSample: async ({ scope }) => ({ params: await sampled(scope) }),
  removeSample: async ({ scope }) => ({ params: await sampled(scope) }),
  moveOwnershipRule: async ({ scope, teamId }) => {
    const rule = {
      ...{ teamId, namespace: 'growth.*', sourceId: null, name: null, labelKey: null, labelValue: null },
      ...{ repositoryId: null, codeOwner: null },
    }
    return { params: { id: (await createOwnershipRule(scope, rule, base.db)).ruleId } }
  },
  addMember: async ({ orgId }) => {
    await base.db.execute(sql`insert into users (org_id, id, email, name, is_owner, created_at)
      values (${orgId}, ${randomUUID()}, 'ada@example.com', 'Ada', false, now())`)
    return {}
  },
  reactivateMember: async ({ orgId, userId }) => {
    await base.db.execute(
      sql`update users set disabled_at = now() where org_id = ${orgId} and id = ${userId}`,
    )
    return {}
  },
  decideMerge: async ({ orgId }) => {
    for (const kind of ['github', 'kestra'])
      await base.db.execute(sql`insert into actors (org_id, key, kind, handle, is_bot, person_id, first_seen_at, last_seen_at)
        values (${orgId}, ${`${kind}:ada`}, ${kind}, 'ada', false, ${randomUUID()}, now(), now())`)
    return { targetId: 'github:ada kestra:ada' }
  },
  setConnection: (of) => ofKind(of, 'github'),
  setMapping: (of) => ofKind(of, 'generic'),
  previewMapping: (of) => ofKind(of, 'generic'),
  replayEvents: async ({ eventId }) => ({ body: { preview: false, ids: [eventId] } }),
  setRepositoryRules: async ({ sourceId }) => ({
    body: {
      rules: [{ pattern: 'flows/**/*.yml', format: 'kestra', sourceId, namespace: '', flow: '{name}' }],
    },
  }),
  revokeInvite: async ({ orgId, callerId }) => {
    await base.db.execute(sql`update invites set created_by = ${callerId} where org_id = ${orgId}`)
    return {}
  },
  updateAuditStream: async (of) => {
    const add = OPERATIONS.find(({ id }) => id === 'addAuditStream')
    if (add === undefined) throw new TypeError('there is no operation that adds a stream')
    const made: { streamId: string } = await (await ask(add, of, of.token)).json()
    return { params: { id: made.streamId } }
  },
}

async function ofKind({ orgId, sourceId }: World, kind: string): Promise<Prepared> {
  await base.db.execute(sql`update sources set kind = ${kind} where org_id = ${orgId} and id = ${sourceId}`)
  return {}
}

async function sampled(scope: Scope): Promise<Record<string, string>> {
  await startSample(scope, base.db)
  return {}
}
type Prepared = {
  params?: Record<string, string>
  body?: Record<string, unknown>
  /** Where neither what is sent nor what is answered says it. */
  targetId?: string
}

/** Those that are not run here. Each is a decision. */
const NOT_RUN: Record<string, string> = {
  testConnection: 'asks a tool at its address, and keeps nothing: lib/auth/test-connection.db.test.ts',
}

/** Those that change nothing that anybody sees, and write nothing. */
const WRITE_NOTHING: Record<string, string> = {
  previewMapping: 'reads a sample, and keeps nothing',
  previewRepositoryRules: 'looks at files that are known, and keeps nothing',
}

/** Those that do several things at once, each of which is an entry of its own. */
const SEVERAL: Record<string, string[]> = {
  rotateIngestToken: ['token.created', 'token.rotated'],
  startSample: ['team.created', 'sample.requested'],
}

/** Those of which the action says all: there are no values. */
const SAY_ALL = new Set(['addFavourite', 'removeFavourite', 'stopSample', 'removeSample', 'verifyAudit'])

const entriesAfter = (of: World, seq: number) =>
  base.db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.orgId, of.orgId), gt(auditEntries.seq, seq)))
    .orderBy(asc(auditEntries.seq))

const lastSeq = async ({ orgId }: World): Promise<number> => {
  const found = await base.db.execute<{ seq: string }>(
    sql`select seq from audit_heads where org_id = ${orgId}`,
  )
  return Number(found.rows[0]?.seq ?? 0)
}

/** Does the operation as an owner by a token, and returns what was answered and what the log has more. */
async function done(operation: Operation, of: World) {
  const prepared = (await PREPARED[operation.id]?.(of)) ?? {}
  const seq = await lastSeq(of)
  const params = { ...paramsOf(operation, of), ...prepared.params }
  const response = await ask(operation, of, of.token, {
    params,
    body: { ...bodyOf(operation, of), ...prepared.body },
  })
  const answer = await response.text()
  const entries = await entriesAfter(of, seq)
  return { status: response.status, answer, entries, sent: [params, prepared.targetId] }
}

const writing = OPERATIONS.filter((each) => each.method !== 'get')

describe('an operation that changes something is one entry:', () => {
  test.each(
    writing
      .filter(({ id }) => !(id in NOT_RUN) && !(id in WRITE_NOTHING))
      .map((each) => [each.id, each] as const),
  )('%s', async (_, operation) => {
    const world = await newWorld()
    const { status, answer, entries, sent } = await done(operation, world)
    expect(status, answer).toBeLessThan(300)
    const actions = entries.map(({ action }) => action)
    if (operation.id in SEVERAL) expect(actions).toEqual(expect.arrayContaining(SEVERAL[operation.id] ?? []))
    else expect(actions).toHaveLength(1)
    const entry = entries.at(-1)
    expect(entry).toMatchObject({
      outcome: 'done',
      ...{ actorKind: 'token', actorId: world.tokenId, onBehalfOfKind: 'user', onBehalfOfId: world.callerId },
      ...{ onBehalfOfName: 'Caller', sourceKind: 'api', sourceId: world.tokenId },
      action: expect.stringMatching(/^[a-z_]+\.[a-z_]+$/),
    })
    expect([
      ...ids(sent),
      ...ids(JSON.parse(answer || 'null')),
      world.orgId,
      ...world.ids,
      world.teamId,
    ]).toContain(entry?.targetId)
    if (SAY_ALL.has(operation.id)) return
    expect(entry?.before ?? entry?.after).not.toBeNull()
    // What was made or set says what it is, and what was changed also what it was.
    if (operation.method === 'put') expect(entry?.after).not.toBeNull()
    if (operation.method === 'patch') expect([entry?.before, entry?.after]).not.toContain(null)
  })
})

test.each(Object.keys(WRITE_NOTHING))('%s writes nothing', async (id) => {
  const operation = writing.find((each) => each.id === id)
  if (operation === undefined) throw new TypeError(`there is no operation ${id}`)
  expect((await done(operation, await newWorld())).entries).toEqual([])
})

test('every operation that is left out is one, and has a reason', () => {
  const known = new Set(writing.map(({ id }) => id))
  const named = [...Object.keys(NOT_RUN), ...Object.keys(WRITE_NOTHING), ...Object.keys(PREPARED)]
  expect(named.filter((id) => !known.has(id))).toEqual([])
})

/** Every text in what was sent or answered. */
function ids(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(ids) : []
}
