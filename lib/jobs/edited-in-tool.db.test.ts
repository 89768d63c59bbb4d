import { afterAll, beforeAll, expect, test } from 'vitest'
import { getChange } from '@/db/queries/get-change'
import { deleteRepository, setRepositoryRules, updateRepository } from '@/db/store/change-repositories'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { SourcePoller } from './poll-sources'
import { BEGIN, ChangeWorld, kestraTells, MINUTE, REPOSITORY } from './testing/change-world'
import { written } from './testing/drift-stories'
import { RULE } from './testing/reading-world'
import { type ToolServer, toolServer } from './testing/tool-server'

let database: TestDatabase
let at: ChangeWorld
let kestra: ToolServer
/** What the flow's tool holds: its revisions, oldest first. */
const revisions: { id: string; namespace: string; revision: number; updated: string; source: string }[] = []

beforeAll(async () => {
  database = await testDatabase()
  at = await ChangeWorld.build(database)
  kestra = await toolServer()
  kestra.script(({ url }) => {
    if (url.pathname.endsWith('/flows/search')) return { json: { results: revisions.slice(-1) } }
    if (url.pathname.endsWith('/flows/shop/load/revisions')) return { json: revisions }
    return { json: { results: [] } }
  })
  const sealed = Buffer.from(sealSecret(JSON.stringify({ tenant: 'main' }), 'connection'), 'base64url')
  await database.pool.query(
    'insert into source_connections (org_id, source_id, poll_url, poll_settings, is_polled, updated_at) values ($1, $2, $3, $4, true, $5)',
    [at.reading.orgId, at.kestra, kestra.address, sealed, new Date(BEGIN - 1_000)],
  )
})
afterAll(async () => {
  await kestra.close()
  await at.remove()
  await database.close()
})

const hold = (said: number, atMs: number, source = written('load', said)) =>
  revisions.push({
    ...{ id: 'load', namespace: 'shop', revision: revisions.length + 1 },
    ...{ updated: new Date(atMs).toISOString(), source },
  })

/** One poll, as the worker makes it. */
async function poll(): Promise<void> {
  const poller = new SourcePoller(database.db, at.writer, () => at.reading.now)
  await poller.look()
  await poller.settled()
  await poller.stop()
}

const commit = (said: number, atMs: number, text = written('load', said)) => {
  at.git.skipTo(atMs)
  return at.git.commit(`Say ${said}`, { 'flows/load.yml': text })
}

test('a flow that was edited in the tool is ahead after one poll and one fold, and the same edit merged clears it', async () => {
  commit(1, BEGIN)
  hold(1, BEGIN + MINUTE)
  at.reading.now = BEGIN + 2 * MINUTE
  await poll()
  await at.settle()
  expect(await at.driftOf('load')).toMatchObject({ state: 'in_sync', lag: 0 })

  hold(2, BEGIN + 30 * MINUTE)
  at.reading.now = BEGIN + 31 * MINUTE
  await poll()
  await at.fold()
  expect(await at.driftOf('load')).toMatchObject({ state: 'ahead', lag: 0 })
  const [edit] = await at.changesOf('load')
  expect(edit).toMatchObject({ isUnexplained: true, drift: 'ahead' })

  commit(2, BEGIN + 60 * MINUTE, `# As it is in the tool\n${written('load', 2, () => 0.9)}`)
  at.reading.now = BEGIN + 61 * MINUTE
  await at.settle()
  expect(await at.driftOf('load')).toMatchObject({ state: 'in_sync', lag: 0 })
  const [merged] = await at.changesOf('load')
  expect(merged).toMatchObject({ way: 'git', actor: { key: 'email:ada@example.com' } })
  expect((await at.changesOf('load')).map(({ id }) => id)).toContain(edit?.id)
})

test('what a sync from Git overwrote is kept, with before and after', async () => {
  hold(3, BEGIN + 90 * MINUTE)
  at.reading.now = BEGIN + 91 * MINUTE
  await poll()
  await at.fold()
  expect(await at.driftOf('load')).toMatchObject({ state: 'ahead' })
  hold(2, BEGIN + 120 * MINUTE)
  at.reading.now = BEGIN + 121 * MINUTE
  await poll()
  await at.fold()
  expect(await at.driftOf('load')).toMatchObject({ state: 'in_sync' })
  const [synced, edited] = await at.changesOf('load')
  expect([synced?.way, edited?.way]).toEqual(['sync', 'unknown'])
  const detail = await getChange(at.reading.owner, synced?.id ?? '', database.db)
  expect(detail?.before?.text).toContain('number 3')
  expect(detail?.after?.text).toContain('number 2')
  expect(detail).toMatchObject({ isUnexplained: false, summary: expect.stringMatching(/^sync: /) })
})

test('what a newer commit overwrote is kept beside the commit', async () => {
  hold(4, BEGIN + 150 * MINUTE)
  commit(5, BEGIN + 160 * MINUTE)
  hold(5, BEGIN + 161 * MINUTE)
  at.reading.now = BEGIN + 170 * MINUTE
  await poll()
  await at.settle()
  const all = (await at.changesOf('load')).slice(0, 3)
  expect(all.map(({ way }) => way).toSorted()).toEqual(['git', 'sync', 'unknown'])
  const overwrote = all.find(({ way }) => way === 'sync')
  const detail = await getChange(at.reading.owner, overwrote?.id ?? '', database.db)
  expect(detail?.before?.text).toContain('number 4')
  expect(detail?.after?.text).toContain('number 5')
})

test('only a repository that is read makes a flow an orphan, whatever becomes of it', async () => {
  const { owner, repositoryId } = at.reading
  const named = { name: `github.com/${REPOSITORY}`, url: at.git.url, branch: 'main' }
  const stands = async (state: string) => {
    await at.fold()
    expect(await at.driftOf('other')).toMatchObject({ state })
  }
  at.git.commit('Say what this is', { 'README.md': 'Flows of the shop' })
  at.reading.now += MINUTE
  await at.reading.read()
  await at.poll(kestraTells.revision('other', 1, written('other', 1), BEGIN))
  await stands('orphan')
  await updateRepository(owner, repositoryId, { ...named, url: null }, database.db)
  await stands('unknown')
  await updateRepository(owner, repositoryId, named, database.db)
  await at.reading.read()
  await stands('orphan')
  await setRepositoryRules(owner, repositoryId, [], database.db)
  await stands('unknown')
  const rule = { ...RULE, namespace: 'main/{namespace}', sourceId: at.kestra }
  await setRepositoryRules(owner, repositoryId, [rule], database.db)
  await at.reading.read()
  await stands('orphan')
  await deleteRepository(owner, repositoryId, database.db)
  await stands('unknown')
})
