import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { DriftState } from '@/lib/model/flow-change'
import { BEGIN, ChangeWorld, MINUTE } from './testing/change-world'
import { type DriftStory, driftStories } from './testing/drift-stories'

const STATES: DriftState[] = ['in_sync', 'behind', 'ahead', 'diverged', 'orphan', 'dormant']
const HOUR = 60 * MINUTE
/** Until when each round of fetching and polling has come. */
const ROUNDS = [BEGIN + 3 * HOUR, BEGIN + 6 * HOUR, BEGIN + 20 * HOUR]

let database: TestDatabase
let at: ChangeWorld

beforeAll(async () => {
  database = await testDatabase()
  at = await ChangeWorld.build(database)
})
afterAll(async () => {
  await at.remove()
  await database.close()
})

/** What happens between two times, to a real repository and to the tool. */
async function happen(stories: readonly DriftStory[], fromMs: number, untilMs: number): Promise<void> {
  const steps = stories
    .flatMap(({ flow, steps: all }) => all.map((step) => ({ flow, step })))
    .filter(({ step }) => step.atMs > fromMs && step.atMs <= untilMs)
    .sort((a, b) => a.step.atMs - b.step.atMs)
  const commits = steps.flatMap(({ flow, step }) =>
    step.does === 'commit'
      ? [{ atMs: step.atMs, message: `${flow}: ${step.words}`, files: { [`flows/${flow}.yml`]: step.text } }]
      : [],
  )
  if (commits.length > 0) at.git.history(commits)
  const items = steps.flatMap(({ step }) => (step.does === 'tell' ? step.items : []))
  at.reading.now = untilMs
  if (items.length > 0) await at.poll(items)
  await at.settle()
}

test('sixty flows of a real repository stand as they do, ten of each state', async () => {
  const stories = driftStories('drift', STATES, 10)
  expect(stories).toHaveLength(60)
  let fromMs = BEGIN
  for (const untilMs of ROUNDS) {
    await happen(stories, fromMs, untilMs)
    fromMs = untilMs
  }
  const wrong: object[] = []
  for (const { flow, steps, state, lag } of stories) {
    const drift = await at.driftOf(flow)
    if (drift?.state === state && drift.lag === lag) continue
    const story = steps.map(({ words }) => words).join(', ')
    wrong.push({
      flow,
      story,
      expected: `${state} ${lag}`,
      found: `${drift?.state} ${drift?.lag}`,
      because: drift?.because,
    })
  }
  expect(wrong).toEqual([])
  const { rows } = await database.db.execute(sql`
    select state, count(*)::int as flows from flow_drift where org_id = ${at.reading.orgId} group by 1 order by 1`)
  expect(rows).toEqual(STATES.toSorted().map((state) => ({ state, flows: 10 })))
}, 60_000)
