import { afterAll, beforeAll, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { addExecution, addSource, addTaskRun, ORIGIN, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { getExecution } from './get-execution'
import { listUsualSteps } from './list-usual-steps'

let base: TestDatabase
let mine: Owner
let last: string

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  const theirs = await addSource(base.db, mine.orgId)
  const run = async (owner: Owner, n: number, state: 'success' | 'failed', loadMs: number) => {
    const occurredAt = new Date(Number(ORIGIN / 1_000_000n) + n * 60_000)
    const id = await addExecution(base.db, owner, { flow: 'nightly', state, occurredAt })
    await addTaskRun(base.db, owner, id, { name: 'load', state, durationMs: loadMs })
    if (n < 2) await addTaskRun(base.db, owner, id, { name: 'rare', state, durationMs: 5 })
    return id
  }
  for (const [n, loadMs] of [10, 20, 30].entries()) await run(mine, n, 'success', loadMs)
  await run(mine, 3, 'failed', 90_000)
  for (const n of [0, 1, 2]) await run(theirs, n, 'success', 70_000)
  last = await run(mine, 4, 'success', 1000)
  await run(mine, 5, 'success', 80_000)
})
afterAll(() => base.close())

test('a step usually takes the median of the good executions before, where there are three', async () => {
  const viewer = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
  const execution = await getExecution(viewer, last, base.db)
  if (!execution) throw new Error('the execution is gone')
  expect(await listUsualSteps(viewer, execution, base.db)).toEqual({ load: 20 })
  for (const stranger of [testScope({ isOwner: true }), testScope({ orgId: mine.orgId })]) {
    expect(await listUsualSteps(stranger, execution, base.db)).toEqual({})
  }
})
