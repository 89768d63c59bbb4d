import { afterAll, beforeAll, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { addExecution, addSource, ORIGIN, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { State } from '@/lib/model/state'
import { getExecution } from './get-execution'
import { getExecutionNeighbours, listFlowExecutions } from './get-execution-neighbours'

let base: TestDatabase
let mine: Owner
let theirs: Owner

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
})
afterAll(() => base.close())

const viewer = () => testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })

async function addAt(flow: string, minute: number, state: State, durationMs: number | null) {
  const occurredAt = new Date(Number(ORIGIN / 1_000_000n) + minute * 60_000)
  return addExecution(base.db, mine, { flow, occurredAt, state, durationMs })
}

async function neighboursOf(id: string, scope = viewer()) {
  const of = await getExecution(viewer(), id, base.db)
  if (!of) throw new Error('The execution was just added')
  return getExecutionNeighbours(scope, of, base.db)
}

test('the one before, the one after and the last good one are of the same flow, in order of time', async () => {
  const good = await addAt('etl', 0, 'success', 1000)
  const failed = await addAt('etl', 1, 'failed', 10)
  await addAt('other', 2, 'success', 1000)
  const id = await addAt('etl', 3, 'failed', 10)
  const later = await addAt('etl', 4, 'success', 1000)
  const found = await neighboursOf(id)
  expect([found.previous?.id, found.next?.id, found.lastGood?.id]).toEqual([failed, later, good])
  expect(found.usual).toBeNull()
  expect((await neighboursOf(good)).previous).toBeNull()
  expect((await neighboursOf(later)).next).toBeNull()
})

test('usual is what fifty finished executions before took, whatever runs or comes after', async () => {
  for (let n = 0; n < 60; n++) await addAt('usual', n, 'success', n < 10 ? 999_999 : 1000 + n)
  await addAt('usual', 61, 'running', null)
  const id = await addAt('usual', 62, 'success', 5)
  await addAt('usual', 63, 'success', 999_999)
  const { usual } = await neighboursOf(id)
  expect(usual?.count).toBe(50)
  expect(usual?.p50Ms).toBeCloseTo(1034.5)
  expect(usual?.p95Ms).toBeCloseTo(1056.55)
})

test('another team, another organization and an auditor are told of none', async () => {
  const id = await addAt('secret', 0, 'success', 1)
  await addAt('secret', 1, 'success', 1)
  const flowId = (await getExecution(viewer(), id, base.db))?.flowId ?? ''
  expect((await listFlowExecutions(viewer(), flowId, base.db)).rows).toHaveLength(2)
  for (const stranger of [
    testScope({ isOwner: true }),
    testScope({ orgId: mine.orgId, teams: { [theirs.teamId]: 'admin' } }),
    testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'auditor' } }),
  ]) {
    expect(await neighboursOf(id, stranger)).toEqual({
      previous: null,
      next: null,
      lastGood: null,
      usual: null,
    })
    expect((await listFlowExecutions(stranger, flowId, base.db)).rows).toEqual([])
  }
})
