import { afterAll, beforeAll, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { addExecution, addSource, ORIGIN, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { LANE_KINDS } from '@/lib/query/list-address'
import { countByDuration } from './count-by-duration'
import { listLanes } from './list-lanes'
import { listSlowestExecutions } from './list-slowest-executions'

const NOW_MS = Number(ORIGIN / 1_000_000n)
const HOUR_MS = 3_600_000
const everything = { filter: null, window: { fromMs: NOW_MS - HOUR_MS, toMs: null } }

let base: TestDatabase
let mine: Owner
let theirs: Owner
const ids: Record<string, string> = {}

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
  const ended = { startedAtUnixNano: ORIGIN, endedAtUnixNano: ORIGIN + 1n }
  ids.quick = await addExecution(base.db, mine, { flow: 'a', durationMs: 99, ...ended })
  ids.slow = await addExecution(base.db, mine, { flow: 'a', durationMs: 40_000, state: 'failed', ...ended })
  ids.edge = await addExecution(base.db, mine, { flow: 'b', durationMs: 100, ...ended })
  ids.open = await addExecution(base.db, mine, {
    flow: 'b',
    state: 'running',
    startedAtUnixNano: BigInt(Date.now() - 20 * HOUR_MS) * 1_000_000n,
  })
  ids.queued = await addExecution(base.db, mine, { flow: 'b', state: 'queued' })
  ids.foreign = await addExecution(base.db, theirs, { flow: 'secret', durationMs: 1_000_000, ...ended })
})
afterAll(() => base.close())

const viewer = () => testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
const strangers = () => [
  testScope({ isOwner: true }),
  testScope({ orgId: mine.orgId }),
  testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'auditor' } }),
]

test('the slowest come first, what runs counted up to now, what has no duration left out', async () => {
  const { rows, isCut } = await listSlowestExecutions(viewer(), everything, base.db)
  expect(rows.map((row) => row.id)).toEqual([ids.open, ids.slow, ids.edge, ids.quick])
  expect(isCut).toBe(false)
  for (const stranger of strangers())
    expect((await listSlowestExecutions(stranger, everything, base.db)).rows).toEqual([])
})

test('bars are in the lane that was asked for, with its name, and none is another team’s', async () => {
  const { executions, names, isCut } = await listLanes(viewer(), everything, 'flow', base.db)
  expect(executions.map(([id]) => id).toSorted()).toEqual(
    [ids.quick, ids.slow, ids.edge, ids.open, ids.queued].map(String).toSorted(),
  )
  expect(names.map(({ name }) => name).toSorted()).toEqual(['a', 'b'])
  expect(executions.find(([id]) => id === ids.slow)?.slice(2)).toEqual(['failed', NOW_MS, 40_000, false])
  expect(executions.find(([id]) => id === ids.open)?.slice(4)).toEqual([null, true])
  expect(isCut).toBe(false)
  for (const lanes of LANE_KINDS) {
    const found = await listLanes(viewer(), everything, lanes, base.db)
    expect(found.executions).toHaveLength(5)
    expect(found.names).toHaveLength(lanes === 'flow' ? 2 : 1)
    for (const stranger of strangers()) {
      const nothing = await listLanes(stranger, everything, lanes, base.db)
      expect(nothing).toEqual({ executions: [], names: [], isCut: false })
    }
  }
})

test('cells count by start and duration: an edge belongs to the row above it', async () => {
  const { counts, oldestMs } = await countByDuration(viewer(), everything, HOUR_MS, base.db)
  const startMs = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS
  expect(counts).toEqual([
    { startMs, row: 0, count: 1, broken: 0 },
    { startMs, row: 1, count: 1, broken: 0 },
    { startMs, row: 6, count: 1, broken: 1 },
    { startMs, row: 13, count: 1, broken: 0 },
  ])
  expect(oldestMs).toBe(NOW_MS)
  for (const stranger of strangers())
    expect((await countByDuration(stranger, everything, HOUR_MS, base.db)).counts).toEqual([])
})
