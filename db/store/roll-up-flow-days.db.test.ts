import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '@/db/testing/test-database'
import { bucketOf } from '@/lib/charts/duration-buckets'
import { isBroken, STATES, type State } from '@/lib/model/state'
import { daysOfExecutions, deleteFlowDaysBefore, rollUpFlowDays } from './roll-up-flow-days'

const { db, close } = await testDatabase()
afterAll(close)

const NOW = Date.UTC(2026, 10, 21, 12)
const HOUR = 3_600_000
const ORGS = [randomUUID(), randomUUID()]
const FLOWS = [randomUUID(), randomUUID(), randomUUID()]
const TEAM = randomUUID()
const SOURCE = randomUUID()

type Row = {
  orgId: string
  id: string
  flowId: string
  state: State
  atMs: number
  durationMs: number | null
}

let seed = 1
const random = (): number => {
  seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296
  return seed / 4_294_967_296
}
const oneOf = <T>(all: readonly [T, ...T[]] | readonly T[]): T => all[Math.floor(random() * all.length)] as T

const randomRow = (of: Partial<Row> = {}): Row => ({
  orgId: oneOf(ORGS),
  id: randomUUID(),
  flowId: oneOf(FLOWS),
  state: oneOf(STATES),
  atMs: NOW - Math.floor(random() * 96) * HOUR + Math.floor(random() * HOUR),
  durationMs: random() < 0.2 ? null : Math.floor(2 ** (random() * 33)),
  ...of,
})

async function put(rows: Row[], updatedMs: number, receivedMs = updatedMs): Promise<void> {
  for (const row of rows) {
    const ended = row.durationMs === null ? null : `${row.atMs + row.durationMs}000000`
    const time = (ms: number) => new Date(ms).toISOString()
    await db.execute(sql`
      insert into executions (org_id, id, source_id, flow_id, team_id, native_id, attempt, dialect, state, occurred_at,
        ended_at_unix_nano, duration_ms, environment, labels, transitions, links, facts, revision, received_at, updated_at)
      values (${row.orgId}, ${row.id}, ${SOURCE}, ${row.flowId}, ${TEAM}, ${row.id}, 1, 'generic', ${row.state},
        ${time(row.atMs)}, ${ended}, ${row.durationMs}, 'production', '{}', '[]', '[]', '{}', 1, ${time(receivedMs)},
        ${time(updatedMs)})
      on conflict (org_id, id) do update set state = excluded.state, occurred_at = excluded.occurred_at,
        ended_at_unix_nano = excluded.ended_at_unix_nano, duration_ms = excluded.duration_ms,
        revision = executions.revision + 1, updated_at = excluded.updated_at`)
  }
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** The same figures, counted one by one. */
function counted(rows: Row[]): Record<string, unknown> {
  const keys = new Set(rows.map((row) => `${row.orgId} ${row.flowId} ${dayOf(row.atMs)}`))
  return Object.fromEntries(
    [...keys].map((key) => {
      const of = rows.filter((row) => `${row.orgId} ${row.flowId} ${dayOf(row.atMs)}` === key)
      const inState = (state: State) => of.filter((row) => row.state === state).length
      const broken = of.filter((row) => isBroken(row.state))
      const lasted = of.flatMap((row) => (row.durationMs === null ? [] : [row.durationMs]))
      const durations = new Array<number>(Math.max(0, ...lasted.map(bucketOf))).fill(0)
      for (const ms of lasted) durations[bucketOf(ms) - 1] = (durations[bucketOf(ms) - 1] ?? 0) + 1
      const figures = {
        executions: of.length,
        succeeded: inState('success'),
        warned: inState('warning'),
        broken: broken.length,
        cancelled: inState('cancelled'),
        skipped: inState('skipped'),
        active: of.filter((row) => row.durationMs === null).length,
        durations,
        sum: lasted.reduce((sum, ms) => sum + ms, 0),
        brokenAt: broken.length === 0 ? null : Math.max(...broken.map((row) => row.atMs)),
      }
      return [key, figures]
    }),
  )
}

async function rolledUp(): Promise<Record<string, unknown>> {
  const found = await db.execute<Record<string, unknown>>(sql`
    select org_id || ' ' || flow_id || ' ' || day as key, executions, succeeded, warned, broken, cancelled, skipped, active,
      durations, duration_sum_ms::float8 as sum, (extract(epoch from last_broken_at) * 1000)::float8 as "brokenAt"
    from flow_days`)
  return Object.fromEntries(found.rows.map(({ key, ...figures }) => [String(key), figures]))
}

beforeEach(async () => {
  await db.execute(sql`truncate executions, flow_days, organizations`)
  for (const orgId of ORGS) {
    await db.execute(
      sql`insert into organizations (org_id, name, created_at) values (${orgId}, 'Acme', now())`,
    )
  }
})

describe('the figures of flows by day', () => {
  test('are those of the executions, whichever way they are asked for, and stay so when computed again', async () => {
    const rows = Array.from({ length: 200 }, () => randomRow())
    await put(rows, NOW)
    await rollUpFlowDays(db, { sinceUpdated: new Date(NOW - 1) })
    expect(await rolledUp()).toEqual(counted(rows))
    const days = await daysOfExecutions(db)
    expect(days).toEqual({ first: dayOf(Math.min(...rows.map((row) => row.atMs))), last: '2026-11-21' })
    await rollUpFlowDays(db, { days: [days?.first ?? '', days?.last ?? ''] })
    expect(await rolledUp()).toEqual(counted(rows))
  })

  test('follow what changes later: how it ended, and the day it began', async () => {
    const rows = Array.from({ length: 120 }, () => randomRow())
    const began = Date.now()
    await put(rows, began - 120_000, began - 120_000)
    await rollUpFlowDays(db, { sinceUpdated: new Date(0) })
    for (let round = 1; round <= 3; round++) {
      const later = rows.filter(() => random() < 0.2)
      for (const row of later)
        Object.assign(row, randomRow({ orgId: row.orgId, id: row.id, flowId: row.flowId }))
      await put(later, began + round * 10_000)
      await rollUpFlowDays(db, { sinceUpdated: new Date(began + round * 10_000 - 1) })
      expect(await rolledUp()).toEqual(counted(rows))
    }
  })

  test('of what was deleted go with the next look at their day, and look at nothing else', async () => {
    await put([randomRow({ atMs: NOW }), randomRow({ atMs: NOW - 24 * HOUR })], NOW)
    await rollUpFlowDays(db, { sinceUpdated: new Date(0) })
    await db.execute(sql`delete from executions`)
    expect(await rollUpFlowDays(db, { days: ['2026-11-21', '2026-11-21'] })).toBe(1)
    expect(Object.keys(await rolledUp())).toHaveLength(1)
  })

  test('belong to the team of the flow and go when their time is up', async () => {
    const [orgId, flowId] = [ORGS[0] ?? '', FLOWS[0] ?? '']
    const owner = randomUUID()
    await db.execute(sql`insert into flows (org_id, id, source_id, team_id, namespace, name, dialect, first_seen_at)
      values (${orgId}, ${flowId}, ${SOURCE}, ${owner}, '', 'nightly', 'generic', now())`)
    await put([randomRow({ orgId, flowId, atMs: NOW })], NOW)
    await rollUpFlowDays(db, { sinceUpdated: new Date(0) })
    const found = await db.execute(sql`select team_id from flow_days`)
    expect(found.rows).toEqual([{ team_id: owner }])
    expect(await deleteFlowDaysBefore(orgId, '2026-11-21', db)).toBe(0)
    expect(await deleteFlowDaysBefore(orgId, '2026-11-22', db)).toBe(1)
  })
})
