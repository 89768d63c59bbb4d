import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRepository, setRepositoryRules, updateRepository } from '@/db/store/change-repositories'
import { createSource } from '@/db/store/create-source'
import { testScope } from '@/db/testing/scopes'
import { buildWorld } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { hasReadRepository } from './has-read-repository'

let base: TestDatabase

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.close())

test('a source has a repository that is read where a rule or its webhooks name one with an address', async () => {
  const world = await buildWorld(base.db)
  const owner = testScope({ orgId: world.orgId, isOwner: true })
  const { teamId } = world.teams[0]
  const made = { teamId, name: 'Pipelines', kind: 'azure-devops' as const, environment: 'test' }
  const { sourceId } = await createSource(owner, made, base.db)
  const isRead = (scope = owner) => hasReadRepository(scope, sourceId, base.db)
  expect(await isRead()).toBe(false)

  const named = { name: 'dev.azure.com/acme/shop/_git/shop', url: null, branch: 'main' }
  const { repositoryId } = await createRepository(owner, { ...named, teamId, credential: null }, base.db)
  const rule = { pattern: '*.yml', format: 'yaml', namespace: 'shop', flow: '', sourceId }
  await setRepositoryRules(owner, repositoryId, [rule], base.db)
  expect(await isRead()).toBe(false)
  const url = 'https://dev.azure.com/acme/shop/_git/shop'
  await updateRepository(owner, repositoryId, { ...named, url }, base.db)
  expect(await isRead()).toBe(true)
  expect(await isRead(testScope({ orgId: world.orgId, teams: {} }))).toBe(false)

  await setRepositoryRules(owner, repositoryId, [], base.db)
  expect(await isRead()).toBe(false)
  await base.db.execute(sql`
    insert into change_tellings (org_id, event_id, ordinal, source_id, received_at, about, repository, telling)
    values (${world.orgId}, gen_random_uuid(), 0, ${sourceId}, now(), 'commit', ${named.name}, '{}')`)
  expect(await isRead()).toBe(true)
  expect(await hasReadRepository(owner, 'no id', base.db)).toBe(false)
})
