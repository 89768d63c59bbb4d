import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { lastResultOf, noteJobEnd } from '@/db/store/job-runs'
import { testDatabase } from '@/db/testing/test-database'
import { rollUpFlowDays } from './roll-up-flow-days'
import { runJob } from './worker'

const { db, close } = await testDatabase()
afterAll(close)

const ORG = randomUUID()
const START = Date.UTC(2026, 10, 21, 12)
await db.execute(sql`insert into organizations (org_id, name, created_at) values (${ORG}, 'Acme', now())`)

async function add(atMs: number, updatedMs: number): Promise<void> {
  const id = randomUUID()
  const time = (ms: number) => new Date(ms).toISOString()
  await db.execute(sql`
    insert into executions (org_id, id, source_id, flow_id, team_id, native_id, attempt, dialect, state, occurred_at, environment,
      labels, transitions, links, facts, revision, received_at, updated_at)
    values (${ORG}, ${id}, ${ORG}, ${ORG}, ${ORG}, ${id}, 1, 'generic', 'success', ${time(atMs)}, 'production',
      '{}', '[]', '[]', '{}', 1, ${time(updatedMs)}, ${time(updatedMs)})`)
}

const run = (nowMs: number, mayGoOn = async () => true) =>
  runJob(rollUpFlowDays, { db, now: new Date(nowMs), mayGoOn })

const total = async (): Promise<number> => {
  const found = await db.execute<{ n: number }>(
    sql`select coalesce(sum(executions), 0)::int as n from flow_days`,
  )
  return found.rows[0]?.n ?? -1
}

test('the first run takes all there is, each one after it what was written since, also what was late in being seen', async () => {
  await add(START - 40 * 86_400_000, START - 40 * 86_400_000)
  await add(START, START)
  await run(START + 1000, async () => false)
  expect(await total()).toBe(0)
  await run(START + 1000)
  expect(await total()).toBe(2)

  await add(START, START - 20_000)
  await run(START + 11_000)
  expect(await total()).toBe(3)
  expect(await lastResultOf('roll-up-flow-days', db)).toMatchObject({
    seenUntil: new Date(START + 11_000).toISOString(),
  })
})

test('a run that fails leaves what was seen as it was, and hours without a run are made up for', async () => {
  const failed = { finishedAt: new Date(), error: 'no database' }
  await noteJobEnd('roll-up-flow-days', failed, db)
  await add(START, START + 3_600_000)
  await add(START, START + 5 * 3_600_000)
  await run(START + 6 * 3_600_000)
  expect(await total()).toBe(5)
})
