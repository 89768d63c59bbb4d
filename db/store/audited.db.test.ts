import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { fieldsOfRow, payloadOfRow } from '@/db/queries/audit-row'
import { auditEntries, auditHeads } from '@/db/schema/audit'
import { teams } from '@/db/schema/people'
import { testScope } from '@/db/testing/scopes'
import { asOwnerOfTables } from '@/db/testing/tamper'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Json } from '@/lib/audit/canonical-json'
import { GENESIS_HASH, hashOfLeaf, hashOfPayload, leafOf } from '@/lib/audit/leaf'
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
  let previousHash: Uint8Array = GENESIS_HASH
  const broken: number[] = []
  for (const [i, row] of (await entriesOf(orgId)).entries()) {
    const payload = payloadOfRow(row)
    const payloadHash = payload === null ? row.payloadHash : hashOfPayload(payload)
    const hash = hashOfLeaf(leafOf({ ...fieldsOfRow(row), seq: i + 1, payloadHash, previousHash }))
    if (!row.hash.equals(hash) || !row.previousHash.equals(previousHash) || row.seq !== i + 1)
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
    await expect(makeTeam(scope, 'doomed', { after: { size: Number.NaN } })).rejects.toThrow('no NaN')
    expect(await teamsOf(scope.orgId)).toEqual([])
    expect(await entriesOf(scope.orgId)).toEqual([])
  })

  test('is written whatever people call themselves and things', async () => {
    const scope = testScope({ isOwner: true, name: 'A\u0000\ud800' })
    await makeTeam(scope, 'odd', { after: { name: 'n\u0000\udc00' } })
    expect(await entriesOf(scope.orgId)).toMatchObject([
      { actorName: 'A\ufffd\ufffd', after: { name: 'n\ufffd\ufffd' } },
    ])
    expect(await brokenLinks(scope.orgId)).toEqual([])
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
    const edit = (on: Db) => on.update(auditEntries).set({ action: 'team.deleted' }).where(second)
    await expect(edit(database.db)).rejects.toMatchObject({ cause: { code: '23001' } })
    await asOwnerOfTables(database.db, edit)
    expect(await brokenLinks(scope.orgId)).toContain(2)
    const empty = (on: Db) => on.delete(auditEntries).where(eq(auditEntries.orgId, scope.orgId))
    await expect(empty(database.db)).rejects.toMatchObject({ cause: { code: '23001' } })
    await asOwnerOfTables(database.db, empty)
    expect(await brokenLinks(scope.orgId)).toEqual([Number.POSITIVE_INFINITY])
  })
})
