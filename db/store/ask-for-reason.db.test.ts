import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countQuestions } from '@/db/queries/count-questions'
import { getChange } from '@/db/queries/get-change'
import { listChanges } from '@/db/queries/list-changes'
import { addChange } from '@/db/testing/change-rows'
import { addPerson, buildPeople, type PeopleWorld, type Person } from '@/db/testing/people-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Change } from '@/lib/model/flow-change'
import type { Role } from '@/lib/model/roles'
import { noteOnChange } from './note-on-change'
import { seeAnswer } from './see-answer'
import { upsertChanges } from './write-flow-changes'

let base: TestDatabase
let world: PeopleWorld
let bob: Person
let asker: Person
let changeId: string
let mark: string

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.close())

beforeEach(async () => {
  world = await buildPeople(base.db)
  const team = { [world.teams[0]]: 'operator' } as Record<string, Role>
  bob = await addPerson(base.db, world.orgId, { name: 'Bob Builder', teams: team })
  asker = await addPerson(base.db, world.orgId, { name: 'Ada', teams: team })
  mark = randomUUID()
  const of = {
    orgId: world.orgId,
    teamId: world.teams[0],
    sourceId: randomUUID(),
    flowId: randomUUID(),
    mark,
  }
  changeId = await addChange(base.db, of)
  await base.db.execute(sql`delete from change_notes where change_id = ${changeId}`)
  await base.db.execute(sql`update changes set has_reason = false where id = ${changeId}`)
  await isSomebody(bob.userId)
})

/** Decides who the actor of the change is. */
const isSomebody = (personId: string) =>
  base.db.execute(sql`update actors set person_id = ${personId} where org_id = ${world.orgId}`)
const ask = (text = 'Why at two?') => noteOnChange(asker.scope, { changeId, kind: 'question', text }, base.db)
const answer = (by = bob) => noteOnChange(by.scope, { changeId, kind: 'reason', text: 'Trucks.' }, base.db)
const waiting = async (who: Person) => (await countQuestions(who.scope, base.db)).waiting
const answered = async (who: Person) => (await countQuestions(who.scope, base.db)).answered
const seenIn = async (who: Person, view: string) =>
  (await listChanges(who.scope, { view }, 50, base.db)).map(({ id }) => id)
const questionFor = async (who: Person) => (await getChange(who.scope, changeId, base.db))?.question

describe('a question about a change', () => {
  test('waits for the member who made it, and for nobody else', async () => {
    const others = [
      asker,
      world.owner,
      await addPerson(base.db, world.orgId, { teams: { [world.teams[0]]: 'viewer' } }),
      await addPerson(base.db, world.orgId, { teams: { [world.teams[1]]: 'admin' } }),
    ]
    expect(await waiting(bob)).toBe(0)
    await ask()
    expect(await waiting(bob)).toBe(1)
    expect(await seenIn(bob, 'asked_of_me')).toEqual([changeId])
    expect(await seenIn(asker, 'i_asked')).toEqual([changeId])
    expect(await seenIn(bob, 'i_asked')).toEqual([])
    for (const other of others) {
      expect(await waiting(other)).toBe(0)
      expect(await seenIn(other, 'asked_of_me')).toEqual([])
    }
    const elsewhere = testScope({ orgId: randomUUID(), userId: bob.userId, isOwner: true })
    expect(await countQuestions(elsewhere, base.db)).toEqual({ waiting: 0, answered: 0 })
  })

  test('says who asked whom, on the change and in the audit log', async () => {
    await ask()
    expect(await questionFor(asker)).toMatchObject({
      ...{ by: 'Ada', strangers: [] },
      of: [{ id: bob.userId, name: 'Bob Builder', reach: 'answers' }],
    })
    const { rows } = await base.db.execute(sql`select action, after from audit_entries
      where org_id = ${world.orgId} order by seq desc limit 1`)
    expect(rows).toEqual([
      {
        action: 'change.asked',
        after: {
          ...{ kind: 'question', text: 'Why at two?', not_here: [] },
          asked: [{ id: bob.userId, name: 'Bob Builder' }],
        },
      },
    ])
  })

  test('is no longer open when anybody answers, and who asked learns of it until they have looked', async () => {
    await ask()
    await answer(world.owner)
    expect(await waiting(bob)).toBe(0)
    expect(await seenIn(bob, 'asked_of_me')).toEqual([])
    expect(await questionFor(bob)).toBeNull()
    expect([await answered(asker), await answered(bob)]).toEqual([1, 0])
    expect((await getChange(asker.scope, changeId, base.db))?.isAnswerNew).toBe(true)
    expect((await getChange(bob.scope, changeId, base.db))?.isAnswerNew).toBe(false)
    await seeAnswer(bob.scope, changeId, base.db)
    await seeAnswer({ ...asker.scope, isReadOnly: true }, changeId, base.db)
    expect(await answered(asker)).toBe(1)
    await seeAnswer(asker.scope, changeId, base.db)
    expect(await answered(asker)).toBe(0)
    expect(await seenIn(asker, 'i_asked')).toEqual([changeId])
  })

  test('that who asked answers themselves is no news to them', async () => {
    await ask()
    await answer(asker)
    expect(await answered(asker)).toBe(0)
  })

  test('is of nobody here where the actor is no member, until it is known who that is', async () => {
    await isSomebody(randomUUID())
    await ask()
    expect(await questionFor(asker)).toMatchObject({ of: [], strangers: [`Actor ${mark}`] })
    await isSomebody(bob.userId)
    expect(await waiting(bob)).toBe(1)
    expect(await questionFor(asker)).toMatchObject({ of: [{ id: bob.userId }], strangers: [] })
  })

  test('says what those who are asked can do with it', async () => {
    await ask()
    const reach = async () => (await questionFor(world.owner))?.of.map((each) => each.reach)
    await base.db.execute(sql`update memberships set role = 'viewer' where user_id = ${bob.userId}`)
    expect(await reach()).toEqual(['reads'])
    await base.db.execute(sql`delete from memberships where user_id = ${bob.userId}`)
    expect(await reach()).toEqual(['not_readable'])
    const without = testScope({ orgId: world.orgId, userId: bob.userId, teams: {} })
    expect(await countQuestions(without, base.db)).toEqual({ waiting: 0, answered: 0 })
    await base.db.execute(sql`update users set disabled_at = now() where id = ${bob.userId}`)
    expect(await reach()).toEqual(['deactivated'])
  })
})

test('an answer that is given while its change is folded anew stays', async () => {
  const { rows } = await base.db.execute<{ change: Change; flow_id: string; source_id: string }>(
    sql`select change, flow_id, source_id from changes where id = ${changeId}`,
  )
  const { change, flow_id: flowId, source_id: sourceId } = rows[0] as (typeof rows)[0]
  const owned = { change: { ...change, reason: null }, flowId, sourceId, teamId: world.teams[0] }
  const folded = await base.db.transaction(async (tx) => {
    const note = { changeId, kind: 'reason', text: 'Trucks.' } as const
    await noteOnChange(bob.scope, note, tx)
    const folding = base.db.transaction((other) => upsertChanges(other, world.orgId, [owned], new Date()))
    await expect
      .poll(async () => (await base.db.execute(sql`select 1 from pg_locks where not granted`)).rows.length)
      .toBeGreaterThan(0)
    // As an object: a promise that a transaction gives back would be waited for inside it.
    return { folding }
  })
  await folded.folding
  const after = await base.db.execute(sql`select has_reason from changes where id = ${changeId}`)
  expect(after.rows).toEqual([{ has_reason: true }])
})
