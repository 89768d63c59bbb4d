import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { getFlow } from './get-flow'
import { getPulse } from './home-pulse'
import { listDefinitions } from './list-definitions'
import { countDrift, listDrift } from './list-drift'
import { listVersionMarks } from './list-version-marks'

let base: TestDatabase
let corner: IsolatedCorner
let viewer: Scope
const nobody = () => testScope({ orgId: corner.orgId, teams: {} })

beforeAll(async () => {
  base = await testDatabase()
  corner = await addIsolatedCorner(base.db)
  viewer = testScope({ orgId: corner.orgId, teams: { [corner.teamId]: 'viewer' } })
})
afterAll(() => base.close())

describe('definitions of a flow', () => {
  const numbersOf = async (numbers: number[], scope = viewer) =>
    (await listDefinitions(scope, corner.flowId, numbers, base.db)).map(({ number, text }) => [number, text])

  test('are found by their numbers, with their texts', async () => {
    expect(await numbersOf([2, 1])).toEqual([
      [1, `text 0 ${corner.mark}`],
      [2, `text 1 ${corner.mark}`],
    ])
    expect(await numbersOf([2])).toHaveLength(1)
    expect(await numbersOf([3])).toEqual([])
    expect(await numbersOf([-1, 0.5, 1e12])).toEqual([])
  })

  test('are the newest two where no number is given', async () => {
    expect((await numbersOf([])).map(([number]) => number)).toEqual([1, 2])
  })

  test('are nobody else’s', async () => {
    expect(await numbersOf([1, 2], nobody())).toEqual([])
    expect(await numbersOf([], nobody())).toEqual([])
    expect(await listDefinitions(viewer, 'no id', [1], base.db)).toEqual([])
  })
})

test('a change of version stands where its first execution began, with both numbers, who and by which merge', async () => {
  const [mark, ...others] = await listVersionMarks(viewer, corner.flowId, null, undefined, base.db)
  expect(others).toEqual([])
  expect(mark).toMatchObject({
    ...{ changeId: corner.changeId, from: 1, to: 2, who: `Actor ${corner.mark}`, merge: '1' },
    isUnexplained: false,
  })
  const atMs = mark?.atMs ?? 0
  expect(await listVersionMarks(viewer, corner.flowId, new Date(atMs), 10, base.db)).toEqual([])
  expect(await listVersionMarks(viewer, corner.flowId, new Date(atMs + 1), 10, base.db)).toHaveLength(1)
  expect(await listVersionMarks(nobody(), corner.flowId, null, 10, base.db)).toEqual([])
})

test('the head of a flow says how it stands and who changed it last', async () => {
  expect(await getFlow(viewer, corner.flowId, base.db)).toMatchObject({
    drift: 'behind',
    lastChange: { id: corner.changeId, who: `Actor ${corner.mark}` },
  })
})

describe('drift', () => {
  const standAs = async (state: string, repositoryId: string | null = null) => {
    const git =
      repositoryId === null
        ? null
        : { hash: 'a', at: '2026-11-20T10:00:00Z', version: null, commit: 'c', repositoryId, path: 'a.yml' }
    await base.db.execute(sql`update flow_drift set state = ${state},
      detail = jsonb_set(detail, '{git}', ${JSON.stringify(git)}::jsonb) where flow_id = ${corner.flowId}`)
  }

  test('is narrowed to one state or to several, and counted over all', async () => {
    await standAs('ahead')
    const found = async (filter: object) => (await listDrift(viewer, filter, 10, base.db)).length
    expect(await found({})).toBe(1)
    expect(await found({ state: 'ahead' })).toBe(1)
    expect(await found({ states: ['ahead', 'diverged'] })).toBe(1)
    expect(await found({ states: ['behind'] })).toBe(0)
    expect(await found({ states: [] })).toBe(0)
    expect(await countDrift(viewer, { states: ['behind'] }, base.db)).toMatchObject({ ahead: 1, behind: 0 })
    expect(await countDrift(nobody(), {}, base.db)).toMatchObject({ ahead: 0 })
  })

  test('names the repository to those who may read of it', async () => {
    await standAs('ahead', corner.repositoryId)
    const repositoryOf = async () => (await listDrift(viewer, {}, 10, base.db))[0]?.repository
    expect(await repositoryOf()).toBe(`git.example.com/${corner.mark}`)
    const other = await addIsolatedCorner(base.db, corner.orgId)
    await standAs('ahead', other.repositoryId)
    expect(await repositoryOf()).toBeNull()
  })

  test('of flows that somebody edited is what Home counts', async () => {
    for (const [state, drifted] of [
      ['ahead', 1],
      ['diverged', 1],
      ['behind', 0],
    ] as const) {
      await standAs(state)
      expect([state, (await getPulse(viewer, base.db)).drifted]).toEqual([state, drifted])
    }
    await standAs('ahead')
    expect((await getPulse(nobody(), base.db)).drifted).toBe(0)
  })
})
