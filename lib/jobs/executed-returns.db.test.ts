import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { listChanges } from '@/db/queries/list-changes'
import { listDefinitionVersions } from '@/db/queries/list-definition-versions'
import { executions } from '@/db/schema/executions'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { BEGIN, ChangeWorld, MINUTE } from './testing/change-world'
import { flow } from './testing/reading-world'

let database: TestDatabase
let at: ChangeWorld

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  at = await ChangeWorld.build(database)
})
afterEach(() => at.remove())
afterAll(() => database.close())

/** Executions that name their commits, each at a minute. */
async function ran(told: readonly (readonly [minute: number, commit: string])[]): Promise<void> {
  const { orgId, teamId, sourceId } = at.reading
  const rows = told.map(([minute, commit]) => ({
    ...{
      orgId,
      teamId,
      sourceId,
      flowId: at.idOf('load'),
      id: randomUUID(),
      nativeId: `${minute}`,
      attempt: 1,
    },
    ...{
      dialect: 'kestra',
      state: 'success' as const,
      environment: 'test',
      commit,
      durationMs: 1_000,
      revision: 1,
    },
    ...{ labels: {}, transitions: [], links: [], facts: {} },
    occurredAt: new Date(BEGIN + minute * MINUTE),
    receivedAt: new Date(),
    updatedAt: new Date(),
  }))
  await database.db.insert(executions).values(rows)
}

const told = async () => {
  const { owner } = at.reading
  const changes = await listChanges(owner, { flowId: at.idOf('load') }, 50, database.db)
  return changes.map(({ summary, reached }) => [
    summary,
    reached.executedAt === null ? null : (Date.parse(reached.executedAt) - BEGIN) / MINUTE,
  ])
}

test('a version that runs again after another is a change back to it, in whichever order that is told', async () => {
  const one = at.git.commit('Load', { 'flows/load.yml': flow('load') })
  const two = at.git.commit('Other', { 'flows/load.yml': flow('load', 'description: other\n') })
  await at.settle()
  await ran([
    [10, one],
    [20, two],
    [30, two],
    [60, one],
    [85, one],
    [90, two],
  ])
  await at.settle()
  const expected = [
    ['back to version 2: +description other', 90],
    ['back to version 1: −description', 60],
    ['+description other', 20],
    ['definition added', 10],
  ]
  expect(await told()).toEqual(expected)
  const { owner } = at.reading
  const versions = await listDefinitionVersions(owner, at.idOf('load'), 10, database.db)
  expect(
    versions.map(({ number, before, with: during }) => [number, before.executions, during.executions]),
  ).toEqual([
    [2, 1, 2],
    [1, 0, 1],
  ])
  const turns = () => at.reading.rows(sql`select at, commit, execution_id from executed_turns order by at`)
  const before = await turns()
  expect(before).toHaveLength(4)
  // One that is told late splits the stretch in which it ran; written again, nothing is another.
  await ran([[75, two]])
  await at.settle()
  expect((await told()).map(([, minute]) => minute)).toEqual([90, 85, 75, 60, 20, 10])
  await database.db.execute(
    sql`delete from executions where occurred_at = ${new Date(BEGIN + 75 * MINUTE).toISOString()}`,
  )
  await database.db.execute(sql`update executions set updated_at = clock_timestamp()`)
  await at.settle()
  expect(await turns()).toEqual(before)
  expect(await told()).toEqual(expected)
})
