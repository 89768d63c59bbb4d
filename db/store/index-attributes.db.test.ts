import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listTraces } from '@/db/queries/list-traces'
import { storedDays } from '@/db/queries/searchable-window'
import { testScope } from '@/db/testing/scopes'
import { addSource, addTrace, ORIGIN, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { indexFinishedDays } from './index-attributes'

const DAY_MS = 86_400_000
const ORIGIN_MS = Number(ORIGIN / 1_000_000n)
const DAY = new Date(Math.floor(ORIGIN_MS / DAY_MS) * DAY_MS)
const NEXT = new Date(DAY.getTime() + DAY_MS)
const NAME = `spans_${DAY.toISOString().slice(0, 10).replaceAll('-', '_')}`
const SPAN = '00000000000000aa'

/** Values of every kind, each in a trace named after it, and texts that are not among them. */
const VALUES: Record<string, unknown> = {
  text: 'orders',
  quoted: 'a "b" \\ c',
  whole: 200,
  fraction: 1.5,
  negative: -0.25,
  large: 12345678901,
  yes: true,
  none: null,
  empty: '',
  digits: '0200',
  list: ['a', 2],
  object: { a: { b: 1 } },
}
const ASKED = [
  ...['orders', 'order', 'a "b" \\ c', '200', '200.0', '2e2', '0200', '1.5', '-0.25', '-.25', '12345678901'],
  ...['true', 'TRUE', 'null', '', '["a", 2]', '["a",2]', '{"a": {"b": 1}}', '{', '1e999999', '9'.repeat(400)],
  ...['\ud800', '[1e999999]', "') or true --"],
]

let base: TestDatabase
let mine: Owner
let scope: Scope

beforeAll(async () => {
  base = await testDatabase()
  await base.pool.query(`create table "${NAME}" partition of spans
    for values from ('${DAY.toISOString()}') to ('${NEXT.toISOString()}')`)
  mine = await addSource(base.db)
  const theirs = await addSource(base.db, mine.orgId)
  scope = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
  for (const [name, value] of Object.entries(VALUES))
    await addTrace(base.db, mine, randomUUID(), [{ id: SPAN, name, attributes: { 'a.key': value } }])
  await addTrace(base.db, theirs, randomUUID(), [
    { id: SPAN, name: 'secret', attributes: { 'a.key': 'orders' } },
  ])
  // More of them, and newer, than are looked into one by one.
  await base.pool.query(
    `insert into traces (org_id, trace_id, started_at, ended_at, source_ids, team_ids, execution_ids, has_error,
      is_marked, updated_at) select $1, gen_random_uuid(), $2::timestamptz + n * interval '1 second',
      $2::timestamptz + n * interval '1 second', array[$3::uuid], array[$4::uuid], '{}', 0, 0, $2
      from generate_series(1, 1100) n`,
    [mine.orgId, new Date(ORIGIN_MS).toISOString(), mine.sourceId, mine.teamId],
  )
})
afterAll(() => base.close())

async function answers() {
  const window = { since: DAY, until: NEXT }
  const all: Record<string, unknown> = {}
  for (const value of ASKED) {
    const page = await listTraces(scope, { ...window, attribute: { key: 'a.key', value } }, null, base.db)
    all[value] = [page.rows.map(({ rootName }) => rootName), page.searchedSince]
  }
  return all
}

const isIndexed = async () => (await storedDays(base.db, DAY, NEXT)).days.map((day) => day.isIndexed)

test('a finished day answers from its index what reading it answers, and an unfinished index is made anew', async () => {
  const read = await answers()
  expect(read).toMatchObject({ orders: [['text'], null], 200: [['whole'], null], true: [['yes'], null] })
  const stillFilling = new Date(NEXT.getTime() + DAY_MS / 48)
  expect(await indexFinishedDays(base.db, stillFilling)).not.toContain(NAME)
  expect(await isIndexed()).toEqual([false])

  const later = new Date(NEXT.getTime() + DAY_MS / 12)
  expect(await indexFinishedDays(base.db, later, async () => false)).toEqual([])
  expect(await indexFinishedDays(base.db, later)).toContain(NAME)
  expect(await isIndexed()).toEqual([true])
  expect(await answers()).toEqual(read)
  expect(await indexFinishedDays(base.db, later)).toEqual([])

  await base.pool.query(`drop index "${NAME}_attributes"`)
  await expect(
    base.pool.query(`create unique index concurrently "${NAME}_attributes" on "${NAME}" (org_id)`),
  ).rejects.toThrow(/could not create unique index/)
  expect(await isIndexed()).toEqual([false])
  expect(await indexFinishedDays(base.db, later)).toContain(NAME)
  expect(await answers()).toEqual(read)
})
