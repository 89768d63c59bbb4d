import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rollUpFlowDays } from '@/db/store/roll-up-flow-days'
import { flowsWithFigures, rollUpFlowUsual } from '@/db/store/roll-up-flow-usual'
import { setFavourite } from '@/db/store/set-favourite'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { bucketOf } from '@/lib/charts/duration-buckets'
import { successOfMany } from '@/lib/flow/figures'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
import { RUNNING, RUNNING_LONGER } from '@/lib/query/built-in-views'
import { checkQuery } from '@/lib/query/filter'
import { windowFrom } from '@/lib/query/window'
import { countMatching } from './count-matching'
import { listFailingFlows } from './home-failing'
import { listFavourites } from './home-favourites'
import { getFirstSteps } from './home-first-steps'
import { getPulse } from './home-pulse'
import { listRunningNow } from './home-running'
import { listSilentSources } from './home-silent-sources'
import { listTeamHealth } from './home-teams'
import { listExecutions } from './list-executions'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const [ORG, OTHER] = [randomUUID(), randomUUID()]
const [MINE, THEIRS, FOREIGN] = [randomUUID(), randomUUID(), randomUUID()]
const owner = testScope({ orgId: ORG, isOwner: true })
const viewer = testScope({ orgId: ORG, teams: { [MINE]: 'viewer' } })

let database: TestDatabase

type Flow = { orgId: string; teamId: string; id: string; sourceId: string }

async function addFlow(orgId: string, teamId: string, name: string): Promise<Flow> {
  const [id, sourceId] = [randomUUID(), randomUUID()]
  const { db } = database
  await db.execute(sql`insert into sources (org_id, id, team_id, slug, name, kind, environment, created_at)
    values (${orgId}, ${sourceId}, ${teamId}, ${id}, ${`Source of ${name}`}, 'airflow', 'production', now())`)
  await db.execute(sql`insert into flows (org_id, id, source_id, team_id, namespace, name, dialect, first_seen_at)
    values (${orgId}, ${id}, ${sourceId}, ${teamId}, 'ns', ${name}, 'airflow', now())`)
  return { orgId, teamId, id, sourceId }
}

async function run(flow: Flow, state: State, agoMs: number, durationMs = MINUTE): Promise<string> {
  const id = randomUUID()
  const startMs = Date.now() - agoMs
  const isActive = state === 'running'
  const at = new Date(startMs).toISOString()
  await database.db.execute(sql`
    insert into executions (org_id, id, source_id, flow_id, team_id, native_id, attempt, dialect, state, occurred_at,
      started_at_unix_nano, ended_at_unix_nano, duration_ms, environment, error_message, failed_task, labels, transitions,
      links, facts, revision, received_at, updated_at)
    values (${flow.orgId}, ${id}, ${flow.sourceId}, ${flow.id}, ${flow.teamId}, ${id}, 1, 'airflow', ${state}, ${at},
      ${`${startMs}000000`}, ${isActive ? null : `${startMs + durationMs}000000`}, ${isActive ? null : durationMs},
      'production', ${state === 'failed' ? 'no space left\nat load()' : null}, ${state === 'failed' ? 'load' : null},
      '{}', '[]', '[]', '{}', 1, ${at}, ${at})`)
  return id
}

let flaky: Flow
let healed: Flow
let foreign: Flow
let newestFailure: string
let overdue: string

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  for (const [orgId, teams] of [
    [ORG, [MINE, THEIRS]],
    [OTHER, [FOREIGN]],
  ] as const) {
    await db.execute(
      sql`insert into organizations (org_id, name, created_at) values (${orgId}, 'Acme', now())`,
    )
    for (const id of teams) {
      await db.execute(
        sql`insert into teams (org_id, id, slug, name, created_at) values (${orgId}, ${id}, ${id}, 'Team', now())`,
      )
    }
  }
  flaky = await addFlow(ORG, MINE, 'flaky')
  healed = await addFlow(ORG, MINE, 'healed')
  const hidden = await addFlow(ORG, THEIRS, 'hidden')
  foreign = await addFlow(OTHER, FOREIGN, 'foreign')
  await run(flaky, 'success', 5 * HOUR)
  await run(flaky, 'failed', 4 * HOUR)
  await run(flaky, 'failed', 3 * HOUR)
  newestFailure = await run(flaky, 'timed_out', 2 * HOUR)
  for (let i = 1; i <= 9; i++) await run(healed, i === 9 ? 'failed' : 'success', i * HOUR)
  overdue = await run(healed, 'running', 30 * MINUTE)
  for (const flow of [hidden, foreign]) {
    await run(flow, 'failed', HOUR)
    await run(flow, 'running', 2 * HOUR)
    await run(flow, 'failed', 10 * MINUTE)
  }
  await rollUpFlowDays(db, { sinceUpdated: new Date(0) })
  await rollUpFlowUsual(await flowsWithFigures(null, 50, db), db)
})
afterAll(() => database.close())

describe('the flows that are failing', () => {
  test('are those whose newest execution broke, with since when, how often in a row and why', async () => {
    const { total, byTeam, worst } = await listFailingFlows(viewer, database.db)
    expect({ total, byTeam }).toEqual({ total: 1, byTeam: { [MINE]: 1 } })
    expect(worst).toHaveLength(1)
    expect(worst[0]).toMatchObject({
      id: flaky.id,
      name: 'flaky',
      namespace: 'ns',
      source: 'Source of flaky',
      executionId: newestFailure,
      state: 'timed_out',
      inARow: 3,
      isLonger: false,
    })
    expect(Math.abs(Date.parse(worst[0]?.since ?? '') - (Date.now() - 4 * HOUR))).toBeLessThan(MINUTE)
  })

  test('of all teams are the owner’s, those of other organizations never', async () => {
    const { total, worst } = await listFailingFlows(owner, database.db)
    expect(total).toBe(2)
    expect(worst.map((flow) => flow.name)).toEqual(['flaky', 'hidden'])
    expect(worst[1]).toMatchObject({ failedTask: 'load', error: 'no space left', inARow: 2 })
  })
})

test('what runs comes with how long its flow usually takes', async () => {
  const { total, longer, byTeam, longest } = await listRunningNow(viewer, database.db)
  expect({ total, longer, byTeam }).toEqual({ total: 1, longer: 1, byTeam: { [MINE]: 1 } })
  expect(longest[0]).toMatchObject({ id: overdue, flow: 'healed', state: 'running', usual: { count: 9 } })
  expect(bucketOf(longest[0]?.usual?.p50Ms ?? 0)).toBe(bucketOf(MINUTE))
  expect(await listRunningNow(owner, database.db)).toMatchObject({ total: 2, longer: 1 })
})

test('the numbers of what runs are those of the lists they lead to', async () => {
  const window = windowFrom('all', Date.now())
  const questions = [RUNNING, RUNNING_LONGER].map((q) => ({ filter: checkQuery(q).filter, window }))
  for (const scope of [viewer, owner]) {
    const { total, longer } = await listRunningNow(scope, database.db)
    expect(await countMatching(scope, questions, database.db)).toEqual([total, longer])
  }
  const { rows } = await listExecutions(viewer, questions[1] ?? { filter: null, window }, null, database.db)
  expect(rows.map((row) => row.id)).toEqual([overdue])
})

test('the pulse counts what one may read', async () => {
  const { heardAt, ...counts } = await getPulse(viewer, database.db)
  expect(counts).toEqual({ executions: 14, broken: 4, drifted: 0 })
  expect(Math.abs(Date.parse(heardAt ?? '') - (Date.now() - 30 * MINUTE))).toBeLessThan(MINUTE)
  expect(await getPulse(owner, database.db)).toMatchObject({ executions: 17, broken: 6 })
})

test('teams are told with the figures of a week and fourteen days, also those in which nothing ran', async () => {
  const [mine, ...others] = await listTeamHealth(viewer, database.db)
  expect(others).toEqual([])
  expect(mine).toMatchObject({ id: MINE, flows: 2, executions: 14, good: 9, broken: 4 })
  expect(mine?.days).toHaveLength(14)
  expect(mine?.days.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10))
  expect(mine?.days.reduce((sum, day) => sum + day.executions, 0)).toBe(14)
  const ids = (await listTeamHealth(owner, database.db)).map((team) => team.id)
  expect(ids.toSorted()).toEqual([MINE, THEIRS].toSorted())
})

test('a team of whose executions no outcome is known has no share of success, not one of 0 %', async () => {
  const [orgId, teamId] = [randomUUID(), randomUUID()]
  const { db } = database
  await db.execute(
    sql`insert into organizations (org_id, name, created_at) values (${orgId}, 'Quiet', now())`,
  )
  await db.execute(
    sql`insert into teams (org_id, id, slug, name, created_at) values (${orgId}, ${teamId}, 'quiet', 'Quiet', now())`,
  )
  const flow = await addFlow(orgId, teamId, 'silent')
  for (let i = 1; i <= 4; i++) await run(flow, 'unknown', i * HOUR)
  await rollUpFlowDays(db, { sinceUpdated: new Date(0) })
  const [team, ...others] = await listTeamHealth(testScope({ orgId, isOwner: true }), db)
  expect(others).toEqual([])
  expect(team).toMatchObject({ executions: 4, good: 0, broken: 0 })
  expect(team && successOfMany(team)).toBeNull()
})

test('favourites are one’s own, and gone when one may no longer read them', async () => {
  await setFavourite(viewer, { kind: 'flow', id: healed.id, isOn: true }, database.db)
  const [flow] = await listFavourites(viewer, database.db)
  expect(flow).toMatchObject({ id: healed.id, name: 'healed', sourceKind: 'airflow' })
  expect(flow?.outcomes).toHaveLength(10)
  expect(flow?.outcomes[0]).toMatchObject({ id: overdue, state: 'running' })
  expect(await listFavourites(owner, database.db)).toEqual([])
  const moved = testScope({ orgId: ORG, userId: viewer.userId ?? '', teams: { [THEIRS]: 'viewer' } })
  expect(await listFavourites(moved, database.db)).toEqual([])
})

describe('a source is silent', () => {
  const heard = async (flow: Flow, hoursAgo: number[]) => {
    for (const hours of hoursAgo) {
      await database.db.execute(sql`insert into source_counts (org_id, source_id, hour, signal, verdict, reason, count)
        values (${flow.orgId}, ${flow.sourceId}, date_trunc('hour', now()) - make_interval(hours => ${hours}), 'spans', 'stored', '', 1)`)
    }
  }

  test('when it has paused for longer than it ever did, not when it rests as usual', async () => {
    await heard(flaky, [20, 21, 22, 24, 26, 27, 28])
    // Every third hour, the last one four hours ago.
    await heard(healed, [4, 7, 10, 13, 16, 19, 22])
    await heard(foreign, [20, 21, 22, 24, 26, 27, 28])
    const silent = await listSilentSources(viewer, database.db)
    expect(silent.map((source) => source.id)).toEqual([flaky.sourceId])
  })

  test('only for those who may read it', async () => {
    const other = testScope({ orgId: ORG, teams: { [THEIRS]: 'admin', [MINE]: 'auditor' } })
    expect(await listSilentSources(other, database.db)).toEqual([])
  })
})

test('first steps count one’s own sources and everybody in the organization', async () => {
  expect(await getFirstSteps(viewer, database.db)).toMatchObject({ sources: 2, hasHeard: true, people: 0 })
  const nobody = await getFirstSteps(testScope({ orgId: ORG }), database.db)
  expect(nobody).toMatchObject({ sources: 0, hasHeard: false, newestSourceId: null })
})

test.for<[string, Scope]>([
  ['nobody in particular', testScope({ orgId: ORG })],
  ['an auditor', testScope({ orgId: ORG, teams: { [MINE]: 'auditor' } })],
  ['an admin elsewhere, with this team', testScope({ teams: { [MINE]: 'admin' } })],
])('%s sees nothing at all', async ([, scope]) => {
  const { db } = database
  expect(await listFailingFlows(scope, db)).toEqual({ total: 0, byTeam: {}, worst: [] })
  expect(await listRunningNow(scope, db)).toEqual({
    total: 0,
    longer: 0,
    byTeam: {},
    longest: [],
  })
  expect(await getPulse(scope, db)).toEqual({ heardAt: null, executions: 0, broken: 0, drifted: 0 })
  expect(await listTeamHealth(scope, db)).toEqual([])
  expect(await listSilentSources(scope, db)).toEqual([])
})
