import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { noteDeniedPage, noteDeniedThing } from './note-denied-page'

let database: TestDatabase
let corner: IsolatedCorner
beforeAll(async () => {
  database = await testDatabase()
  corner = await addIsolatedCorner(database.db)
})
afterAll(() => database.close())

const HOUR_MS = 3_600_000
/** A person of the organization who belongs to none of its teams that have anything. */
const stranger = (): Scope => testScope({ orgId: corner.orgId, teams: { [randomUUID()]: 'viewer' } })
const deniedTo = async (scope: Scope) => {
  const owner = testScope({ orgId: scope.orgId, isOwner: true })
  const found = await listAuditEntries(
    owner,
    { actor: scope.actor.id, action: 'page.denied' },
    50,
    database.db,
  )
  return found.map(({ target, outcome }) => ({
    kind: target.kind,
    id: target.id,
    teamId: target.teamId,
    outcome,
  }))
}

test('a page of the organization that somebody may not see is one entry an hour, however often and at once', async () => {
  const scope = stranger()
  const now = new Date()
  const page = { path: '/settings/sign-in', needs: 'sign_in.write' } as const
  await Promise.all(Array.from({ length: 20 }, () => noteDeniedPage(scope, page, database.db, now)))
  await noteDeniedPage(scope, { path: '/settings/people', needs: 'member.write' }, database.db, now)
  expect(await deniedTo(scope)).toEqual([
    { kind: 'page', id: '/settings/people', teamId: null, outcome: 'denied' },
    { kind: 'page', id: '/settings/sign-in', teamId: null, outcome: 'denied' },
  ])
  await noteDeniedPage(scope, page, database.db, new Date(now.getTime() + 2 * HOUR_MS))
  expect(await deniedTo(scope)).toHaveLength(3)
})

test('the page of a thing of another team is an entry of that team, one an hour of each kind', async () => {
  const scope = stranger()
  const { flowId, executionId, sourceId, changeId, teamId } = corner
  for (const [kind, id] of [
    ['flow', flowId],
    ['execution', executionId],
    ['source', sourceId],
    ['change', changeId],
    ['flow', flowId],
    ['audit_entry', '1'],
  ] as const)
    await noteDeniedThing(scope, { kind, id }, database.db)
  const denied = await deniedTo(scope)
  expect(denied.map(({ kind }) => kind)).toEqual(['audit_entry', 'change', 'source', 'execution', 'flow'])
  expect(denied.at(-1)).toEqual({ kind: 'flow', id: flowId, teamId, outcome: 'denied' })
})

test('what there is not, what is of another organization and what the reader may see leave none', async () => {
  const scope = stranger()
  await noteDeniedThing(scope, { kind: 'flow', id: randomUUID() }, database.db)
  await noteDeniedThing(scope, { kind: 'flow', id: 'no id' }, database.db)
  await noteDeniedThing(scope, { kind: 'audit_entry', id: '99999999' }, database.db)
  expect(await deniedTo(scope)).toEqual([])
  const viewer = testScope({ orgId: corner.orgId, teams: { [corner.teamId]: 'viewer' } })
  await noteDeniedThing(viewer, { kind: 'flow', id: corner.flowId }, database.db)
  expect(await deniedTo(viewer)).toEqual([])
  const elsewhere = testScope({ teams: { [corner.teamId]: 'viewer' } })
  await noteDeniedThing(elsewhere, { kind: 'flow', id: corner.flowId }, database.db)
  expect(await deniedTo(elsewhere)).toEqual([])
})
