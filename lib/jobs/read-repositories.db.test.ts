import fs from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createRepository,
  deleteRepository,
  setRepositoryRules,
  updateRepository,
} from '@/db/store/change-repositories'
import { createSource } from '@/db/store/create-source'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { flowIdOf } from '@/lib/executions/identity'
import { TemporaryRepository } from '@/lib/git/testing/temporary-repository'
import type { CommitTelling } from '@/lib/model/change'
import { repositoryName } from '@/lib/model/repository-name'
import type { Scope } from '@/lib/model/scope'
import { RepositoryRounds } from './read-repositories'

const START = Date.UTC(2026, 5, 1)
const flow = (id: string, more = '') =>
  `id: ${id}\nnamespace: shop\ntasks:\n  - id: one\n    type: x.Log\n${more}`
const RULE = { pattern: 'flows/**/*.yml', format: 'kestra', namespace: '', flow: '' }

let database: TestDatabase
let world: World
let owner: Scope
let git: TemporaryRepository
let sourceId: string
let repositoryId: string
let now = START
const rounds: RepositoryRounds[] = []

beforeAll(async () => {
  database = await testDatabase()
  world = await buildWorld(database.db)
  owner = testScope({ orgId: world.orgId, isOwner: true })
})
beforeEach(async () => {
  now = START
  git = new TemporaryRepository()
  const { teamId } = world.teams[0]
  const source = { teamId, name: 'Kestra', kind: 'kestra' as const, environment: 'test' }
  sourceId = (await createSource(owner, source, database.db)).sourceId
  const made = { teamId, name: repositoryName(git.url) ?? '', url: git.url, branch: 'main', credential: null }
  repositoryId = (await createRepository(owner, made, database.db)).repositoryId
  await setRepositoryRules(owner, repositoryId, [{ ...RULE, sourceId }], database.db)
})
afterEach(async () => {
  for (const each of rounds.splice(0)) await each.stop()
  git.remove()
  await database.pool.query(`truncate sources, repositories, repository_rules, commits, commit_definitions, repository_files,
    definitions, changed_flows, change_tellings, flows, leases`)
})
afterAll(() => database.close())

/** What is due is read, until nothing is; the time is a minute later then. */
async function read(): Promise<void> {
  const settings = { dataDir: `${git.folder}/data`, protocols: ['file'] }
  const one = new RepositoryRounds(database.db, settings, () => now)
  rounds.push(one)
  for (let turn = 0; turn < 4; turn++) {
    await one.look()
    await one.settled()
  }
  await one.stop()
  now += 60_000
}

async function rows<Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) {
  return (await database.db.execute<Row>(query)).rows
}

const kept = () =>
  rows<{ sha: string; position: string; telling: CommitTelling }>(
    sql`select sha, position, telling from commits where repository_id = ${repositoryId} order by position`,
  )
const shas = async () => (await kept()).map(({ sha }) => sha)
const definitions = (id: string) =>
  rows<{ sha: string; path: string; before: string | null; after: string | null }>(sql`
    select d.sha, d.path, encode(d.before_hash, 'hex') as before, encode(d.after_hash, 'hex') as after
    from commit_definitions d join commits c on c.repository_id = d.repository_id and c.sha = d.sha
    where d.flow_id = ${idOf(id)} order by c.position, d.path`)
const files = () =>
  rows<{ path: string; sha: string; owners: string[] }>(
    sql`select path, sha, owners from repository_files where repository_id = ${repositoryId} order by path`,
  )
const stand = async () =>
  (
    await rows<{ headSha: string | null; problem: string | null; isRead: boolean }>(
      sql`select head_sha as "headSha", problem, read_at is not null as "isRead" from repositories where id = ${repositoryId}`,
    )
  )[0]
const idOf = (name: string) => flowIdOf(world.orgId, { sourceId, namespace: 'shop', flow: name })

test('commits, their authors and what they did to definitions', async () => {
  const first = git.commit('Add load', { 'flows/load.yml': flow('load'), 'README.md': '# hi' })
  const second = git.commit('Format\n\nCo-authored-by: Linus <linus@example.com>', {
    'flows/load.yml': `# said better\n${flow('load')}`,
  })
  const third = git.commit(
    'Say something else',
    { 'flows/load.yml': flow('load', 'description: other\n') },
    'linus',
  )
  const fourth = git.commit('Take it away', { 'flows/load.yml': null })
  await read()

  expect(await stand()).toEqual({ headSha: fourth, problem: null, isRead: true })
  const commits = await kept()
  expect(commits.map(({ sha, position }) => [sha, Number(position)])).toEqual([
    [first, 1],
    [second, 2],
    [third, 3],
    [fourth, 4],
  ])
  expect(commits[1]?.telling).toMatchObject({
    author: { kind: 'git', id: 'Ada', email: 'ada@example.com' },
    coAuthors: [{ kind: 'git', id: 'Linus', email: 'linus@example.com' }],
    files: [{ path: 'flows/load.yml', was: 'modified' }],
  })
  expect(commits[2]?.telling.author).toMatchObject({ kind: 'github', id: 'linus' })
  const did = await definitions('load')
  expect(did.map(({ sha }) => sha)).toEqual([first, second, third, fourth])
  const [added, formatted, changed, removed] = did
  expect(added?.before).toBeNull()
  expect(formatted?.after).toBe(formatted?.before)
  expect(formatted?.before).toBe(added?.after)
  expect(changed?.after).not.toBe(changed?.before)
  expect(removed).toMatchObject({ before: changed?.after, after: null })
  const texts = await rows<{ text: string }>(sql`select text from definitions order by first_seen_at, text`)
  expect(texts.map(({ text }) => text).sort()).toEqual(
    [flow('load'), flow('load', 'description: other\n')].sort(),
  )
  expect(await files()).toEqual([])
})

test('again and again the same, and what comes later beside it', async () => {
  git.commit('Add load', { 'flows/load.yml': flow('load') })
  await read()
  const before = await kept()
  await read()
  expect(await kept()).toEqual(before)
  const later = git.commit('Add report', { 'flows/deep/report.yml': flow('report') })
  await read()
  expect(await shas()).toEqual([...before.map(({ sha }) => sha), later])
  expect(await files()).toMatchObject([
    { path: 'flows/deep/report.yml', sha: later },
    { path: 'flows/load.yml', sha: before[0]?.sha },
  ])
  // A flow that nothing has run is known from its file.
  expect(await rows(sql`select namespace, name, dialect from flows order by name`)).toEqual([
    { namespace: 'shop', name: 'load', dialect: 'kestra' },
    { namespace: 'shop', name: 'report', dialect: 'kestra' },
  ])
})

test('a merge tells who wrote what it brought', async () => {
  git.commit('Add load', { 'flows/load.yml': flow('load') })
  git.git('checkout', '-q', '-b', 'feature')
  const brought = git.commit('Change load', { 'flows/load.yml': flow('load', 'description: x\n') }, 'linus')
  git.git('checkout', '-q', 'main')
  git.commit('Beside', { 'README.md': '1' })
  const merge = git.merge('feature', 'Merge feature')
  await read()
  const commits = await kept()
  expect(commits).toHaveLength(3)
  expect(commits.at(-1)).toMatchObject({
    sha: merge,
    telling: {
      author: { id: 'Grace' },
      brought: [{ sha: brought, author: { kind: 'github', id: 'linus' }, message: 'Change load' }],
      files: [{ path: 'flows/load.yml', was: 'modified' }],
    },
  })
  expect((await definitions('load')).map(({ sha }) => sha)).toEqual([commits[0]?.sha, merge])
})

test('a file that is moved is the same definition', async () => {
  git.commit('Add load', { 'flows/load.yml': flow('load') })
  const moved = git.commit('Move it', { 'flows/load.yml': null, 'flows/shop/load.yml': flow('load') })
  await read()
  const did = (await definitions('load')).filter(({ sha }) => sha === moved)
  expect(did).toMatchObject([
    { path: 'flows/load.yml', after: null },
    { path: 'flows/shop/load.yml', before: null },
  ])
  expect(did[0]?.before).toBe(did[1]?.after)
  expect(await files()).toMatchObject([{ path: 'flows/shop/load.yml', sha: moved }])
})

test('a history that is rewritten loses what is not on the branch any more', async () => {
  const first = git.commit('Add load', { 'flows/load.yml': flow('load') })
  const gone = git.commit('A mistake', { 'flows/load.yml': flow('load', 'description: mistake\n') })
  await read()
  expect(await shas()).toEqual([first, gone])
  git.git('reset', '-q', '--hard', first)
  const instead = git.commit('Instead', { 'flows/report.yml': flow('report') })
  await database.pool.query('truncate changed_flows')
  await read()
  const commits = await kept()
  expect(commits.map(({ sha, position, telling }) => [sha, Number(position), telling.isForced])).toEqual([
    [first, 1, undefined],
    [instead, 2, true],
  ])
  expect((await definitions('load')).map(({ sha }) => sha)).toEqual([first])
  expect(await files()).toMatchObject([
    { path: 'flows/load.yml', sha: first },
    { path: 'flows/report.yml', sha: instead },
  ])
  const marked = await rows<{ id: string }>(sql`select flow_id as id from changed_flows`)
  expect(marked.map(({ id }) => id).sort()).toEqual([idOf('load'), idOf('report')].sort())
  git.git('reset', '-q', '--hard', first)
  await read()
  expect(await shas()).toEqual([first])
  expect(await files()).toMatchObject([{ path: 'flows/load.yml' }])
})

test('more than a round takes is read in several, to the same', async () => {
  git.commits(620)
  git.commit('Add load', { 'flows/load.yml': flow('load') })
  await read()
  const commits = await kept()
  expect(commits).toHaveLength(621)
  expect(commits.map(({ position }) => Number(position))).toEqual(commits.map((_, index) => index + 1))
  expect(await stand()).toMatchObject({ headSha: git.head(), isRead: true })
})

test('CODEOWNERS names owners, the last line that fits', async () => {
  git.commit('Add', {
    'flows/load.yml': flow('load'),
    'flows/pay/pay.yml': flow('pay'),
    '.github/CODEOWNERS': '* @octo/everybody\n/flows/pay/ @octo/pay ada@example.com # money\n',
  })
  await read()
  expect(await files()).toMatchObject([
    { path: 'flows/load.yml', owners: ['@octo/everybody'] },
    { path: 'flows/pay/pay.yml', owners: ['@octo/pay', 'ada@example.com'] },
  ])
})

test('what cannot be read says why, and is tried again', async () => {
  await read()
  expect(await stand()).toMatchObject({ problem: 'The branch does not exist', isRead: true })
  const first = git.commit('Add load', { 'flows/load.yml': flow('load') })
  now += 5 * 60_000
  await read()
  expect(await stand()).toMatchObject({ problem: null, headSha: first })
})

test('other rules have the history read again, and a repository that is gone leaves nothing', async () => {
  const first = git.commit('Add load', { 'flows/load.yml': flow('load'), 'other/report.yml': flow('report') })
  await read()
  const rules = [{ ...RULE, pattern: 'other/*.yml', sourceId }]
  await setRepositoryRules(owner, repositoryId, rules, database.db)
  await read()
  expect(await files()).toMatchObject([{ path: 'other/report.yml', sha: first }])
  expect(await definitions('load')).toEqual([])
  await deleteRepository(owner, repositoryId, database.db)
  expect(await rows(sql`select sha from commits union all select path from repository_files`)).toEqual([])
})

test('a push that a webhook tells of is read at once, with who pushed it', async () => {
  const first = git.commit('Add load', { 'flows/load.yml': flow('load') })
  await read()
  now = START + 1_000
  const second = git.commit('Add report', { 'flows/report.yml': flow('report') })
  await read()
  expect(await shas()).toEqual([first])
  now = START + 2_000
  await tell({ sha: second, pusher: { kind: 'github', id: 'grace' }, at: `${START + 1_500}000000` })
  await read()
  expect(await shas()).toEqual([first, second])
  const [, pushed] = await kept()
  expect(pushed?.telling.pusher).toEqual({ kind: 'github', id: 'grace' })
})

test('where nobody fetches, webhooks tell which flows were touched', async () => {
  const name = repositoryName(git.url) ?? ''
  await updateRepository(owner, repositoryId, { name, url: null, branch: 'main' }, database.db)
  const rules = [{ ...RULE, pattern: '{namespace}/{flow}.yml', format: 'yaml', sourceId }]
  await setRepositoryRules(owner, repositoryId, rules, database.db)
  await tell({ sha: 'a'.repeat(40), files: [{ path: 'shop/load.yml', was: 'modified' }] })
  await tell({ sha: 'b'.repeat(40), branch: 'other', files: [{ path: 'shop/load.yml', was: 'modified' }] })
  await read()
  expect(await shas()).toEqual(['a'.repeat(40)])
  expect(await definitions('load')).toEqual([
    { sha: 'a'.repeat(40), path: 'shop/load.yml', before: null, after: null },
  ])
})

test('the mirror is for its owner alone', async () => {
  git.commit('Add load', { 'flows/load.yml': flow('load') })
  await read()
  const folder = `${git.folder}/data/repositories/${world.orgId}/${repositoryId}.git`
  expect(fs.statSync(folder).mode & 0o077).toBe(0)
})

async function tell(more: Partial<CommitTelling>): Promise<void> {
  const telling: CommitTelling = {
    about: 'commit',
    repository: repositoryName(git.url) ?? '',
    branch: 'main',
    sha: '',
    at: `${START}000000`,
    author: { kind: 'git', id: 'Ada' },
    committer: null,
    pusher: null,
    message: '',
    files: [],
    ...more,
  }
  await database.pool.query(
    `insert into change_tellings (org_id, event_id, ordinal, source_id, received_at, about, repository, sha, telling)
      values ($1, gen_random_uuid(), 0, $2, $3, 'commit', $4, $5, $6)`,
    [world.orgId, sourceId, new Date(now), telling.repository, telling.sha, JSON.stringify(telling)],
  )
}
