import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, strangersTo, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { countRejections, listRejections } from './list-rejections'
import { clockSkewOf } from './source-clock-skew'

let database: TestDatabase
let mine: World
let theirs: World
let viewer: Scope
let sourceId: string
const NOW = new Date()

beforeAll(async () => {
  database = await testDatabase()
  mine = await buildWorld(database.db)
  theirs = await buildWorld(database.db)
  sourceId = mine.teams[0].sourceId
  viewer = testScope({ orgId: mine.orgId, teams: { [mine.teams[0].teamId]: 'viewer' } })
  for (let n = 0; n < 5; n++) {
    await database.db.execute(sql`insert into rejections
      (org_id, id, source_id, received_at, signal, reason, path, message, item)
      values (${mine.orgId}, ${randomUUID()}, ${sourceId}, ${NOW.toISOString()}::timestamptz - interval '1 hour',
        'log_records', 'too_old', ${`p${n}`}, 'old', '{"body":"hello"}')`)
  }
  await addSpans()
})
afterAll(() => database.close())

/** Three spans that ended 10 s before they came, and one that ended 30 s after. */
async function addSpans(): Promise<void> {
  const [traceId, resourceId] = [randomUUID(), randomUUID()]
  const at = NOW.toISOString()
  await database.db.execute(sql`insert into resources (org_id, id, source_id, attributes, dropped_attributes_count, first_seen_at)
    values (${mine.orgId}, ${resourceId}, ${sourceId}, '{}', 0, ${at})`)
  await database.db.execute(sql`insert into traces (org_id, trace_id, started_at, ended_at, source_ids, team_ids, execution_ids, has_error, is_marked, updated_at)
    values (${mine.orgId}, ${traceId}, ${at}, ${new Date(NOW.getTime() + 60_000).toISOString()}, array[${sourceId}::uuid], array[${mine.teams[0].teamId}::uuid], '{}', 0, 0, ${at})`)
  for (const [n, endedMsAgo] of [10_000, 10_000, 10_000, -30_000].entries()) {
    const nano = BigInt(NOW.getTime() - endedMsAgo) * 1_000_000n
    await database.db.execute(sql`insert into spans (org_id, trace_id, span_id, started_at, resource_id, scope_id, name, kind,
        start_unix_nano, end_unix_nano, status_code, flags, attributes, dropped_attributes_count, dropped_events_count,
        dropped_links_count, received_at)
      values (${mine.orgId}, ${traceId}, ${Buffer.from([0, 0, 0, 0, 0, 0, 0, n + 1])}, ${at}, ${resourceId}, ${randomUUID()},
        'work', 1, ${String(nano)}, ${String(nano)}, 0, 0, '{}', 0, 0, 0, ${at})`)
  }
}

test('the inbox is narrowed by reason and signal, and shows what was sent', async () => {
  const old = await listRejections(viewer, sourceId, { reason: 'too_old' }, 50, database.db)
  expect(old).toHaveLength(5)
  expect(JSON.parse(old[0]?.item ?? '')).toEqual({ body: 'hello' })
  expect(await listRejections(viewer, sourceId, { signal: 'spans' }, 50, database.db)).toHaveLength(1)
  expect(
    await listRejections(viewer, sourceId, { reason: 'too_old', signal: 'spans' }, 50, database.db),
  ).toEqual([])
  expect(await countRejections(viewer, sourceId, database.db)).toEqual([
    { reason: 'too_old', signal: 'log_records', count: 5 },
    { reason: 'bad_time', signal: 'spans', count: 1 },
  ])
})

test('its pages follow each other without a gap, also where all came at once', async () => {
  const seen: string[] = []
  for (let after: string | undefined; ; ) {
    const page = await listRejections(viewer, sourceId, after === undefined ? {} : { after }, 2, database.db)
    seen.push(...page.slice(0, 2).map(({ id }) => id))
    if (page.length <= 2) break
    after = page[1]?.id
  }
  expect(new Set(seen).size).toBe(6)
  expect(seen).toHaveLength(6)
})

test('the clock of a source is told from its newest spans', async () => {
  expect(await clockSkewOf(viewer, sourceId, database.db, NOW)).toEqual({
    spans: 4,
    medianSeconds: 10,
    earliestSeconds: -30,
  })
  expect(await clockSkewOf(viewer, sourceId, database.db, new Date(NOW.getTime() + 2 * 3_600_000))).toBeNull()
})

test('nobody else is told of the clock', async () => {
  for (const [, scope] of strangersTo(mine, theirs)) {
    expect(await clockSkewOf(scope, sourceId, database.db, NOW)).toBeNull()
  }
})
