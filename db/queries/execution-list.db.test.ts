import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { addExecution, addSource, addTrace, ORIGIN, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { checkQuery } from '@/lib/query/filter'
import { countExecutionsByState } from './count-executions-by-state'
import { countMatching } from './count-matching'
import { countNewExecutions } from './count-new-executions'
import { facetExecutions } from './facet-executions'
import { type ExecutionCursor, listExecutions, listExecutionsById } from './list-executions'
import { suggestValues } from './suggest-values'

const NOW_MS = Number(ORIGIN / 1_000_000n)
const HOUR_MS = 3_600_000
const WINDOW = { fromMs: NOW_MS - HOUR_MS, toMs: null }
const TRACE = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736'

let base: TestDatabase
let mine: Owner
let theirs: Owner
let viewer: Scope

/** A question in the words of the filter bar. */
const asking = (query: string, window: { fromMs: number; toMs: number | null } = WINDOW) => {
  const { filter, errors } = checkQuery(query)
  expect(errors).toEqual([])
  return { filter, window }
}

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
  viewer = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
})
afterAll(() => base.close())

test('pages through 120 executions of one microsecond without repeating or skipping one', async () => {
  const own = await addSource(base.db)
  const scope = testScope({ orgId: own.orgId, isOwner: true })
  const added = new Set<string>()
  for (let count = 0; count < 120; count += 1) added.add(await addExecution(base.db, own))
  const seen: string[] = []
  let cursor: ExecutionCursor | null = null
  do {
    const page = await listExecutions(scope, asking(''), cursor, base.db)
    seen.push(...page.rows.map((row) => row.id))
    cursor = page.next
  } while (cursor)
  expect(seen).toHaveLength(120)
  expect(new Set(seen)).toEqual(added)
})

test('every question shows a team its own and nobody else’s', async () => {
  const own = await addExecution(base.db, mine, { flow: 'ours', state: 'failed', trigger: 'ours' })
  const foreign = await addExecution(base.db, theirs, { flow: 'secret', state: 'failed', trigger: 'secret' })
  const everything = asking('')
  const all = {
    state: everything,
    source: everything,
    flow: everything,
    environment: everything,
    trigger: everything,
  }
  const strangers = [
    testScope({ isOwner: true }),
    testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'auditor' } }),
    testScope({ orgId: mine.orgId }),
  ]
  for (const stranger of strangers) {
    expect((await listExecutions(stranger, everything, null, base.db)).rows).toEqual([])
    expect(await listExecutionsById(stranger, [own, foreign], base.db)).toEqual([])
    expect(await facetExecutions(stranger, all, base.db)).toEqual([])
    expect(await countMatching(stranger, [everything], base.db)).toEqual([0])
  }
  expect((await listExecutions(viewer, everything, null, base.db)).rows.map((row) => row.id)).toEqual([own])
  expect((await listExecutions(viewer, asking(foreign), null, base.db)).rows).toEqual([])
  expect((await listExecutionsById(viewer, [own, foreign], base.db)).map((row) => row.id)).toEqual([own])
  expect(await countNewExecutions(viewer, everything, null, base.db)).toBe(1)
  expect(await countMatching(viewer, [everything, asking('flow:secret')], base.db)).toEqual([1, 0])
  expect(await countExecutionsByState(viewer, everything, HOUR_MS, base.db)).toMatchObject([
    { state: 'failed', count: 1 },
  ])
  const facets = await facetExecutions(viewer, all, base.db)
  expect(facets.filter((each) => each.facet === 'flow')).toEqual([
    { facet: 'flow', value: 'ours', count: 1, isCapped: false },
  ])
  expect(JSON.stringify(facets)).not.toContain('secret')
  expect(await suggestValues(viewer, everything, 'trigger', 's', base.db)).toEqual([
    { value: 'ours', count: 1 },
  ])
})

describe('the filter', () => {
  let scope: Scope
  let owner: Owner
  const names = new Map<string, string>()
  const found = async (query: string): Promise<string[]> => {
    const { rows } = await listExecutions(scope, asking(query), null, base.db)
    return rows.map((row) => names.get(row.id) ?? '?').toSorted()
  }

  beforeAll(async () => {
    owner = await addSource(base.db)
    scope = testScope({ orgId: owner.orgId, isOwner: true })
    const add = async (name: string, of: Parameters<typeof addExecution>[2]) => {
      names.set(await addExecution(base.db, owner, { flow: name, ...of }), name)
    }
    await add('load', {
      state: 'failed',
      errorType: 'TimeoutError',
      errorMessage: 'took 100% of 30 s\nat line 2',
      failedTask: 'copy_orders',
      durationMs: 400_000,
      endedAtUnixNano: ORIGIN,
      trigger: 'schedule',
      commit: '9f56adaa',
      labels: { team: 'data', 'app.kubernetes.io/name': 'load_er' },
    })
    await add('dbt_run', {
      durationMs: 1000,
      endedAtUnixNano: ORIGIN,
      attempt: 3,
      nativeId: '881',
      branch: 'main',
    })
    await add('running', { state: 'running', startedAtUnixNano: BigInt(Date.now() - 600_000) * 1_000_000n })
    await add('old', { state: 'lost', occurredAt: new Date(NOW_MS - 2 * HOUR_MS), id: OLD_ID })
    await addTrace(base.db, owner, TRACE, [{ id: '00000000000000a1' }], { executionIds: [OLD_ID] })
    // Nothing is known of `dbt_run`, and too little of `old`.
    for (const [flow, p50Ms, longerFromMs, counted] of [
      ['load', 360_000, 420_000, 20],
      ['running', 300_000, 360_000, 20],
      ['old', 1, null, 4],
    ] as const) {
      await base.db.execute(sql`
        insert into flow_usual (org_id, flow_id, p50_ms, p95_ms, counted, longer_from_ms, updated_at)
        select org_id, id, ${p50Ms}, ${p50Ms}, ${counted}, ${longerFromMs}, now() from flows
        where org_id = ${owner.orgId} and name = ${flow}`)
    }
  })

  const OLD_ID = randomUUID()

  test.for<[string, string[]]>([
    ['', ['dbt_run', 'load', 'running']],
    ['state:failed,running', ['load', 'running']],
    ['!state:failed', ['dbt_run', 'running']],
    ['flow:LOAD', ['load']],
    ['flow:dbt_*', ['dbt_run']],
    ['flow:dbt?run', []],
    // What nothing is known of is not scheduled either.
    ['!trigger:schedule', ['dbt_run', 'running']],
    ['trigger:*', ['load']],
    ['!trigger:*', ['dbt_run', 'running']],
    ['error:timeout', ['load']],
    ['error:100%', ['load']],
    ['error:10_', []],
    ['took', ['load']],
    ['task:copy_*', ['load']],
    ['commit:9f56', ['load']],
    ['branch:main', ['dbt_run']],
    ['label.team:data', ['load']],
    ['label.app.kubernetes.io/name:load_er', ['load']],
    ['label.team:d*', ['load']],
    ['attempt:>1', ['dbt_run']],
    ['duration:>5m', ['load', 'running']],
    ['duration:<=1s', ['dbt_run']],
    ['duration:>usual', ['running']],
    ['!duration:>usual', ['dbt_run', 'load']],
    ['duration:>1.1x', ['load', 'running']],
    ['duration:>=1.5x duration:<3x', ['running']],
    ['state:failed OR duration:>usual', ['load', 'running']],
    ['id:881', ['dbt_run']],
    ['881', ['dbt_run']],
    ['(branch:main OR task:copy_orders) !state:failed', ['dbt_run']],
    ['started:<2001-01-01', []],
    ['state:lost', []],
    [`trace:${TRACE}`, ['old']],
    [TRACE.replaceAll('-', ''), ['old']],
    [OLD_ID, ['old']],
    [`https://runledger.example/executions/${OLD_ID}`, ['old']],
  ])('%s', async ([query, expected]) => {
    expect(await found(query)).toEqual(expected)
  })

  test('what a person types never becomes SQL', async () => {
    for (const hostile of [`'; drop table executions; --`, `%' or true --`, `\\`, `x") or (true`]) {
      for (const key of ['flow', 'error', 'label.a', 'trigger', 'id']) {
        expect(await found(`${key}:"${hostile.replace(/["\\]/g, (sign) => `\\${sign}`)}"`)).toEqual([])
      }
      expect(await found(`"label.${hostile.replace(/["\\]/g, (sign) => `\\${sign}`)}":x*`)).toEqual([])
    }
    expect(await found('flow:load')).toEqual(['load'])
  })

  test('new ones are counted from the newest on the screen', async () => {
    const { rows } = await listExecutions(scope, asking(''), null, base.db)
    const newest = rows[0] ?? null
    expect(await countNewExecutions(scope, asking(''), newest, base.db)).toBe(0)
    names.set(await addExecution(base.db, owner, { flow: 'new', occurredAt: new Date(NOW_MS + 1000) }), 'new')
    expect(await countNewExecutions(scope, asking(''), newest, base.db)).toBe(1)
    expect(await countNewExecutions(scope, asking('state:failed'), newest, base.db)).toBe(0)
  })
})

test.each([
  'duration:>99999999999999999999999999d',
  'duration:>0.0000001ms',
  'duration:<1.5ms',
  'attempt:>999999999',
  'started:>0000-01-01',
  'started:0000-01-01',
  'started:>9999-12-31',
  'id:%',
  'id:\\\\',
  'flow:\\\\',
  'label.a:"b\\\\"',
])('%s is answered, however odd', async (query) => {
  await expect(listExecutions(viewer, asking(query), null, base.db)).resolves.toBeDefined()
  await expect(suggestValues(viewer, asking(query), 'flow', '', base.db)).resolves.toBeDefined()
})
