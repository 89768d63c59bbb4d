import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { addLogRecord, addSource, addTrace, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { parseTraceId, type TraceId } from '@/lib/model/trace-id'
import { listLogRecords } from './list-log-records'

const A = '00000000000000aa'
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

function newTrace(): TraceId {
  const trace = parseTraceId(randomUUID())
  if (!trace) throw new TypeError('a random id is no trace id')
  return trace
}

test('records that are new say what another trace did not, whatever the numbers and ids in it', async () => {
  const [good, bad] = [newTrace(), newTrace()]
  const lines = async (trace: typeof good, bodies: string[]) => {
    await addTrace(base.db, mine, trace.uuid, [{ id: A }])
    for (const [at, body] of bodies.entries()) {
      await addLogRecord(base.db, mine, trace.uuid, { at: BigInt(at), body, spanId: A })
    }
  }
  const id = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736'
  await lines(good, ['loaded 120 rows in 3.2 s', `batch ${randomUUID()} done`, 'attempt deadbeef', 'ready'])
  await addLogRecord(base.db, theirs, good.uuid, { at: 9n, body: 'salaries' })
  await lines(bad, [
    'loaded 7 rows in 44.0 s',
    `batch ${id} done`,
    'attempt 0badcafe',
    'disk is full',
    'salaries',
  ])
  const news = async (scope: Scope) =>
    (await listLogRecords(scope, bad, { notIn: good }, null, base.db)).rows.map((row) => row.body)
  // What another team's record said, one does not learn by what is left out.
  expect(await news(viewer)).toEqual(['disk is full', 'salaries'])
  expect(await news(testScope({ orgId: mine.orgId }))).toEqual([])
  const within = { notIn: good, within: A, atLeast: 'info' } as const
  expect((await listLogRecords(viewer, bad, within, null, base.db)).rows).toHaveLength(2)
})
