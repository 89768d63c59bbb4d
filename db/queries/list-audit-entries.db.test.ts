import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendAuditEntry } from '@/db/store/append-audit-entry'
import { buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { AuditFilter } from '@/lib/model/audit-entry'
import { type Actor, personActor } from '@/lib/model/scope'
import { prefixQuery } from './audit-filter'
import { getAuditEntry } from './get-audit-entry'
import { countAuditEntries, countAuditValues, historyOf, listAuditEntries } from './list-audit-entries'

let database: TestDatabase
let people: PeopleWorld
const [ADA, GRACE] = [randomUUID(), randomUUID()]
beforeAll(async () => {
  database = await testDatabase()
  people = await buildPeople(database.db)
  const [first, second] = people.teams
  const ada = personActor({ id: ADA, name: 'Ada Lovelace', ip: '192.0.2.1', requestId: 'r' })
  const grace = personActor({ id: GRACE, name: 'Grace Hopper', ip: '192.0.2.2', requestId: null })
  const token: Actor = {
    ...ada,
    kind: 'token',
    id: 'tok1',
    name: 'Report, token of Ada Lovelace',
    onBehalfOf: { kind: 'user', id: ADA, name: 'Ada Lovelace' },
    source: { kind: 'api', id: 'tok1' },
  }
  await add(ada, 'source.created', { kind: 'source', id: 's1', teamId: first }, { name: 'Airflow' })
  await add(grace, 'source.updated', { kind: 'source', id: 's1', teamId: first }, { name: 'Airflow prod' })
  await add(token, 'view.created', { kind: 'view', id: 'v1', teamId: second }, { name: 'Nightly' })
  await add(grace, 'member.added', { kind: 'user', id: ADA, teamId: null }, { email: 'ada@example.com' })
  await add(grace, 'source.write', { kind: 'source', id: 's2', teamId: second }, null, 'denied')
})
afterAll(() => database.close())

async function add(
  actor: Actor,
  action: string,
  target: { kind: string; id: string; teamId: string | null },
  after: Record<string, string> | null,
  outcome: 'done' | 'denied' = 'done',
): Promise<void> {
  await database.db.transaction((tx) =>
    appendAuditEntry(tx, { orgId: people.orgId, actor }, { action, target, after }, outcome),
  )
}

const seqs = async (filter: AuditFilter, scope = people.owner.scope) =>
  (await listAuditEntries(scope, filter, 50, database.db)).map(({ seq }) => seq)

describe('the log is narrowed by', () => {
  const later = new Date(Date.now() + 60_000)
  test.for<[what: string, filter: () => AuditFilter, found: number[]]>([
    ['nothing', () => ({}), [5, 4, 3, 2, 1]],
    ['who acted, or for whom', () => ({ actor: ADA }), [3, 1]],
    ['a token', () => ({ actor: 'tok1' }), [3]],
    ['an action', () => ({ action: 'source.updated' }), [2]],
    ['the noun of actions', () => ({ action: 'source' }), [5, 2, 1]],
    ['a noun that nothing begins with', () => ({ action: 'sour' }), []],
    ['a kind of target', () => ({ targetKind: 'source' }), [5, 2, 1]],
    ['one target', () => ({ targetKind: 'source', targetId: 's1' }), [2, 1]],
    ['a team', () => ({ team: people.teams[1] }), [5, 3]],
    ['what is no team', () => ({ team: 'none' }), []],
    ['what was denied', () => ({ outcome: 'denied' }), [5]],
    ['an outcome that there is not', () => ({ outcome: 'lost' }), []],
    ['a way', () => ({ source: 'api' }), [3]],
    ['one token as the way', () => ({ source: 'api:tok1' }), [3]],
    ['an address', () => ({ ip: '192.0.2.2' }), [5, 4, 2]],
    ['times', () => ({ since: later }), []],
    ['times before', () => ({ until: later }), [5, 4, 3, 2, 1]],
    ['words', () => ({ text: 'airflow source' }), [2, 1]],
    ['beginnings of words', () => ({ text: 'hop MEMB' }), [4]],
    ['an address of a person', () => ({ text: 'ada@example.com' }), [4]],
    ['words that nothing has', () => ({ text: 'zebra' }), []],
    ['marks without words', () => ({ text: "'--!" }), []],
    ['the page after', () => ({ after: 4 }), [3, 2, 1]],
    ['several', () => ({ actor: GRACE, targetKind: 'source', outcome: 'done' }), [2]],
  ])('%s', async ([, filter, found]) => {
    expect(await seqs(filter())).toEqual(found)
    expect(
      await countAuditEntries(people.owner.scope, { ...filter(), after: undefined }, database.db),
    ).toMatchObject({
      count: filter().after === undefined ? found.length : 5,
      isMore: false,
    })
  })

  test('pages, one row more telling of the next', async () => {
    const page = await listAuditEntries(people.owner.scope, {}, 2, database.db)
    expect(page.map(({ seq }) => seq)).toEqual([5, 4, 3])
  })
})

describe('an auditor of a team', () => {
  const auditor = () => testScope({ orgId: people.orgId, teams: { [people.teams[0]]: 'auditor' } })
  test('sees its entries and no others', async () => {
    expect(await seqs({}, auditor())).toEqual([2, 1])
    expect(await seqs({ actor: ADA }, auditor())).toEqual([1])
    expect(await getAuditEntry(auditor(), 1, database.db)).toMatchObject({
      seq: 1,
      after: { name: 'Airflow' },
    })
    expect(await getAuditEntry(auditor(), 3, database.db)).toBeNull()
    expect(
      (await countAuditValues(auditor(), database.db)).filter(({ key }) => key === 'actor'),
    ).toHaveLength(2)
  })

  test.for(['viewer', 'operator', 'editor', 'admin'] as const)(
    'sees more than a %s, who sees none',
    async (role) => {
      const scope = testScope({ orgId: people.orgId, teams: { [people.teams[0]]: role } })
      expect(await seqs({}, scope)).toEqual([])
    },
  )
})

test('a row tells who, for whom, what, to what, by what way', async () => {
  const [, , row] = await listAuditEntries(people.owner.scope, {}, 50, database.db)
  expect(row).toMatchObject({
    actor: { kind: 'token', id: 'tok1', name: 'Report, token of Ada Lovelace' },
    onBehalfOf: { kind: 'user', id: ADA, name: 'Ada Lovelace' },
    action: 'view.created',
    outcome: 'done',
    target: { kind: 'view', id: 'v1', teamId: people.teams[1], teamName: 'Team 1', name: 'Nightly' },
    source: { kind: 'api', id: 'tok1' },
    ip: '192.0.2.1',
    isErased: false,
  })
  const history = await historyOf(people.owner.scope, { kind: 'source', id: 's1' }, 50, database.db)
  expect(history.map(({ target }) => target.name)).toEqual(['Airflow prod', 'Airflow'])
})

test('what people type is never a query of its own', () => {
  expect(prefixQuery("a' | b:* & !c")).toBe("'a':* & 'b':* & 'c':*")
})

test('words are counted in all entries where the newest have them seldom, else in the newest', async () => {
  const long = await buildPeople(database.db)
  const target = { kind: 'source', id: 's1', teamId: long.teams[0] }
  const say = (name: string) =>
    database.db.transaction((tx) =>
      appendAuditEntry(
        tx,
        { orgId: long.orgId, actor: personActor({ id: ADA, name: 'Ada', ip: null, requestId: null }) },
        { action: 'source.created', target, after: { name } },
      ),
    )
  await say('once')
  await say('always')
  await say('often')
  // Copies of the last two, which count as any others do; each is of the moment of its original, so those that say it often are the newest.
  await database.db.execute(sql`
    insert into audit_entries select (jsonb_populate_record(e, jsonb_build_object('seq', n + 3))).*
    from audit_entries e, generate_series(1, 2200) n
    where e.org_id = ${long.orgId} and e.seq = case when n % 11 = 0 then 3 else 2 end and n > 200`)
  const count = (text: string) => countAuditEntries(long.owner.scope, { text }, database.db)
  expect(await count('often')).toEqual({ count: 183, isMore: true })
  expect(await count('created always')).toEqual({ count: 1_000, isMore: true })
  expect(await count('once')).toEqual({ count: 1, isMore: false })
  expect(await count('nothing')).toEqual({ count: 0, isMore: false })
})

test('what an entry does not name has the name that it has now, unless the entry was erased', async () => {
  const named = await buildPeople(database.db)
  const { orgId, teams, owner } = named
  const actor = personActor({ id: ADA, name: 'Ada', ip: null, requestId: null })
  for (const [kind, id] of [
    ['user', owner.userId],
    ['team', teams[0]],
    ['user', randomUUID()],
    ['page', '/settings'],
    ['user', owner.userId],
  ] as const)
    await database.db.transaction((tx) =>
      appendAuditEntry(
        tx,
        { orgId, actor },
        { action: 'thing.seen', target: { kind, id, teamId: null }, after: {} },
      ),
    )
  await database.db.execute(sql`
    update audit_entries set actor_name = null, ip = null, request_id = null, before = null, after = null, salt = null
    where org_id = ${orgId} and seq = 5`)
  const { rows } = await database.db.execute<{ name: string }>(
    sql`select name from users where id = ${owner.userId}`,
  )
  const listedNames = (await listAuditEntries(owner.scope, {}, 9, database.db)).map(
    ({ target }) => target.name,
  )
  expect(listedNames).toEqual([null, null, null, 'Team 0', rows[0]?.name])
  expect((await getAuditEntry(owner.scope, 1, database.db))?.target.name).toBe(rows[0]?.name)
})
