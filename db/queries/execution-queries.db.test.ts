import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import {
  addExecution,
  addSource,
  addTaskRun,
  addTrace,
  ORIGIN,
  type Owner,
} from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { executionIdOf } from '@/lib/executions/identity'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionDetail, getExecution } from './get-execution'
import { listRelatedExecutions } from './list-related-executions'
import { listTaskRuns } from './list-task-runs'

let base: TestDatabase
let mine: Owner
let theirs: Owner
let viewer: Scope

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
  viewer = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
})
afterAll(() => base.close())

async function detailOf(id: string): Promise<ExecutionDetail> {
  const found = await getExecution(viewer, id, base.db)
  if (!found) throw new Error('The execution was just added')
  return found
}

test('an execution is shown with its flow and source, and to its team only', async () => {
  const id = await addExecution(base.db, mine, {
    flow: 'daily_load',
    startedAtUnixNano: ORIGIN + 1n,
    durationMs: 1500,
    state: 'failed',
  })
  expect(await detailOf(id)).toMatchObject({
    id,
    flow: 'daily_load',
    startedAt: (ORIGIN + 1n).toString(),
    durationMs: 1500,
    state: 'failed',
    sourceKind: 'otlp',
    environment: 'production',
  })
  const others = [
    testScope({ isOwner: true }),
    testScope({ orgId: mine.orgId, teams: { [theirs.teamId]: 'admin' } }),
    testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'auditor' } }),
  ]
  for (const other of others) {
    expect(await getExecution(other, id, base.db)).toBeNull()
    expect(await listTaskRuns(other, id, base.db)).toEqual({ taskRuns: [], isCut: false })
  }
})

test('it is known whether an execution has spans that the viewer may read, and steps', async () => {
  const shown = async (id: string, scope = viewer) => {
    const found = await getExecution(scope, id, base.db)
    return { hasSpans: found?.hasSpans, hasTaskRuns: found?.hasTaskRuns }
  }
  const [kept, gone, foreign] = [randomUUID(), randomUUID(), randomUUID()]
  await addTrace(base.db, mine, kept, [{ id: '00000000000000c1' }])
  await addTrace(base.db, theirs, foreign, [{ id: '00000000000000c2' }])
  const traced = await addExecution(base.db, mine, { traceId: kept })
  await addTaskRun(base.db, mine, traced, { name: 'load' })
  expect(await shown(traced)).toEqual({ hasSpans: true, hasTaskRuns: true })
  for (const traceId of [gone, foreign]) {
    const id = await addExecution(base.db, mine, { traceId })
    expect(await shown(id)).toEqual({ hasSpans: false, hasTaskRuns: false })
  }
  const untraced = await addExecution(base.db, mine)
  await addTaskRun(base.db, mine, untraced, { name: 'load' })
  expect(await shown(untraced)).toEqual({ hasSpans: false, hasTaskRuns: true })
})

test('task runs come in order of start, with the span that reported their error', async () => {
  const id = await addExecution(base.db, mine)
  const error = { type: 'E', message: 'no rows', at: '1', spanId: '00000000000000bb', rank: 1 as const }
  await addTaskRun(base.db, mine, id, { name: 'never started' })
  await addTaskRun(base.db, mine, id, { name: 'second', startedAtUnixNano: ORIGIN + 9n })
  await addTaskRun(base.db, mine, id, {
    name: 'first',
    startedAtUnixNano: ORIGIN,
    state: 'failed',
    errorMessage: 'no rows',
  })
  await base.pool.query(`update task_runs set facts = $1 where execution_id = $2 and name = 'first'`, [
    JSON.stringify({ 'trace:1': { errors: [error] } }),
    id,
  ])
  const { taskRuns } = await listTaskRuns(viewer, id, base.db)
  expect(taskRuns.map((task) => [task.name, task.errorSpanId])).toEqual([
    ['first', '00000000000000bb'],
    ['second', null],
    ['never started', null],
  ])
})

test('related executions: parent, attempts, retries, children and those of the same trace, once each', async () => {
  const attempt = (n: number) => ({
    nativeId: 'run-7',
    attempt: n,
    flow: 'etl',
    id: executionIdOf(mine.orgId, {
      sourceId: mine.sourceId,
      namespace: '',
      flow: 'etl',
      nativeId: 'run-7',
      attempt: n,
    }),
  })
  const traceId = randomUUID()
  const parent = await addExecution(base.db, mine, { flow: 'deploy', traceId })
  const first = await addExecution(base.db, mine, attempt(1))
  const id = await addExecution(base.db, mine, { ...attempt(2), parentId: parent, traceId, retryOfId: first })
  const flowId = (await detailOf(id)).flowId
  const again = await addExecution(base.db, mine, { flow: 'etl', flowId, retryOfId: id })
  const child = await addExecution(base.db, mine, { flow: 'sync', parentId: id })
  const neighbour = await addExecution(base.db, mine, { flow: 'other', traceId })
  const secret = await addExecution(base.db, theirs, { flow: 'payroll', traceId })
  await addTrace(base.db, mine, traceId, [{ id: '00000000000000aa' }], {
    executionIds: [parent, id, neighbour, secret],
  })

  const related = await listRelatedExecutions(viewer, await detailOf(id), base.db)
  expect(related.executions.map((row) => [row.relation, row.id])).toEqual([
    ['parent', parent],
    ['retry_of', first],
    ['retried_by', again],
    ['child', child],
    ['same_trace', neighbour],
  ])
  expect(related.privateCount).toBe(1)
  const ofFirst = await listRelatedExecutions(viewer, await detailOf(first), base.db)
  expect(ofFirst.executions.map((row) => [row.relation, row.id])).toEqual([['attempt', id]])
})
