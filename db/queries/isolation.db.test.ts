import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { Refusal } from '@/lib/model/refusal'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { FACETS } from './facet-executions'
import { getExecution } from './get-execution'

type Query = (...values: unknown[]) => Promise<unknown>

/** Asked before there is a scope, since their answer makes one, or for the installation as a whole. Each is a decision. */
const WITHOUT_SCOPE: Record<string, string> = {
  forecastStorage: 'partitions are shared by all; owners ask by getRetention',
  countedUntil: 'a time of the rollup, of nobody',
  findHookSource: 'the address of a hook says which source it is',
  findAccounts: 'signing in',
  findIdentityProvider: 'where people sign in is asked before they have',
  findIngestTokens: 'a token says which organization it is',
  findReadTokens: 'a token says which organization it is',
  findSession: 'a cookie says which session it is',
  firstOrganization: 'refused sign-ins have to be written down somewhere',
  listRetention: 'the worker serves all organizations',
  searchableWindow: 'partitions are shared by all',
  storedDays: 'partitions are shared by all',
  teamsOfChanged: 'tells the stream of changes which teams to tell',
}

const question = { filter: null, window: { fromMs: 0, toMs: null } }

/** What a query is given for a parameter, by the parameter's name. */
const VALUES: Record<string, (of: IsolatedCorner) => unknown> = {
  question: () => question,
  questions: () => [question],
  stepMs: () => 3_600_000,
  newest: () => null,
  before: () => null,
  after: () => null,
  ids: (of) => [of.executionId],
  limit: () => 50,
  fromMs: () => 0,
  most: () => 50,
  days: () => 30,
  lanes: () => 'flow',
  page: () => '/executions',
  permission: () => 'execution.read',
  filters: () => [null],
  asked: () => null,
  text: (of) => of.mark,
  slug: (of) => of.mark,
  typed: () => '',
  key: () => 'flow',
  executionId: (of) => of.executionId,
  eventId: (of) => of.eventId,
  changeId: (of) => of.changeId,
  seq: () => 1,
  target: (of) => ({ kind: 'token', id: of.ingestTokenId }),
  flowId: (of) => of.flowId,
  numbers: () => [1, 2],
  sourceId: (of) => of.sourceId,
  sourceIds: (of) => [of.sourceId],
  repositoryId: (of) => of.repositoryId,
  userId: (of) => of.userId,
  teamId: (of) => of.teamId,
  spanId: (of) => of.spanId,
  spanIds: (of) => [of.spanId],
  trace: (of) => of.trace,
  filter: () => ({ since: new Date(0), until: new Date(Date.now() + 86_400_000) }),
  of: (of) => ({
    id: of.executionId,
    flowId: of.flowId,
    sourceId: of.sourceId,
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
    receivedAt: new Date().toISOString(),
    parentId: of.executionId,
    retryOfId: of.executionId,
    traceId: of.trace.uuid,
    attempt: 1,
    namespace: '',
    flow: `flow ${of.mark}`,
    nativeId: of.mark,
    action: 'token.created',
    kind: 'token',
    days: 30,
    limit: 50,
    before: null,
    page: 0,
    isBrokenOnly: false,
  }),
}

/** Where one name means something else in one query. */
const OWN_VALUES: Record<string, (of: IsolatedCorner) => unknown> = {
  'facetExecutions.questions': () => Object.fromEntries(FACETS.map((facet) => [facet, question])),
  // It answers with the words that it is asked about, whoever has them.
  'partedWords.text': () => 'two words',
  'listFlows.question': () => ({ filter: null, sort: 'name', order: 'asc', days: '7', page: 1 }),
}

let base: TestDatabase
let mine: IsolatedCorner[]
let theirs: IsolatedCorner[]
let queries: [name: string, query: Query][]
const shared = globalThis as { runledgerDatabase?: unknown }
const before = shared.runledgerDatabase

beforeAll(async () => {
  base = await testDatabase()
  // Every query takes the process's own database where it is not given another.
  shared.runledgerDatabase = base
  mine = await cornersOf()
  theirs = await cornersOf()
  queries = await exportedQueries()
})
afterAll(async () => {
  shared.runledgerDatabase = before
  await base.close()
})

async function cornersOf(): Promise<IsolatedCorner[]> {
  const first = await addIsolatedCorner(base.db)
  return [first, await addIsolatedCorner(base.db, first.orgId), await addIsolatedCorner(base.db, first.orgId)]
}

/** Found by reading the folder, so that a new one cannot be forgotten: whatever is exported and takes a database. */
async function exportedQueries(): Promise<[string, Query][]> {
  const folder = path.join(process.cwd(), 'db/queries')
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const modules: Record<string, unknown>[] = await Promise.all(
    files.map((file) => import(/* @vite-ignore */ path.join(folder, file))),
  )
  return modules
    .flatMap((module) => Object.entries(module))
    .filter((entry): entry is [string, Query] => typeof entry[1] === 'function')
    .filter(([, query]) => namesOf(query).some((name) => name === 'on' || name === 'db'))
}

/** The names of a function's parameters, those before the database. */
function namesOf(query: Query): string[] {
  const text = query.toString()
  let depth = 0
  let end = text.indexOf('(')
  const start = end + 1
  for (; end < text.length; end++) {
    if ('([{'.includes(text.charAt(end))) depth++
    if (')]}'.includes(text.charAt(end))) depth--
    if (depth === 0) break
  }
  return text
    .slice(start, end)
    .split(/,(?![^({[]*[)}\]])/)
    .map((each) => (each.split('=')[0] ?? '').trim())
    .filter((each) => each !== '')
}

const everyScope = (): [string, Scope][] => {
  const [a, b, c] = mine.map((corner) => corner.teamId)
  const [orgId, elsewhere] = [mine[0]?.orgId ?? '', theirs[0]?.orgId ?? '']
  const userId = mine[0]?.userId ?? ''
  const of = (who: Parameters<typeof testScope>[0]) => testScope({ orgId, userId, ...who })
  // Who may read nothing is nobody who has something: themselves everybody may know.
  const stranger = { userId: randomUUID() }
  if (!a || !b || !c) return []
  return [
    ['a viewer', of({ teams: { [a]: 'viewer' } })],
    ['an operator', of({ teams: { [a]: 'operator' } })],
    ['an editor', of({ teams: { [a]: 'editor' } })],
    ['an admin', of({ teams: { [a]: 'admin' } })],
    ['an auditor', of({ ...stranger, teams: { [a]: 'auditor' } })],
    ['an auditor who views another team', of({ teams: { [a]: 'viewer', [b]: 'auditor' } })],
    ['a viewer of two teams', of({ teams: { [a]: 'viewer', [b]: 'viewer' } })],
    ['somebody of no team', of({ ...stranger, teams: {} })],
    ['an owner', of({ isOwner: true })],
    ['an owner elsewhere', testScope({ orgId: elsewhere, isOwner: true })],
    [
      'an admin elsewhere who claims a team of ours',
      testScope({ orgId: elsewhere, teams: { [a]: 'admin' } }),
    ],
  ]
}

/** The log, all that is made of it, and the history of a thing are for those who may read the audit log. */
const isOfAuditLog = (query: string): boolean => /Audit|Evidence|historyOf/.test(query)

/** The corners of which the scope must not learn anything by a query. */
function foreignTo(scope: Scope, query: string): IsolatedCorner[] {
  const readable = teamsFor(scope, isOfAuditLog(query) ? 'audit.read' : 'execution.read')
  return [...mine, ...theirs].filter(
    ({ orgId, teamId }) => orgId !== scope.orgId || !(readable === null || readable.includes(teamId)),
  )
}

const givenFor = (query: string, name: string, scope: Scope, of: IsolatedCorner): unknown =>
  name === 'scope' ? scope : (OWN_VALUES[`${query}.${name}`] ?? VALUES[name])?.(of)

/** What a query answers; a refusal tells nothing. */
async function told([name, query]: [string, Query], scope: Scope, of: IsolatedCorner): Promise<string> {
  const all = namesOf(query)
  const values = all.slice(0, all.indexOf('on')).map((each) => givenFor(name, each, scope, of))
  try {
    const answer = await query(...values)
    return JSON.stringify(answer instanceof Map ? [...answer] : answer) ?? ''
  } catch (error) {
    if (error instanceof Refusal) return ''
    throw new Error(`${name} failed`, { cause: error })
  }
}

describe('every question that is exported', () => {
  test('is asked with a scope, or has a reason not to be', () => {
    const unscoped = queries.filter(([, query]) => namesOf(query)[0] !== 'scope').map(([name]) => name)
    expect(unscoped.filter((name) => !(name in WITHOUT_SCOPE))).toEqual([])
    expect(queries.length).toBeGreaterThan(60)
  })

  test('is asked here: each of its parameters has a value', () => {
    const missing = queries
      .filter(([name]) => !(name in WITHOUT_SCOPE))
      .flatMap(([name, query]) => {
        const all = namesOf(query)
        return all
          .slice(1, all.indexOf('on'))
          .filter((each) => !(each in VALUES || `${name}.${each}` in OWN_VALUES))
          .map((each) => `${name}.${each}`)
      })
    expect(missing).toEqual([])
  })

  test('tells nobody anything of a team that they may not read', async () => {
    const leaks: string[] = []
    const telling = new Set<string>()
    const scoped = queries.filter(([, query]) => namesOf(query)[0] === 'scope')
    for (const [who, scope] of everyScope()) {
      for (const target of [...mine, theirs[0]].filter((each) => each !== undefined)) {
        for (const each of scoped) {
          const text = await told(each, scope, target)
          if (text.includes(target.mark)) telling.add(each[0])
          for (const corner of foreignTo(scope, each[0]))
            for (const id of corner.ids)
              if (text.includes(id))
                leaks.push(`${each[0]} tells ${who} of another team: ${text.slice(0, 300)}`)
        }
      }
    }
    expect(leaks).toEqual([])
    // The same questions do tell those who may know, or nothing was held here.
    expect(telling.size).toBeGreaterThan(35)
  })
})

test('an execution of another team cannot be read by its id', async () => {
  const [own, other] = mine
  if (!own || !other) throw new TypeError('there are no corners')
  const scope = testScope({ orgId: own.orgId, teams: { [own.teamId]: 'viewer' } })
  expect(await getExecution(scope, own.executionId)).toMatchObject({ id: own.executionId })
  expect(await getExecution(scope, other.executionId)).toBeNull()
})
