import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listDefinitions } from '@/db/queries/list-definitions'
import { setRepositoryRules } from '@/db/store/change-repositories'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { foldChanges } from './fold-changes'
import { ReadingWorld } from './testing/reading-world'
import { runJob } from './worker'

let database: TestDatabase
let at: ReadingWorld

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  at = await ReadingWorld.build(database)
})
afterEach(async () => {
  await at.remove()
  await database.pool.query(
    'truncate changes, flow_versions, flow_drift, executed_versions, actors, job_runs',
  )
})
afterAll(() => database.close())

const rule = async (pattern: string, format: string, flow = '') => {
  const only = { pattern, format, namespace: 'shop', flow, sourceId: at.sourceId }
  await setRepositoryRules(at.owner, at.repositoryId, [only], database.db)
}

async function settle(): Promise<void> {
  await at.read()
  await runJob(foldChanges, { db: database.db, now: new Date(at.now), mayGoOn: async () => true })
}

const changesOf = (flow: string) =>
  at.rows<{ sha: string; summary: string; classes: string[] }>(sql`
    select change->'commit'->>'sha' as sha, summary, classes from changes
    where flow_id = ${at.idOf(flow)} order by at, change->'commit'->>'sha'`)

const dag = (name: string, more = '') =>
  `from airflow import DAG\nfrom helpers.tax import rate\n${more}with DAG("${name}", schedule="@daily"):\n    rate()\n`
const tax = (percent: number) => `from .money import cents\ndef rate():\n    return cents(${percent})\n`
const money = 'def cents(value):\n    return value * 100\n'

describe('a DAG with what it imports', () => {
  const first = {
    'dags/load.py': dag('load'),
    'dags/other.py': dag('other'),
    'dags/alone.py': 'from airflow import DAG\nDAG("alone")\n',
    'dags/helpers/__init__.py': '',
    'dags/helpers/tax.py': tax(19),
    'dags/helpers/money.py': money,
  }

  test('is another version for each that imports a file that was changed, told with its name', async () => {
    await rule('dags/**/*.py', 'airflow')
    at.git.commit('Begin', first)
    await settle()
    expect((await at.files()).map(({ path }) => path)).toEqual([
      'dags/alone.py',
      'dags/load.py',
      'dags/other.py',
    ])
    const second = at.git.commit('Taxes rise', { 'dags/helpers/tax.py': tax(21) })
    const third = at.git.commit('Round', { 'dags/helpers/money.py': `import math\n${money}` })
    at.git.commit('Say it better', { 'dags/helpers/money.py': `# in cents\nimport math\n\n${money}` })
    at.git.commit('Beside', { 'dags/helpers/unused.py': 'X = 1\n' })
    await settle()
    for (const flow of ['load', 'other']) {
      expect((await changesOf(flow)).slice(1)).toEqual([
        { sha: second, summary: 'dags/helpers/tax.py changed', classes: ['code'] },
        { sha: third, summary: 'dags/helpers/money.py changed', classes: ['dependencies'] },
      ])
    }
    expect(await changesOf('alone')).toHaveLength(1)
    const [, newest] = await listDefinitions(at.owner, at.idOf('load'), [], database.db)
    expect(newest?.text).toBe(
      [
        '==> dags/load.py <==',
        dag('load'),
        '==> dags/helpers/money.py <==',
        `import math\n${money}`,
        '==> dags/helpers/tax.py <==',
        tax(21),
      ].join('\n'),
    )
  })

  test('of which a file comes, goes and is read in another order comes to the same', async () => {
    await rule('dags/**/*.py', 'airflow')
    const { 'dags/helpers/money.py': _, ...without } = first
    at.git.commit('Begin', without)
    at.git.commit('Money', { 'dags/helpers/money.py': money })
    at.git.commit('Lines that look like heads', {
      'dags/helpers/money.py': `"""\n==> x <==\n\\==> y <==\n"""\n${money}Y = 1\n`,
    })
    const gone = at.git.commit('No money', { 'dags/helpers/money.py': null })
    await settle()
    const changes = await changesOf('load')
    expect(changes.map(({ summary }) => summary)).toEqual([
      'definition added',
      '+dags/helpers/money.py',
      'dags/helpers/money.py changed',
      '−dags/helpers/money.py',
    ])
    expect(changes.at(-1)?.sha).toBe(gone)
    const did = await at.definitions('load')
    // Read again one by one it is the same.
    await database.pool.query('update repositories set head_sha = null, read_at = null')
    await at.read()
    expect(await at.definitions('load')).toEqual(did)
    const texts = await listDefinitions(at.owner, at.idOf('load'), [3], database.db)
    expect(texts[0]?.text).toContain('\\==> x <==\n\\\\==> y <==')
  })

  test('read commit by commit is what it is when all are read at once', async () => {
    await rule('dags/**/*.py', 'airflow')
    at.git.commit('Begin', first)
    await at.read()
    at.git.commit('Taxes rise', { 'dags/helpers/tax.py': tax(21) })
    await at.read()
    at.git.commit('Another', {
      'dags/load.py': dag('load', 'import helpers.more\n'),
      'dags/helpers/more.py': 'Z = 1\n',
    })
    await at.read()
    at.git.commit('More', { 'dags/helpers/more.py': 'Z = 2\n' })
    await at.read()
    const did = await at.definitions('load')
    expect(did).toHaveLength(4)
    await database.pool.query('update repositories set head_sha = null, read_at = null')
    await at.read()
    expect(await at.definitions('load')).toEqual(did)
  })
})

test('a workspace of Terraform is all that stands in its folder, in whichever file', async () => {
  await rule('{flow}/*.tf', 'terraform', '{flow}')
  const [bucket, role] = ['resource "b" "x" {\n  size = 1\n}\n', 'resource "r" "y" {\n  name = 2\n}\n']
  at.git.commit('Begin', { 'net/main.tf': `${bucket}${role}`, 'app/main.tf': bucket })
  const moved = at.git.commit('Move a block', { 'net/main.tf': bucket, 'net/iam.tf': role })
  const changed = at.git.commit('A larger one', { 'net/iam.tf': role.replace('2', '3') })
  const valued = at.git.commit('A value', { 'net/x.auto.tfvars': 'region = "eu"\n' })
  await settle()
  const did = await at.definitions('net')
  expect(did.map(({ sha, before, after }) => [sha, before === after])).toEqual([
    [expect.any(String), false],
    [moved, true],
    [changed, false],
    [valued, false],
  ])
  expect((await changesOf('net')).map(({ summary }) => summary)).toEqual([
    'definition added',
    'name 2 → 3',
    '+region "eu"',
  ])
  expect(await changesOf('app')).toHaveLength(1)
  expect((await at.files()).map(({ path }) => path)).toEqual(['app/main.tf', 'net/iam.tf'])
  at.git.commit('Take it away', { 'net/main.tf': null, 'net/iam.tf': null, 'net/x.auto.tfvars': null })
  await settle()
  expect((await at.definitions('net')).at(-1)).toMatchObject({ after: null })
})

test('a pipeline of GitLab is what it includes of its repository', async () => {
  await rule('.gitlab-ci.yml', 'gitlab', 'pipe')
  const build = 'build:\n  script: make\n'
  at.git.commit('Begin', { '.gitlab-ci.yml': `stages: [build]\n${build}` })
  const moved = at.git.commit('Move', {
    '.gitlab-ci.yml': 'include: ci/*.yml\nstages: [build]\n',
    'ci/build.yml': build,
  })
  const changed = at.git.commit('Ninja', { 'ci/build.yml': build.replace('make', 'ninja') })
  const added = at.git.commit('Test', { 'ci/test.yml': 'test:\n  script: true\n' })
  await settle()
  expect(
    (await at.definitions('pipe')).map(({ sha, before, after }) => [sha, before === after]).slice(1),
  ).toEqual([
    [moved, true],
    [changed, false],
    [added, false],
  ])
})
