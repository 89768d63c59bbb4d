import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '@/db/testing/test-database'
import { rollUpFlowDays } from './roll-up-flow-days'
import { rollUpFlowUsual } from './roll-up-flow-usual'
import { runJob } from './worker'

const { db, close } = await testDatabase()
afterAll(close)

const ORG = randomUUID()
const FLOW = randomUUID()
const DAY = 86_400_000
const MINUTE = 60_000
// The figures are of the last days by the clock of the database.
const NOW = Date.now()
await db.execute(sql`insert into organizations (org_id, name, created_at) values (${ORG}, 'Acme', now())`)
await db.execute(sql`insert into flows (org_id, id, source_id, team_id, namespace, name, dialect, first_seen_at)
  values (${ORG}, ${FLOW}, ${ORG}, ${ORG}, '', 'nightly', 'generic', now())`)

async function add(atMs: number, durationMs: number, updatedMs = NOW): Promise<void> {
  const id = randomUUID()
  const time = (ms: number) => new Date(ms).toISOString()
  await db.execute(sql`
    insert into executions (org_id, id, source_id, flow_id, team_id, native_id, attempt, dialect, state, occurred_at, environment,
      duration_ms, ended_at_unix_nano, labels, transitions, links, facts, revision, received_at, updated_at)
    values (${ORG}, ${id}, ${ORG}, ${FLOW}, ${ORG}, ${id}, 1, 'generic', 'success', ${time(atMs)}, 'production',
      ${durationMs}, 1, '{}', '[]', '[]', '{}', 1, ${time(updatedMs)}, ${time(updatedMs)})`)
}

async function run(nowMs: number, mayGoOn = async () => true): Promise<void> {
  for (const job of [rollUpFlowDays, rollUpFlowUsual]) {
    await runJob(job, { db, now: new Date(nowMs), mayGoOn })
  }
}

type Row = {
  counted: number
  p50: number | null
  longer: number | null
  week: number | null
  month: number | null
}
const usual = async (): Promise<Row | undefined> => {
  const found =
    await db.execute<Row>(sql`select counted, p50_ms::float8 as p50, longer_from_ms::float8 as longer,
    p95_of_7_days_ms::float8 as week, p95_of_30_days_ms::float8 as month from flow_usual where flow_id = ${FLOW}`)
  return found.rows[0]
}
/** Read from buckets, a quantile is at most a fifth off. */
const about = (ms: number) => expect.toSatisfy((value: number) => value > ms * 0.8 && value < ms * 1.25)

test('nothing is usual before five have ended in a fortnight; longer than usual begins past the 95th percentile', async () => {
  for (let back = 0; back < 4; back++) await add(NOW - back * MINUTE, 10 * MINUTE)
  await add(NOW - 20 * DAY, 60 * MINUTE)
  await run(NOW)
  expect(await usual()).toMatchObject({
    counted: 4,
    longer: null,
    week: about(10 * MINUTE),
    month: about(60 * MINUTE),
  })
  await add(NOW - 5 * MINUTE, 10 * MINUTE)
  await run(NOW + 1000)
  const now = await usual()
  expect(now).toMatchObject({ counted: 5, p50: about(10 * MINUTE) })
  expect(now?.longer).toBeGreaterThan(now?.p50 ?? 0)
})

test('what was written while this did not run is made up for, from where the figures by day have got', async () => {
  await add(NOW, 10 * MINUTE, NOW + 3 * 3_600_000)
  await run(NOW + 5 * 3_600_000)
  expect(await usual()).toMatchObject({ counted: 6 })
  expect(await usual()).toEqual(await usual())
})

test('a flow of which nothing is left to count has no figures', async () => {
  await db.execute(sql`delete from flow_days`)
  await run(NOW + 2 * DAY)
  await db.execute(sql`delete from flow_days`)
  await run(NOW + 4 * DAY)
  expect(await usual()).toBeUndefined()
})
