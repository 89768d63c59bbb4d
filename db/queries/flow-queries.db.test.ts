import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rollUpFlowDays } from '@/db/store/roll-up-flow-days'
import { flowsWithFigures, rollUpFlowUsual } from '@/db/store/roll-up-flow-usual'
import { testScope } from '@/db/testing/scopes'
import { addExecution, addSource, addTaskRun, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { quantileOf } from '@/lib/charts/duration-buckets'
import { checkFlowQuery } from '@/lib/flow/flow-query'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
import { getFlow, getLastFailure, getLastGood, listDurationDots, listFlowDays } from './get-flow'
import { getFlowGrid } from './get-flow-grid'
import { listFlowTasks, listFlowVersions } from './list-flow-tasks'
import { countFlows, type FlowQuestion, listFlows, listFlowValues } from './list-flows'

const HOUR_MS = 3_600_000
/** Some hours before now, on one day of UTC. */
const BASE_MS = Math.floor(Date.now() / (24 * HOUR_MS)) * 24 * HOUR_MS - 24 * HOUR_MS

let base: TestDatabase
let mine: Owner
let theirs: Owner
let owner: Scope
let viewer: Scope

const asking = (q: string, more: Partial<FlowQuestion> = {}): FlowQuestion => {
  const { filter, errors } = checkFlowQuery(q)
  expect(errors).toEqual([])
  return { filter, sort: 'name', order: 'asc', days: '7', page: 1, ...more }
}

type Of = { hour: number; state?: State; lastsMs?: number } & Parameters<typeof addExecution>[2]

/** An execution that began so many hours into yesterday. */
function add(of: Owner, { hour, state = 'success', lastsMs = 60_000, ...rest }: Of): Promise<string> {
  const occurredAt = new Date(BASE_MS + hour * HOUR_MS)
  const startedAtUnixNano = BigInt(occurredAt.getTime()) * 1_000_000n
  const endedAtUnixNano = startedAtUnixNano + BigInt(lastsMs) * 1_000_000n
  const told = { state, occurredAt, startedAtUnixNano, endedAtUnixNano, durationMs: lastsMs }
  return addExecution(base.db, of, { ...told, ...rest })
}

async function flowId(of: Owner, name: string): Promise<string> {
  const found = await base.db.execute<{ id: string }>(
    sql`select id from flows where org_id = ${of.orgId} and source_id = ${of.sourceId} and name = ${name}`,
  )
  return found.rows[0]?.id ?? ''
}

const rollUp = async () => {
  await rollUpFlowDays(base.db, { sinceUpdated: new Date(0) })
  await rollUpFlowUsual(await flowsWithFigures(null, 500, base.db), base.db)
}
const names = async (scope: Scope, question: FlowQuestion): Promise<string[]> =>
  (await listFlows(scope, question, base.db)).rows.map((row) => row.name)

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
  owner = testScope({ orgId: mine.orgId, isOwner: true })
  viewer = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
  const failed = await add(mine, {
    hour: 3,
    flow: 'orders',
    state: 'failed',
    lastsMs: 600_000,
    errorType: 'TimeoutError',
    errorMessage: 'no answer\nafter 30 s',
    failedTask: 'load',
    version: 'v2',
  })
  await add(mine, { hour: 1, flow: 'orders', version: 'v1' })
  await add(mine, { hour: 2, flow: 'orders', version: 'v1', state: 'warning' })
  await add(mine, { hour: 4, flow: 'orders', version: 'v2', trigger: 'manual' })
  await add(mine, { hour: 5, flow: 'mails', state: 'failed', lastsMs: 5000 })
  await add(theirs, { hour: 6, flow: 'secret', state: 'failed', errorMessage: 'secret' })
  await addTaskRun(base.db, mine, failed, { name: 'extract', attempt: 1, state: 'failed', durationMs: 10 })
  await addTaskRun(base.db, mine, failed, { name: 'extract', attempt: 2, durationMs: 20 })
  await addTaskRun(base.db, mine, failed, { name: 'load', mapIndex: 0, durationMs: 30 })
  const broken = { state: 'failed', errorMessage: 'no answer\nat all', durationMs: 40 } as const
  await addTaskRun(base.db, mine, failed, { name: 'load', mapIndex: 1, ...broken })
  await rollUp()
})
afterAll(() => base.close())

describe('the catalogue', () => {
  test('shows of each flow its figures, newest outcomes, last error and own starts', async () => {
    const { rows, hasMore } = await listFlows(viewer, asking('flow:orders'), base.db)
    expect(hasMore).toBe(false)
    expect(rows).toHaveLength(1)
    const [row] = rows
    expect(row).toMatchObject({
      name: 'orders',
      figures: { executions: 4, good: 3, broken: 1 },
      lastError: { state: 'failed', failedTask: 'load', errorType: 'TimeoutError', error: 'no answer' },
    })
    expect(row?.outcomes.map((outcome) => outcome.state)).toEqual(['success', 'failed', 'warning', 'success'])
    expect(row?.startsMs).toEqual([3, 2, 1].map((hour) => BASE_MS + hour * HOUR_MS))
    expect(quantileOf(row?.figures.durations ?? [], 0.5)).toBeGreaterThan(50_000)
  })

  test.for([
    ['name', 'asc', ['mails', 'orders', 'secret']],
    ['name', 'desc', ['secret', 'orders', 'mails']],
    ['last', 'desc', ['secret', 'mails', 'orders']],
    ['executions', 'desc', ['orders', 'mails', 'secret']],
    ['success', 'desc', ['orders', 'mails', 'secret']],
    ['p95', 'desc', ['orders', 'secret', 'mails']],
    ['p95', 'asc', ['mails', 'secret', 'orders']],
  ] as const)('by %s, %s', async ([sort, order, expected]) => {
    expect(await names(owner, asking('', { sort, order }))).toEqual(expected)
  })

  test.for([
    ['ord', ['orders']],
    ['state:failed', ['mails', 'secret']],
    ['!state:failed', ['orders']],
    ['environment:production state:*', ['mails', 'orders', 'secret']],
    ['namespace:*', []],
    ['flow:o* OR flow:mails', ['mails', 'orders']],
    ['100%', []],
  ] as const)('“%s”', async ([query, expected]) => {
    expect(await names(owner, asking(query))).toEqual(expected)
    expect(await countFlows(owner, [asking(query).filter], base.db)).toEqual([expected.length])
  })

  test('by team and source, in the words that the choices offer', async () => {
    const values = await listFlowValues(viewer, base.db)
    expect(values.environments).toEqual(['production'])
    const [team = '', source = ''] = [values.teams[0], values.sources[0]]
    expect(await names(owner, asking(`team:"${team}" source:"${source}"`))).toEqual(['mails', 'orders'])
  })

  test('fifty to a page, none twice', async () => {
    const many = await addSource(base.db)
    const scope = testScope({ orgId: many.orgId, isOwner: true })
    for (let index = 0; index < 53; index += 1) await add(many, { hour: 1, flow: `flow ${index}` })
    const first = await listFlows(scope, asking(''), base.db)
    const second = await listFlows(scope, asking('', { page: 2 }), base.db)
    expect([first.rows.length, first.hasMore, second.rows.length, second.hasMore]).toEqual([
      50,
      true,
      3,
      false,
    ])
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(53)
    expect((await listFlows(scope, asking('', { page: 3 }), base.db)).rows).toEqual([])
  })
})

describe('the page of a flow', () => {
  test('has its newest execution, its days, its dots and what broke last', async () => {
    const id = await flowId(mine, 'orders')
    expect(await getFlow(viewer, id, base.db)).toMatchObject({
      name: 'orders',
      latest: { state: 'success' },
      isFavourite: false,
    })
    expect(await listFlowDays(viewer, id, 90, base.db)).toMatchObject([
      { executions: 4, succeeded: 2, warned: 1, broken: 1 },
    ])
    const dots = await listDurationDots(viewer, id, { days: 90, limit: 3 }, base.db)
    expect(dots.map((dot) => dot.durationMs)).toEqual([60_000, 600_000, 60_000])
    expect(await getLastFailure(viewer, id, base.db)).toMatchObject({
      failedTask: 'load',
      message: 'no answer\nafter 30 s',
      atMs: BASE_MS + 3 * HOUR_MS,
    })
    expect(await getLastGood(viewer, id, base.db)).toMatchObject({ atMs: BASE_MS + 4 * HOUR_MS })
    expect(await getLastGood(viewer, await flowId(mine, 'mails'), base.db)).toBeNull()
  })

  test('its grid has the newest execution last, of attempts the last, of the mapped the worst, broken rows first', async () => {
    const id = await flowId(mine, 'orders')
    const grid = await getFlowGrid(viewer, id, { before: null, page: 1, isBrokenOnly: false }, base.db)
    expect(grid.columns.map((column) => column.state)).toEqual(['success', 'warning', 'failed', 'success'])
    expect(grid).toMatchObject({ older: null, rowCount: 2 })
    expect(grid.rows.map((row) => [row.name, row.hasBroken])).toEqual([
      ['load', true],
      ['extract', false],
    ])
    const [load, extract] = grid.rows
    expect(load?.cells[2]).toMatchObject({ state: 'failed', count: 2, durationMs: 40, error: 'no answer' })
    expect(extract?.cells[2]).toMatchObject({ state: 'success', attempt: 2, durationMs: 20 })
    expect(extract?.cells[0]).toBeNull()
    const broken = await getFlowGrid(viewer, id, { before: null, page: 1, isBrokenOnly: true }, base.db)
    expect(broken.rows.map((row) => row.name)).toEqual(['load'])
  })

  test('its grid is paged on both axes', async () => {
    const wide = await addSource(base.db)
    const scope = testScope({ orgId: wide.orgId, isOwner: true })
    for (let hour = 0; hour < 27; hour += 1) {
      const execution = await add(wide, { hour: hour / 2, flow: 'wide' })
      const steps = hour === 26 ? 60 : 1
      for (let step = 0; step < steps; step += 1) {
        await addTaskRun(base.db, wide, execution, { name: `step ${step}` })
      }
    }
    const id = await flowId(wide, 'wide')
    const first = await getFlowGrid(scope, id, { before: null, page: 1, isBrokenOnly: false }, base.db)
    expect([first.columns.length, first.rows.length, first.rowCount]).toEqual([25, 50, 60])
    const lower = await getFlowGrid(scope, id, { before: null, page: 2, isBrokenOnly: false }, base.db)
    expect(lower.rows).toHaveLength(10)
    const older = await getFlowGrid(scope, id, { before: first.older, page: 1, isBrokenOnly: false }, base.db)
    expect([older.columns.length, older.rows.length, older.older]).toEqual([2, 1, null])
  })

  test('its tasks and its versions are counted', async () => {
    const id = await flowId(mine, 'orders')
    const { tasks } = await listFlowTasks(viewer, id, base.db)
    expect(tasks).toMatchObject([
      { name: 'load', executions: 1, broken: 1, retries: 0, p95Ms: 40, lastError: { error: 'no answer' } },
      { name: 'extract', executions: 1, broken: 0, retries: 1, p50Ms: 20, lastError: null },
    ])
    const { versions, isCut } = await listFlowVersions(viewer, id, base.db)
    expect(isCut).toBe(false)
    expect(versions).toMatchObject([
      { version: 'v2', executions: 2, good: 1, broken: 1, p95Ms: 600_000, last: { state: 'success' } },
      { version: 'v1', executions: 2, good: 2, broken: 0 },
    ])
  })
})

test('nothing of it is told to those who may not read it', async () => {
  const [own, foreign] = [await flowId(mine, 'orders'), await flowId(theirs, 'secret')]
  const asks: [Scope, string][] = [
    [viewer, foreign],
    [testScope({ orgId: mine.orgId }), own],
    [testScope({ isOwner: true }), own],
    [testScope({ orgId: theirs.orgId, teams: { [theirs.teamId]: 'admin' } }), own],
    [testScope({ teams: { [mine.teamId]: 'admin' } }), own],
  ]
  for (const [scope, id] of asks) {
    expect(await getFlow(scope, id, base.db)).toBeNull()
    expect(await listFlowDays(scope, id, 90, base.db)).toEqual([])
    expect(await listDurationDots(scope, id, { days: 90, limit: 10 }, base.db)).toEqual([])
    expect(await getLastFailure(scope, id, base.db)).toBeNull()
    expect(await getLastGood(scope, id, base.db)).toBeNull()
    const grid = await getFlowGrid(scope, id, { before: null, page: 1, isBrokenOnly: false }, base.db)
    expect(grid).toEqual({ columns: [], older: null, rows: [], rowCount: 0 })
    expect(await listFlowTasks(scope, id, base.db)).toEqual({ tasks: [], isCut: false })
    expect(await listFlowVersions(scope, id, base.db)).toEqual({ versions: [], isCut: false })
  }
  expect(await names(viewer, asking(''))).toEqual(['mails', 'orders'])
  expect(await countFlows(viewer, [null, asking('secret').filter], base.db)).toEqual([2, 0])
  for (const sort of ['last', 'executions', 'success', 'p95'] as const) {
    expect((await names(viewer, asking('', { sort }))).toSorted()).toEqual(['mails', 'orders'])
  }
  for (const stranger of [testScope({ orgId: mine.orgId }), testScope({ isOwner: true })]) {
    expect(await names(stranger, asking(''))).toEqual([])
    expect(await listFlowValues(stranger, base.db)).toEqual({ teams: [], sources: [], environments: [] })
  }
})
