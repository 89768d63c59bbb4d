import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getRepository } from '@/db/queries/get-repository'
import { deleteRepository, setRepositoryRules } from '@/db/store/change-repositories'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, strangersTo, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { previewRepositoryRules } from './preview-repository-rules'
import { openSecret } from './sealed-secret'
import { addRepository, moveRepository } from './set-repository'

const SECRET = 'ghp_a-token-that-nobody-may-see'
const rule = (sourceId: string) => ({
  pattern: '**/*.yml',
  format: 'yaml',
  sourceId,
  namespace: '',
  flow: '',
})

let base: TestDatabase
let world: World
let other: World
let editor: Scope
let viewer: Scope
let teamId: string
const shared = globalThis as { runledgerDatabase?: unknown }
const before = shared.runledgerDatabase

beforeAll(async () => {
  base = await testDatabase()
  shared.runledgerDatabase = base
  world = await buildWorld(base.db)
  other = await buildWorld(base.db)
  teamId = world.teams[0].teamId
  editor = testScope({ orgId: world.orgId, teams: { [teamId]: 'editor' } })
  viewer = testScope({ orgId: world.orgId, teams: { [teamId]: 'viewer' } })
})
afterAll(async () => {
  shared.runledgerDatabase = before
  await base.close()
})

const made = (path: string, more: Partial<Parameters<typeof addRepository>[1]> = {}) =>
  addRepository(editor, {
    teamId,
    address: `https://github.com/octo/${path}.git`,
    isFetched: true,
    branch: 'main',
    credential: { username: 'x', secret: SECRET },
    ...more,
  })
const sealedOf = async (id: string) => {
  const { rows } = await base.db.execute<{ credential: string | null }>(
    sql`select credential from repositories where id = ${id}`,
  )
  return rows[0]?.credential ?? null
}

test('a repository is known by its name, and its credential is sealed and never told', async () => {
  const { repositoryId } = await made('Flows')
  const found = await getRepository(editor, repositoryId)
  expect(found).toMatchObject({ name: 'github.com/octo/flows', hasCredential: true, branch: 'main' })
  const sealed = await sealedOf(repositoryId)
  expect(JSON.parse(openSecret(sealed ?? '', 'repository') ?? '')).toEqual({ username: 'x', secret: SECRET })
  expect(openSecret(sealed ?? '', 'connection')).toBeNull()
  const { rows } = await base.db.execute(
    sql`select * from audit_entries where org_id = ${world.orgId} and target_id = ${repositoryId}`,
  )
  expect(JSON.stringify([rows, found, sealed])).not.toContain(SECRET)
  expect(rows).toMatchObject([{ action: 'repository.created' }])
  await expect(made('flows')).rejects.toMatchObject({ code: 'conflict', path: 'url' })
})

test('a credential stays with the host that it was given for', async () => {
  const { repositoryId } = await made('moved')
  const to = (address: string) => ({ address, isFetched: true, branch: 'main' })
  await moveRepository(editor, repositoryId, to('https://github.com/octo/elsewhere'))
  expect(await sealedOf(repositoryId)).not.toBeNull()
  const elsewhere = to('https://evil.example.com/octo/elsewhere')
  await expect(moveRepository(editor, repositoryId, elsewhere)).rejects.toMatchObject({ path: 'secret' })
  await moveRepository(editor, repositoryId, { ...elsewhere, credential: null })
  expect(await getRepository(editor, repositoryId)).toMatchObject({ hasCredential: false, headSha: null })
})

test.for(['file:///etc', 'http://example.com/x/y', 'https://u:p@example.com/x/y', 'x', 'ext::sh -c x'])(
  '%s is no address',
  async (address) => {
    await expect(made('x', { address })).rejects.toMatchObject({ code: 'invalid', path: 'address' })
  },
)

test('only editors of its team may, and a rule needs the right to change its source', async () => {
  const { repositoryId } = await made('rights')
  const [mine, theirs] = [world.teams[0].sourceId, world.teams[1].sourceId]
  for (const who of [viewer, ...strangersTo(world, other).map(([, scope]) => scope)]) {
    await expect(setRepositoryRules(who, repositoryId, [rule(mine)])).rejects.toThrow()
    await expect(deleteRepository(who, repositoryId)).rejects.toThrow()
    await expect(previewRepositoryRules(who, repositoryId, [rule(mine)])).rejects.toThrow()
    await expect(
      moveRepository(who, repositoryId, {
        address: 'https://x.example.com/y',
        isFetched: true,
        branch: 'main',
      }),
    ).rejects.toThrow()
  }
  await setRepositoryRules(editor, repositoryId, [rule(mine)])
  await expect(setRepositoryRules(editor, repositoryId, [rule(theirs)])).rejects.toMatchObject({
    code: 'not_found',
  })
  const reader = testScope({
    orgId: world.orgId,
    teams: { [teamId]: 'editor', [world.teams[1].teamId]: 'viewer' },
  })
  await expect(setRepositoryRules(reader, repositoryId, [rule(theirs)])).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect((await getRepository(editor, repositoryId)).ruleList).toMatchObject([rule(mine)])
  expect(await previewRepositoryRules(editor, repositoryId, [rule(mine)])).toBeNull()
})
