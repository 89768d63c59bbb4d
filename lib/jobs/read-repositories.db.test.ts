import fs from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { listOwnershipRules } from '@/db/queries/ownership-rules'
import { createOwnershipRule } from '@/db/store/change-ownership-rules'
import { deleteRepository, setRepositoryRules, updateRepository } from '@/db/store/change-repositories'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { repositoryName } from '@/lib/model/repository-name'
import { applyOwnership } from './apply-ownership'
import { flow, ReadingWorld, RULE, START } from './testing/reading-world'

let database: TestDatabase
let at: ReadingWorld

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  at = await ReadingWorld.build(database)
})
afterEach(() => at.remove())
afterAll(() => database.close())

test('commits, their authors and what they did to definitions', async () => {
  const first = at.git.commit('Add load', { 'flows/load.yml': flow('load'), 'README.md': '# hi' })
  const second = at.git.commit('Format\n\nCo-authored-by: Linus <linus@example.com>', {
    'flows/load.yml': `# said better\n${flow('load')}`,
  })
  const third = at.git.commit(
    'Say something else',
    { 'flows/load.yml': flow('load', 'description: other\n') },
    'linus',
  )
  const fourth = at.git.commit('Take it away', { 'flows/load.yml': null })
  await at.read()

  expect(await at.stand()).toEqual({ headSha: fourth, problem: null, isRead: true })
  const commits = await at.kept()
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
  const did = await at.definitions('load')
  expect(did.map(({ sha }) => sha)).toEqual([first, second, third, fourth])
  const [added, formatted, changed, removed] = did
  expect(added?.before).toBeNull()
  expect(formatted?.after).toBe(formatted?.before)
  expect(formatted?.before).toBe(added?.after)
  expect(changed?.after).not.toBe(changed?.before)
  expect(removed).toMatchObject({ before: changed?.after, after: null })
  const texts = await at.rows<{ text: string }>(
    sql`select text from definitions order by first_seen_at, text`,
  )
  expect(texts.map(({ text }) => text).sort()).toEqual(
    [flow('load'), flow('load', 'description: other\n')].sort(),
  )
  expect(await at.files()).toEqual([])
})

test('again and again the same, and what comes later beside it', async () => {
  at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  await at.read()
  const before = await at.kept()
  await at.read()
  expect(await at.kept()).toEqual(before)
  const later = at.git.commit('Add report', { 'flows/deep/report.yml': flow('report') })
  await at.read()
  expect(await at.shas()).toEqual([...before.map(({ sha }) => sha), later])
  expect(await at.files()).toMatchObject([
    { path: 'flows/deep/report.yml', sha: later },
    { path: 'flows/load.yml', sha: before[0]?.sha },
  ])
  // A flow that nothing has run is known from its file.
  expect(await at.rows(sql`select namespace, name, dialect from flows order by name`)).toEqual([
    { namespace: 'shop', name: 'load', dialect: 'kestra' },
    { namespace: 'shop', name: 'report', dialect: 'kestra' },
  ])
})

test('a merge tells who wrote what it brought', async () => {
  at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  at.git.git('checkout', '-q', '-b', 'feature')
  const brought = at.git.commit(
    'Change load',
    { 'flows/load.yml': flow('load', 'description: x\n') },
    'linus',
  )
  at.git.git('checkout', '-q', 'main')
  at.git.commit('Beside', { 'README.md': '1' })
  const merge = at.git.merge('feature', 'Merge feature')
  await at.read()
  const commits = await at.kept()
  expect(commits).toHaveLength(3)
  expect(commits.at(-1)).toMatchObject({
    sha: merge,
    telling: {
      author: { id: 'Grace' },
      brought: [{ sha: brought, author: { kind: 'github', id: 'linus' }, message: 'Change load' }],
      files: [{ path: 'flows/load.yml', was: 'modified' }],
    },
  })
  expect((await at.definitions('load')).map(({ sha }) => sha)).toEqual([commits[0]?.sha, merge])
})

test('a file that is moved is the same definition', async () => {
  at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  const moved = at.git.commit('Move it', { 'flows/load.yml': null, 'flows/shop/load.yml': flow('load') })
  await at.read()
  const did = (await at.definitions('load')).filter(({ sha }) => sha === moved)
  expect(did).toMatchObject([
    { path: 'flows/load.yml', after: null },
    { path: 'flows/shop/load.yml', before: null },
  ])
  expect(did[0]?.before).toBe(did[1]?.after)
  expect(await at.files()).toMatchObject([{ path: 'flows/shop/load.yml', sha: moved }])
})

test('a history that is rewritten loses what is not on the branch any more', async () => {
  const first = at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  const gone = at.git.commit('A mistake', { 'flows/load.yml': flow('load', 'description: mistake\n') })
  await at.read()
  expect(await at.shas()).toEqual([first, gone])
  at.git.git('reset', '-q', '--hard', first)
  const instead = at.git.commit('Instead', { 'flows/report.yml': flow('report') })
  await database.pool.query('truncate changed_flows')
  await at.read()
  const commits = await at.kept()
  expect(commits.map(({ sha, position, telling }) => [sha, Number(position), telling.isForced])).toEqual([
    [first, 1, undefined],
    [instead, 2, true],
  ])
  expect((await at.definitions('load')).map(({ sha }) => sha)).toEqual([first])
  expect(await at.files()).toMatchObject([
    { path: 'flows/load.yml', sha: first },
    { path: 'flows/report.yml', sha: instead },
  ])
  const marked = await at.rows<{ id: string }>(sql`select flow_id as id from changed_flows`)
  expect(marked.map(({ id }) => id).sort()).toEqual([at.idOf('load'), at.idOf('report')].sort())
  at.git.git('reset', '-q', '--hard', first)
  await at.read()
  expect(await at.shas()).toEqual([first])
  expect(await at.files()).toMatchObject([{ path: 'flows/load.yml' }])
})

test('more than a round takes is read in several, to the same', async () => {
  at.git.commits(620)
  at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  await at.read()
  const commits = await at.kept()
  expect(commits).toHaveLength(621)
  expect(commits.map(({ position }) => Number(position))).toEqual(commits.map((_, index) => index + 1))
  expect(await at.stand()).toMatchObject({ headSha: at.git.head(), isRead: true })
})

test('CODEOWNERS names owners, the last line that fits', async () => {
  at.git.commit('Add', {
    'flows/load.yml': flow('load'),
    'flows/pay/pay.yml': flow('pay'),
    '.github/CODEOWNERS': '* @octo/everybody\n/flows/pay/ @octo/pay ada@example.com # money\n',
  })
  await at.read()
  expect(await at.files()).toMatchObject([
    { path: 'flows/load.yml', owners: ['@octo/everybody'] },
    { path: 'flows/pay/pay.yml', owners: ['@octo/pay', 'ada@example.com'] },
  ])
})

test('a rule for whom CODEOWNERS names gives the flow to its team', async () => {
  at.git.commit('Add', {
    'flows/load.yml': flow('load'),
    'flows/pay/pay.yml': flow('pay'),
    CODEOWNERS: '/flows/pay/ @octo/pay\n',
  })
  await at.read()
  const none = { sourceId: null, namespace: null, name: null, labelKey: null, labelValue: null }
  const rule = { ...none, teamId: at.otherTeamId, codeOwner: '@Octo/pay', repositoryId: at.repositoryId }
  await createOwnershipRule(at.owner, rule, database.db)
  await applyOwnership.run({ db: database.db, now: new Date(), mayGoOn: async () => true })
  const owners = await at.rows<{ name: string; teamId: string }>(
    sql`select name, team_id as "teamId" from flows where org_id = ${at.orgId} order by name`,
  )
  expect(owners).toEqual([
    { name: 'load', teamId: at.teamId },
    { name: 'pay', teamId: at.otherTeamId },
  ])
  expect(await listOwnershipRules(at.owner, database.db)).toMatchObject([{ matched: 1, decided: 1 }])
})

test('what cannot be read says why, and is tried again', async () => {
  await at.read()
  expect(await at.stand()).toMatchObject({ problem: 'The branch does not exist', isRead: true })
  const first = at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  at.now += 5 * 60_000
  await at.read()
  expect(await at.stand()).toMatchObject({ problem: null, headSha: first })
})

test('other rules have the history read again, and a repository that is gone leaves nothing', async () => {
  const first = at.git.commit('Add load', {
    'flows/load.yml': flow('load'),
    'other/report.yml': flow('report'),
  })
  await at.read()
  const rules = [{ ...RULE, pattern: 'other/*.yml', sourceId: at.sourceId }]
  await setRepositoryRules(at.owner, at.repositoryId, rules, database.db)
  await at.read()
  expect(await at.files()).toMatchObject([{ path: 'other/report.yml', sha: first }])
  expect(await at.definitions('load')).toEqual([])
  await deleteRepository(at.owner, at.repositoryId, database.db)
  expect(await at.rows(sql`select sha from commits union all select path from repository_files`)).toEqual([])
})

test('a push that a webhook tells of is read at once, with who pushed it', async () => {
  const first = at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  await at.read()
  at.now = START + 1_000
  const second = at.git.commit('Add report', { 'flows/report.yml': flow('report') })
  await at.read()
  expect(await at.shas()).toEqual([first])
  at.now = START + 2_000
  await at.tell({ sha: second, pusher: { kind: 'github', id: 'grace' }, at: `${START + 1_500}000000` })
  await at.read()
  expect(await at.shas()).toEqual([first, second])
  const [, pushed] = await at.kept()
  expect(pushed?.telling.pusher).toEqual({ kind: 'github', id: 'grace' })
})

test('a merge that is told by the first digits of its commit is found by all of them', async () => {
  const first = at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  await at.tell({ sha: first.slice(0, 12) })
  await database.pool.query(`update change_tellings set about = 'merge'`)
  await at.read()
  expect(await at.rows(sql`select sha, telling->>'sha' as told from change_tellings`)).toEqual([
    { sha: first, told: first },
  ])
})

test('a push to another branch says nothing of when a commit came to this one', async () => {
  const sha = at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  const [early, late] = [START - 3_600_000, START - 60_000]
  await at.tell({ sha, branch: 'feature', pusher: { kind: 'github', id: 'ada' }, at: `${early}000000` })
  at.now += 1
  await at.tell({ sha, pusher: { kind: 'github', id: 'grace' }, at: `${late}000000` })
  await at.read()
  expect((await at.kept())[0]?.telling.pusher).toEqual({ kind: 'github', id: 'grace' })
  const landed = await at.rows(sql`select extract(epoch from landed_at)::float8 * 1000 as ms from commits`)
  expect(landed).toEqual([{ ms: late }])
})

test('where nobody fetches, webhooks tell which flows were touched', async () => {
  const name = repositoryName(at.git.url) ?? ''
  await updateRepository(at.owner, at.repositoryId, { name, url: null, branch: 'main' }, database.db)
  const rules = [{ ...RULE, pattern: '{namespace}/{flow}.yml', format: 'yaml', sourceId: at.sourceId }]
  await setRepositoryRules(at.owner, at.repositoryId, rules, database.db)
  await at.tell({ sha: 'a'.repeat(40), files: [{ path: 'shop/load.yml', was: 'modified' }] })
  await at.tell({ sha: 'b'.repeat(40), branch: 'other', files: [{ path: 'shop/load.yml', was: 'modified' }] })
  await at.read()
  expect(await at.shas()).toEqual(['a'.repeat(40)])
  expect(await at.definitions('load')).toEqual([
    { sha: 'a'.repeat(40), path: 'shop/load.yml', before: null, after: null },
  ])
})

test('the mirror is for its owner alone, and goes with its repository', async () => {
  at.git.commit('Add load', { 'flows/load.yml': flow('load') })
  await at.read()
  const folder = `${at.git.folder}/data/repositories/${at.orgId}/${at.repositoryId}.git`
  expect(fs.statSync(folder).mode & 0o077).toBe(0)
  await at.read()
  expect(fs.existsSync(folder)).toBe(true)
  await deleteRepository(at.owner, at.repositoryId, database.db)
  await at.read()
  expect(fs.existsSync(folder)).toBe(false)
})
