import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { testDatabase } from '@/db/testing/test-database'
import { setFavourite } from './set-favourite'

const { db, close } = await testDatabase()
afterAll(close)

const ORG = randomUUID()
const TEAM = randomUUID()
const FLOW = randomUUID()
await db.execute(sql`insert into organizations (org_id, name, created_at) values (${ORG}, 'Acme', now())`)
await db.execute(sql`insert into flows (org_id, id, source_id, team_id, namespace, name, dialect, first_seen_at)
  values (${ORG}, ${FLOW}, ${FLOW}, ${TEAM}, '', 'nightly', 'generic', now())`)

const stars = async () => {
  const found = await db.execute(sql`select user_id, target_id from favourites order by created_at`)
  return found.rows
}

test('a star is its person’s alone, on the record, and once however often it is set', async () => {
  const viewer = testScope({ orgId: ORG, teams: { [TEAM]: 'viewer' } })
  const star = { kind: 'flow', id: FLOW } as const
  await setFavourite(viewer, { ...star, isOn: true }, db)
  await setFavourite(viewer, { ...star, isOn: true }, db)
  expect(await stars()).toEqual([{ user_id: viewer.userId, target_id: FLOW }])
  const other = testScope({ orgId: ORG, teams: { [TEAM]: 'viewer' } })
  await setFavourite(other, { ...star, isOn: false }, db)
  expect(await stars()).toHaveLength(1)
  await setFavourite(viewer, { ...star, isOn: false }, db)
  expect(await stars()).toEqual([])
  const said = await db.execute(
    sql`select action, target_id, team_id from audit_entries order by seq limit 1`,
  )
  expect(said.rows).toEqual([{ action: 'favourite.added', target_id: FLOW, team_id: TEAM }])
})

test.for([
  ['of another team', testScope({ orgId: ORG, teams: { [randomUUID()]: 'admin' } })],
  ['who only audits it', testScope({ orgId: ORG, teams: { [TEAM]: 'auditor' } })],
  ['of another organization', testScope({ teams: { [TEAM]: 'admin' }, isOwner: true })],
] as const)('for somebody %s there is no such flow', async ([, scope]) => {
  for (const id of [FLOW, 'nonsense']) {
    await expect(setFavourite(scope, { kind: 'flow', id, isOn: true }, db)).rejects.toMatchObject({
      code: 'not_found',
    })
  }
  expect(await stars()).toEqual([])
})
