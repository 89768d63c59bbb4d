import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testScope } from '../testing/scopes'
import { type TestDatabase, testDatabase } from '../testing/test-database'
import { listConnectedExecutions } from './list-connected-executions'

const ORG = randomUUID()
const [MINE, THEIRS] = [randomUUID(), randomUUID()]
const SOURCE = randomUUID()
let database: TestDatabase

const me = testScope({ orgId: ORG, teams: { [MINE]: 'viewer' } })
const owner = testScope({ orgId: ORG, isOwner: true })

beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(
    `insert into sources (org_id, id, team_id, slug, name, kind, environment, created_at) values ($1, $2, $3, 's', 'S', 'github', 'test', now())`,
    [ORG, SOURCE, MINE],
  )
})
afterAll(() => database.close())

async function execution(teamId = MINE, parentId: string | null = null): Promise<string> {
  const id = randomUUID()
  await database.pool.query(
    `insert into executions (org_id, id, source_id, flow_id, team_id, native_id, attempt, dialect, state, occurred_at, environment,
      labels, transitions, links, facts, revision, received_at, updated_at, parent_id)
    values ($1, $2, $3, $3, $4, 'n', 1, 'github', 'success', now(), 'test', '{}', '[]', '[]', '{}', 1, now(), now(), $5)`,
    [ORG, id, SOURCE, teamId, parentId],
  )
  return id
}
const name = (id: string, key: string) =>
  database.pool.query('insert into execution_keys (org_id, execution_id, key) values ($1, $2, $3)', [
    ORG,
    id,
    key,
  ])
const refer = (id: string, kind: string, key: string) =>
  database.pool.query(
    `insert into execution_references (org_id, execution_id, kind, key, confidence, evidence) values ($1, $2, $3, $4, 'likely', 'its label')`,
    [ORG, id, kind, key],
  )
const asked = async (id: string, scope = me) => {
  const { executions, ...rest } = await listConnectedExecutions(scope, id, database.db)
  return { ...rest, ids: executions.map((each) => each.id).sort() }
}

test('a chain is found from any of its links, with why each edge is there', async () => {
  const [ci, sync, model] = [await execution(), await execution(), await execution()]
  await name(ci, 'url:ci/1')
  await refer(sync, 'triggered_by', 'url:ci/1')
  // Here it is the one before that knows the one after.
  await refer(sync, 'child', 'dbt:7')
  await name(model, 'dbt:7')
  const edges = [
    { from: ci, to: sync, kind: 'triggered_by', confidence: 'likely', evidence: 'its label' },
    { from: sync, to: model, kind: 'parent', confidence: 'likely', evidence: 'its label' },
  ]
  for (const from of [ci, sync, model]) {
    const found = await asked(from)
    expect(found.ids).toEqual([ci, sync, model].sort())
    expect(found.edges).toHaveLength(2)
    expect(found.edges).toEqual(expect.arrayContaining(edges))
  }
})

test('what other teams own is counted and not told', async () => {
  const [mine, theirs] = [await execution(), await execution(THEIRS)]
  await name(theirs, 'url:secret')
  await refer(mine, 'link', 'url:secret')
  expect(await asked(mine)).toMatchObject({ ids: [mine], edges: [], privateCount: 1 })
  expect(await asked(mine, owner)).toMatchObject({ ids: [mine, theirs].sort(), privateCount: 0 })
  expect(await asked(theirs)).toMatchObject({ ids: [], privateCount: 0 })
})

test('one that starts a thousand others is told as far as can be read, and says that there are more', async () => {
  const parent = await execution()
  for (let batch = 0; batch < 10; batch++)
    await Promise.all(Array.from({ length: 30 }, () => execution(MINE, parent)))
  const found = await asked(parent)
  expect(found.ids.length).toBeGreaterThan(30)
  expect(found.ids.length).toBeLessThanOrEqual(100)
})
