import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countExecutionsByState } from '@/db/queries/count-executions-by-state'
import { countMatching } from '@/db/queries/count-matching'
import { FACETS, facetExecutions } from '@/db/queries/facet-executions'
import { testScope } from '@/db/testing/scopes'
import { addExecution, addSource, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { EXECUTION_COUNTS_JOB } from '@/lib/charts/counted-parts'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
import { checkQuery } from '@/lib/query/filter'
import { noteJobEnd, noteJobStart } from './job-runs'
import { rollUpExecutionCounts } from './roll-up-execution-counts'

const HOUR_MS = 3_600_000
/** An hour's start, two days ago. */
const BASE_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 48 * HOUR_MS
const WINDOW = { fromMs: BASE_MS + HOUR_MS / 2, toMs: BASE_MS + 9.5 * HOUR_MS }
const QUESTIONS = [
  '',
  'state:failed',
  'state:failed,success environment:production',
  'environment:prod*',
  'not state:success',
  'trigger:*',
  'not trigger:schedule',
  'source:no_such_source',
  'trigger:schedule or state:lost',
]

let base: TestDatabase
let mine: Owner
let theirs: Owner
let viewer: Scope
let owner: Scope

const asking = (query: string) => ({ filter: checkQuery(query).filter, window: WINDOW })

const questionsOf = (question: ReturnType<typeof asking>) =>
  Object.fromEntries(FACETS.map((facet) => [facet, question])) as Record<
    (typeof FACETS)[number],
    typeof question
  >

function add(of: Owner, hours: number, state: State, trigger: string | null): Promise<string> {
  const occurredAt = new Date(BASE_MS + hours * HOUR_MS)
  const startedAtUnixNano = BigInt(occurredAt.getTime()) * 1_000_000n
  return addExecution(base.db, of, { occurredAt, startedAtUnixNano, state, trigger })
}

/** Everything that is asked by the hour, for both scopes. */
async function answers() {
  const all: unknown[] = []
  for (const scope of [viewer, owner]) {
    for (const query of QUESTIONS) {
      const question = asking(query)
      all.push({
        query,
        bars: await countExecutionsByState(scope, question, HOUR_MS, base.db),
        count: await countMatching(scope, [question], base.db),
        facets: await facetExecutions(scope, questionsOf(question), base.db),
      })
    }
  }
  return all
}

async function noteSeen(until: Date | null): Promise<void> {
  await noteJobStart(EXECUTION_COUNTS_JOB, new Date(), base.db)
  const result = until === null ? {} : { seenUntil: until.toISOString() }
  await noteJobEnd(EXECUTION_COUNTS_JOB, { finishedAt: new Date(), error: null, result }, base.db)
}

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
  const stranger = await addSource(base.db)
  viewer = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
  owner = testScope({ orgId: mine.orgId, isOwner: true })
  for (let n = 0; n < 60; n++) {
    const of = [mine, theirs, stranger][n % 3] ?? mine
    const state = (['success', 'failed', 'running', 'lost'] as const)[n % 4] ?? 'success'
    await add(of, (n * 10) / 60, state, [null, 'schedule', 'push'][n % 5] ?? null)
  }
})
afterAll(() => base.close())

test('what is counted by the hour answers every question as the executions themselves do', async () => {
  await noteSeen(null)
  const plain = await answers()
  await rollUpExecutionCounts(base.db, { from: new Date(WINDOW.fromMs), to: new Date(WINDOW.toMs) })
  // So that it shows when an answer still comes from the executions: of the whole hours none of them is left.
  await noteSeen(new Date())
  expect(await answers()).toEqual(plain)
  await noteSeen(new Date(BASE_MS + 5.2 * HOUR_MS))
  expect(await answers()).toEqual(plain)
})

test('an execution that changes its state, or its hour, is counted once, where it is now', async () => {
  const id = await add(mine, 3.25, 'running', null)
  await rollUpExecutionCounts(base.db, { from: new Date(WINDOW.fromMs), to: new Date(WINDOW.toMs) })
  const before = new Date()
  await base.db.execute(sql`
    update executions set state = 'failed', occurred_at = occurred_at - interval '1 hour', revision = 2,
      received_at = occurred_at + interval '2 minutes',
      updated_at = ${new Date(before.getTime() + 1000).toISOString()}::timestamptz where id = ${id}`)
  expect(await rollUpExecutionCounts(base.db, { sinceUpdated: before })).toBeGreaterThanOrEqual(1)
  await noteSeen(null)
  const plain = await answers()
  await noteSeen(new Date())
  expect(await answers()).toEqual(plain)
})

test('what was deleted is forgotten when its hour is looked at again', async () => {
  await base.db.execute(sql`delete from executions where org_id = ${mine.orgId} and state = 'lost'`)
  await rollUpExecutionCounts(base.db, { from: new Date(WINDOW.fromMs), to: new Date(WINDOW.toMs) })
  await noteSeen(null)
  const plain = await answers()
  await noteSeen(new Date())
  expect(await answers()).toEqual(plain)
})

test('words as long as they may be, in letters that take most room, are stored and counted', async () => {
  const long = () =>
    Array.from({ length: 250 }, () => String.fromCharCode(0x4e00 + Math.random() * 20_000)).join('')
  const [environment, trigger] = [long(), long()]
  const occurredAt = new Date(BASE_MS + 5.6 * HOUR_MS)
  await addExecution(base.db, mine, { occurredAt, environment, trigger })
  await rollUpExecutionCounts(base.db, { from: occurredAt, to: occurredAt })
  await noteSeen(new Date())
  const facets = await facetExecutions(viewer, questionsOf(asking('')), base.db)
  expect(facets).toContainEqual({ facet: 'trigger', value: trigger, count: 1, isCapped: false })
})
