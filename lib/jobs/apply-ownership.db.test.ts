import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getExecution } from '@/db/queries/get-execution'
import { listOwnershipRules } from '@/db/queries/ownership-rules'
import {
  createOwnershipRule,
  deleteOwnershipRule,
  moveOwnershipRule,
  type NewOwnershipRule,
} from '@/db/store/change-ownership-rules'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, type World } from '@/db/testing/source-world'
import { addExecution } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { applyOwnership } from './apply-ownership'

let database: TestDatabase
let world: World
let owner: Scope
let executionId: string
let traceId: string
beforeAll(async () => {
  database = await testDatabase()
  world = await buildWorld(database.db)
  owner = testScope({ orgId: world.orgId, isOwner: true })
  const [{ teamId, sourceId }] = world.teams
  traceId = randomUUID()
  const of = { orgId: world.orgId, sourceId, teamId, resourceId: randomUUID(), scopeId: randomUUID() }
  executionId = await addExecution(database.db, of, {
    flow: 'close-books',
    traceId,
    labels: { unit: 'finance' },
  })
  await addExecution(database.db, of, { flow: 'other' })
  await database.db.execute(sql`insert into traces (org_id, trace_id, started_at, ended_at, source_ids, team_ids,
      execution_ids, has_error, is_marked, updated_at)
    values (${world.orgId}, ${traceId}, now(), now(), array[${sourceId}::uuid], array[${teamId}::uuid],
      array[${executionId}::uuid], 0, 1, now())`)
  await database.db.execute(sql`insert into flow_days (org_id, flow_id, day, team_id, executions, succeeded, warned,
      broken, cancelled, skipped, active, durations, duration_sum_ms, updated_at)
    select org_id, id, '2026-11-20', team_id, 1, 1, 0, 0, 0, 0, 0, '{}', 0, now() from flows where org_id = ${world.orgId}`)
})
afterAll(() => database.close())

const rule = (of: Partial<NewOwnershipRule>): NewOwnershipRule => ({
  teamId: world.teams[1].teamId,
  sourceId: null,
  namespace: null,
  name: null,
  labelKey: null,
  labelValue: null,
  codeOwner: null,
  repositoryId: null,
  ...of,
})
const apply = () => applyOwnership.run({ db: database.db, now: new Date(), mayGoOn: async () => true })
const seenBy = async (teamId: string) => {
  const scope = testScope({ orgId: world.orgId, teams: { [teamId]: 'viewer' } })
  return (await getExecution(scope, executionId, database.db)) !== null
}
const rowsOf = async () => {
  const { rows } = await database.db.execute<
    Record<string, unknown>
  >(sql`select f.team_id as flow, f.owner_rule_id as rule,
      d.team_id as day, (select team_ids from traces where trace_id = ${traceId})::text as trace
    from flows f join flow_days d on d.flow_id = f.id
    where f.org_id = ${world.orgId} and f.name = 'close-books'`)
  return rows[0]
}

test('a rule gives the flow with all that it has to its team, and the old one no longer sees it', async () => {
  const [{ teamId: old }, { teamId: next }] = world.teams
  const { ruleId } = await createOwnershipRule(owner, rule({ name: 'close-*' }), database.db)
  expect(await apply()).toEqual({ flows: 1, executions: 1 })
  expect([await seenBy(old), await seenBy(next)]).toEqual([false, true])
  const rows = await rowsOf()
  expect(rows).toMatchObject({ flow: next, rule: ruleId, day: next })
  expect(rows?.trace).toContain(next)
  expect(await apply()).toEqual({ flows: 0, executions: 0 })

  await deleteOwnershipRule(owner, ruleId, database.db)
  expect(await apply()).toEqual({ flows: 1, executions: 1 })
  expect([await seenBy(old), await seenBy(next)]).toEqual([true, false])
  expect(await rowsOf()).toMatchObject({ flow: old, rule: null, day: old, trace: `{${old}}` })
})

test('of rules that both fit the first decides, and the list tells which others it takes from', async () => {
  const [{ teamId: first }, { teamId: second }] = world.teams
  const label = await createOwnershipRule(
    owner,
    rule({ teamId: first, labelKey: 'unit', labelValue: 'fin*' }),
    database.db,
  )
  const all = await createOwnershipRule(owner, rule({ sourceId: world.teams[0].sourceId }), database.db)
  await apply()
  expect(await rowsOf()).toMatchObject({ flow: first, rule: label.ruleId })
  const listed = await listOwnershipRules(owner, database.db)
  expect(listed.map(({ id, matched, decided }) => [id, matched, decided])).toEqual([
    [label.ruleId, 1, 1],
    [all.ruleId, 2, 1],
  ])
  expect(listed[1]?.conflicts).toEqual([{ position: 1, teamName: 'Team', flows: 1 }])

  await moveOwnershipRule(owner, { ruleId: all.ruleId, direction: 'up' }, database.db)
  await apply()
  expect(await rowsOf()).toMatchObject({ flow: second, rule: all.ruleId })
})

test('what was written with older rules at hand goes where its flow is', async () => {
  await database.db.execute(
    sql`update executions set team_id = ${world.teams[0].teamId}, updated_at = now() where id = ${executionId}`,
  )
  expect(await apply()).toEqual({ flows: 0, executions: 1 })
  expect(await seenBy(world.teams[1].teamId)).toBe(true)
})

test('only owners change rules, and who is refused is on record', async () => {
  const admin = testScope({
    orgId: world.orgId,
    teams: { [world.teams[0].teamId]: 'admin', [world.teams[1].teamId]: 'admin' },
  })
  const [listed] = await listOwnershipRules(owner, database.db)
  const ruleId = listed?.id ?? ''
  const stranger = testScope({ orgId: randomUUID(), isOwner: true })
  for (const [scope, code] of [
    [admin, 'forbidden'],
    [stranger, 'not_found'],
  ] as const) {
    await expect(createOwnershipRule(scope, rule({ name: '*' }), database.db)).rejects.toMatchObject({ code })
    await expect(moveOwnershipRule(scope, { ruleId, direction: 'down' }, database.db)).rejects.toMatchObject({
      code,
    })
    await expect(deleteOwnershipRule(scope, ruleId, database.db)).rejects.toMatchObject({ code })
  }
  expect(await listOwnershipRules(stranger, database.db)).toEqual([])
  expect(await listOwnershipRules(testScope({ orgId: world.orgId }), database.db)).toEqual([])
  await expect(createOwnershipRule(owner, rule({}), database.db)).rejects.toMatchObject({ code: 'invalid' })
})
