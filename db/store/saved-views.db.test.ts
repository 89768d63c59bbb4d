import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findDefaultView, listSavedViews } from '@/db/queries/list-saved-views'
import { testScope } from '@/db/testing/scopes'
import { addSource, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { Refusal } from '@/lib/model/refusal'
import type { Role } from '@/lib/model/roles'
import { deleteView, renameView, saveView, setDefaultView } from './saved-views'

const PAGE = '/executions'

let base: TestDatabase
let mine: Owner
let theirs: Owner

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
})
afterAll(() => base.close())

const person = (role: Role, of: Owner = mine) =>
  testScope({ orgId: of.orgId, teams: { [of.teamId]: role }, userId: randomUUID() })
const save = (scope: Parameters<typeof saveView>[0], name: string, teamId: string | null = null) =>
  saveView(scope, { page: PAGE, name, query: 'q=state%3Afailed', teamId }, base.db)
const names = async (scope: Parameters<typeof saveView>[0]) =>
  (await listSavedViews(scope, PAGE, base.db)).map((view) => view.name)

describe('a personal view', () => {
  test('is seen and changed by its owner alone, whatever others may do', async () => {
    const [one, other] = [person('viewer'), person('admin')]
    const owner = testScope({ orgId: mine.orgId, isOwner: true })
    const { viewId } = await save(one, 'My failures')
    expect(await names(one)).toEqual(['My failures'])
    for (const stranger of [other, owner, testScope({ isOwner: true, userId: one.userId ?? '' })]) {
      expect(await names(stranger)).not.toContain('My failures')
      const renaming = renameView(stranger, { page: PAGE, viewId, name: 'Taken' }, base.db)
      await expect(renaming).rejects.toMatchObject({ code: 'not_found' })
      await expect(deleteView(stranger, { page: PAGE, viewId }, base.db)).rejects.toMatchObject({
        code: 'not_found',
      })
    }
    await renameView(one, { page: PAGE, viewId, name: 'Broken' }, base.db)
    expect(await names(one)).toEqual(['Broken'])
    await deleteView(one, { page: PAGE, viewId }, base.db)
    expect(await names(one)).toEqual([])
  })

  test('needs somebody who may look at executions', async () => {
    await expect(save(person('auditor'), 'Audit')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(save(testScope({ orgId: mine.orgId }), 'None')).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('of the audit log needs somebody who may read that', async () => {
    const of = { page: '/audit', name: 'Denied', query: 'outcome=denied', teamId: null }
    const auditor = person('auditor')
    await saveView(auditor, of, base.db)
    expect(await listSavedViews(auditor, '/audit', base.db)).toMatchObject([{ name: 'Denied' }])
    await expect(saveView(person('admin'), of, base.db)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('has a name of its own among those of its owner', async () => {
    const scope = person('viewer')
    await save(scope, 'Nightly')
    await expect(save(scope, 'nightly')).rejects.toMatchObject({ code: 'conflict', path: 'name' })
    await save(person('viewer'), 'Nightly')
  })
})

describe('a view of a team', () => {
  test.each<[Role, boolean]>([
    ['viewer', false],
    ['operator', true],
    ['editor', true],
    ['admin', true],
    ['auditor', false],
  ])('may be saved, renamed and deleted by a %s: %s', async (role, may) => {
    const scope = person(role)
    const name = `By ${role}`
    const { viewId } = await save(testScope({ orgId: mine.orgId, isOwner: true }), name, mine.teamId)
    const changes = [
      () => save(scope, `${name} too`, mine.teamId),
      () => setDefaultView(scope, { page: PAGE, viewId, isDefault: true }, base.db),
      () => renameView(scope, { page: PAGE, viewId, name: `${name} again` }, base.db),
      () => deleteView(scope, { page: PAGE, viewId }, base.db),
    ]
    for (const change of changes) {
      if (may) await change()
      else await expect(change()).rejects.toBeInstanceOf(Refusal)
    }
  })

  test('is seen by those who read the team’s executions, and by nobody of another team', async () => {
    const name = randomUUID()
    await save(person('operator'), name, mine.teamId)
    expect(await names(person('viewer'))).toContain(name)
    expect(await names(person('viewer', theirs))).not.toContain(name)
    expect(await names(person('auditor'))).not.toContain(name)
    await expect(save(person('admin', theirs), 'Foreign', mine.teamId)).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

test('one view opens first: one’s own before the team’s, and only one of each', async () => {
  const owner = await addSource(base.db)
  const [one, other] = [person('operator', owner), person('viewer', owner)]
  expect(await findDefaultView(one, PAGE, base.db)).toBeNull()
  const team = await saveView(one, { page: PAGE, name: 'T', query: 'q=t', teamId: owner.teamId }, base.db)
  const first = await saveView(one, { page: PAGE, name: 'A', query: 'q=a', teamId: null }, base.db)
  const second = await saveView(one, { page: PAGE, name: 'B', query: 'q=b', teamId: null }, base.db)
  for (const { viewId } of [team, first, second])
    await setDefaultView(one, { page: PAGE, viewId, isDefault: true }, base.db)
  expect(await findDefaultView(one, PAGE, base.db)).toBe('q=b')
  expect(await findDefaultView(other, PAGE, base.db)).toBe('q=t')
  const defaults = (await listSavedViews(one, PAGE, base.db)).filter((view) => view.isDefault)
  expect(defaults.map((view) => view.name).toSorted()).toEqual(['B', 'T'])
  await setDefaultView(one, { page: PAGE, viewId: second.viewId, isDefault: false }, base.db)
  expect(await findDefaultView(one, PAGE, base.db)).toBe('q=t')
  const log = await base.db.execute(sql`select distinct action from audit_entries
    where org_id = ${owner.orgId} order by action`)
  expect(log.rows.map((row) => row.action)).toEqual([
    'view.default_removed',
    'view.made_default',
    'view.saved',
  ])
})
