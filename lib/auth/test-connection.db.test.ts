import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSource } from '@/db/store/create-source'
import { testScope } from '@/db/testing/scopes'
import { buildWorld } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { job, scriptAirbyte } from '@/lib/jobs/testing/scripted-airbyte'
import { toolServer } from '@/lib/jobs/testing/tool-server'
import type { Scope } from '@/lib/model/scope'
import { setPolling } from './set-connection'
import { testConnection } from './test-connection'

const server = await toolServer()
let base: TestDatabase
let editor: Scope
let viewer: Scope
let teamId: string
const shared = globalThis as { runledgerDatabase?: unknown }
const before = shared.runledgerDatabase

beforeAll(async () => {
  base = await testDatabase()
  shared.runledgerDatabase = base
  const world = await buildWorld(base.db)
  teamId = world.teams[0].teamId
  editor = testScope({ orgId: world.orgId, teams: { [teamId]: 'editor' } })
  viewer = testScope({ orgId: world.orgId, teams: { [teamId]: 'viewer' } })
})
afterAll(async () => {
  shared.runledgerDatabase = before
  await server.close()
  await base.close()
})

const sourceOf = async (kind: string, name: string): Promise<string> =>
  (await createSource(editor, { kind, name, teamId, environment: 'production' })).sourceId
const rowsOf = async () =>
  (
    await base.db.execute(sql`select (select count(*) from events) as events, (select count(*) from poll_rounds) as rounds,
      (select count(*) from audit_entries) as entries`)
  ).rows

test('a tool is asked by what is saved, and nothing is kept of it', async () => {
  const sourceId = await sourceOf('airbyte', 'Syncs')
  const credentials = { edition: 'cloud', clientId: 'runledger', clientSecret: 'a-long-secret' }
  await setPolling(editor, sourceId, { url: server.address, isOn: false, credentials })
  scriptAirbyte(server, [job(1), job(2, 'failed')])
  const earlier = await rowsOf()
  expect(await testConnection(editor, sourceId)).toMatchObject({ error: null, page: { items: 2 } })
  expect(await rowsOf()).toEqual(earlier)
})

test('only for who may change the connection, and not all the time', async () => {
  const sourceId = await sourceOf('airbyte', 'More syncs')
  await expect(testConnection(editor, sourceId)).rejects.toMatchObject({ code: 'invalid' })
  await setPolling(editor, sourceId, { url: server.address, isOn: true, credentials: {} })
  server.asked.length = 0
  await expect(testConnection(viewer, sourceId)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(testConnection(testScope({ isOwner: true }), sourceId)).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(server.asked).toEqual([])
  scriptAirbyte(server, [])
  for (let i = 0; i < 6; i++) await testConnection(editor, sourceId)
  await expect(testConnection(editor, sourceId)).rejects.toMatchObject({ code: 'rate_limited' })
})
