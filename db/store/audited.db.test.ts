import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEntries, auditHeads } from '@/db/schema/audit'
import { teams } from '@/db/schema/people'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Json } from '@/lib/audit/canonical-json'
import { entryHash, GENESIS_HASH, payloadHash } from '@/lib/audit/entry-hash'
import { systemScope } from '@/lib/auth/system-scope'
import type { Scope } from '@/lib/model/scope'
import { type Audited, audited } from './audited'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const TEAM = '33333333-3333-4333-8333-333333333333'

/** A change of a person's: renames (here: makes) a team. */
const makeTeam = (scope: Scope, name: string, entry: { after?: Json } = { after: { name } }) =>
  audited(
    scope,
    { permission: 'team.write', teamId: TEAM },
    async (tx) => {
      const id = crypto.randomUUID()
      await tx.insert(teams).values({ orgId: scope.orgId, id, slug: name, name, createdAt: new Date() })
      return {
        result: id,
        entry: { action: 'team.created', target: { kind: 'team', id, teamId: id }, ...entry },
      }
    },
    database.db,
  )

const entriesOf = (orgId: string) =>
  database.db.select().from(auditEntries).where(eq(auditEntries.orgId, orgId)).orderBy(asc(auditEntries.seq))

const teamsOf = (orgId: string) => database.db.select().from(teams).where(eq(teams.orgId, orgId))

/** Walks the chain as an auditor would: from the rows as they are read back, not as they were written. */
async function brokenLinks(orgId: string): Promise<number[]> {
  let previousHash: Buffer = GENESIS_HASH
  const broken: number[] = []
  for (const [i, row] of (await entriesOf(orgId)).entries()) {
    const payload = {
      by: { name: row.actorName, ip: row.ip, requestId: row.requestId },
      before: row.before as Json,
      after: row.after as Json,
    }
    const hash = entryHash({
      orgId: row.orgId,
      seq: i + 1,
      at: row.at,
      actor: { kind: row.actorKind as 'user', id: row.actorId },
      action: row.action,
      outcome: row.outcome,
      target: { kind: row.targetKind, id: row.targetId, teamId: row.teamId },
      payloadHash: payloadHash(payload),
      previousHash,
    })
    if (!hash.equals(row.hash) || !previousHash.equals(row.previousHash) || row.seq !== i + 1)
      broken.push(row.seq)
    previousHash = row.hash
  }
  const [head] = await database.db.select().from(auditHeads).where(eq(auditHeads.orgId, orgId))
  if (!head?.hash.equals(previousHash)) broken.push(Number.POSITIVE_INFINITY)
  return broken
}

describe('an audited change', () => {
  test('is written with who did what to what', async () => {
    const scope = testScope({ isOwner: true, name: 'Ada' })
    const id = await makeTeam(scope, 'data')
    expect(await entriesOf(scope.orgId)).toMatchObject([
      {
        seq: 1,
        actorKind: 'user',
        actorId: scope.userId,
        actorName: 'Ada',
        ip: '192.0.2.1',
        action: 'team.created',
        targetKind: 'team',
        targetId: id,
        teamId: id,
        outcome: 'done',
        before: null,
        after: { name: 'data' },
      },
    ])
  })

  test('is undone when its entry cannot be written', async () => {
    const scope = testScope({ isOwner: true })
    // Postgres has no NUL in jsonb.
    await expect(makeTeam(scope, 'doomed', { after: { name: '\u0000' } })).rejects.toThrow()
    await expect(makeTeam(scope, 'doomed', { after: { name: '\ud800' } })).rejects.toThrow('lone surrogate')
    expect(await teamsOf(scope.orgId)).toEqual([])
    expect(await entriesOf(scope.orgId)).toEqual([])
  })

  test('that fails leaves no entry', async () => {
    const scope = testScope({ isOwner: true })
    await makeTeam(scope, 'one')
    await expect(makeTeam(scope, 'one')).rejects.toThrow()
    expect(await entriesOf(scope.orgId)).toHaveLength(1)
    expect(await brokenLinks(scope.orgId)).toEqual([])
  })

  test.each<[string, Partial<Parameters<typeof testScope>[0]>]>([
    ['a viewer', { teams: { [TEAM]: 'viewer' } }],
    ['an operator', { teams: { [TEAM]: 'operator' } }],
    ['an editor', { teams: { [TEAM]: 'editor' } }],
    ['an auditor', { teams: { [TEAM]: 'auditor' } }],
    ['an admin of another team', { teams: { '44444444-4444-4444-8444-444444444444': 'admin' } }],
    ['nobody in particular', {}],
  ])('of %s is refused: nothing is written but the attempt', async (_, of) => {
    const scope = testScope(of)
    await expect(makeTeam(scope, 'theirs')).rejects.toMatchObject({ name: 'Refusal', code: 'forbidden' })
    expect(await teamsOf(scope.orgId)).toEqual([])
    expect(await entriesOf(scope.orgId)).toMatchObject([
      { action: 'team.write', outcome: 'denied', targetKind: 'team', targetId: TEAM, teamId: TEAM },
    ])
    expect(await brokenLinks(scope.orgId)).toEqual([])
  })

  test.each([
    ['an admin of the team', testScope({ teams: { [TEAM]: 'admin' } })],
    ['an owner', testScope({ isOwner: true })],
    ['Runledger itself', systemScope('55555555-5555-4555-8555-555555555555', 'retention')],
  ])('of %s is done', async (_, scope) => {
    await makeTeam(scope, 'ours')
    expect(await entriesOf(scope.orgId)).toMatchObject([{ outcome: 'done', actorKind: scope.actor.kind }])
  })

  test('has an entry: one without does not type-check', () => {
    // @ts-expect-error the entry is missing
    const forgotten: Audited<string> = { result: 'done' }
    expect(forgotten.result).toBe('done')
  })
})

describe('the chain', () => {
  test('holds and has no gap after many writers at once, each organization on its own', async () => {
    const orgs = [crypto.randomUUID(), crypto.randomUUID()]
    await Promise.all(
      Array.from({ length: 120 }, (_, i) => {
        const scope = testScope({ orgId: orgs[i % 2] ?? '', isOwner: i % 10 !== 0 })
        return makeTeam(scope, `team-${i}`, {
          after: { name: `Team ${i}`, n: [1e21, 0.1, -0, 1e-7], ø: '€\u007f😀' },
        }).catch(() => undefined)
      }),
    )
    for (const orgId of orgs) {
      expect(await entriesOf(orgId)).toHaveLength(60)
      expect(await brokenLinks(orgId)).toEqual([])
    }
  })

  test('shows where somebody changed, took out or added an entry', async () => {
    const scope = testScope({ isOwner: true })
    for (const name of ['a', 'b', 'c', 'd']) await makeTeam(scope, name)
    const second = and(eq(auditEntries.orgId, scope.orgId), eq(auditEntries.seq, 2))
    await database.db.update(auditEntries).set({ action: 'team.deleted' }).where(second)
    expect(await brokenLinks(scope.orgId)).toContain(2)
    await database.db.delete(auditEntries).where(eq(auditEntries.orgId, scope.orgId))
    expect(await brokenLinks(scope.orgId)).toEqual([Number.POSITIVE_INFINITY])
  })
})
