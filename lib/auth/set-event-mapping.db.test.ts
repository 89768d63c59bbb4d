import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getEventMapping } from '@/db/queries/get-event-mapping'
import { auditEntries } from '@/db/schema/audit'
import { createSource } from '@/db/store/create-source'
import { testScope } from '@/db/testing/scopes'
import { buildWorld } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { previewEventMapping, setEventMapping } from './set-event-mapping'

const MAPPING = { execution: { flow: { path: 'job' }, id: { path: 'run' }, state: { path: 'status' } } }

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
  await base.close()
})

const sourceOf = async (kind: string, name: string): Promise<string> =>
  (await createSource(editor, { kind, name, teamId, environment: 'production' })).sourceId
const connections = () => base.db.$count(auditEntries, eq(auditEntries.action, 'source.connected'))

test('a mapping is kept by who may, tried by who may read, and written down', async () => {
  const sourceId = await sourceOf('generic', 'Piper')
  const earlier = await connections()
  const sample = { job: 'nightly', run: 17, status: 'done' }
  const tried = await previewEventMapping(viewer, sourceId, MAPPING, sample)
  expect(tried).toMatchObject({
    problems: [],
    words: [{ word: 'done', state: 'success' }],
    events: [{ execution: { flow: 'nightly', id: '17' } }],
  })
  await expect(setEventMapping(viewer, sourceId, MAPPING)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await getEventMapping(editor, sourceId)).toEqual({ mapping: null, sample: null })
  expect(await connections()).toBe(earlier)
  await setEventMapping(editor, sourceId, MAPPING)
  expect(await getEventMapping(viewer, sourceId)).toEqual({ mapping: MAPPING, sample: null })
  expect(await connections()).toBe(earlier + 1)
})

test('what is no mapping is refused by its place, and a tool that is known needs none', async () => {
  const sourceId = await sourceOf('generic', 'Naveego')
  await expect(setEventMapping(editor, sourceId, { execution: {} })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('execution.'),
  })
  const known = await sourceOf('github', 'Repositories')
  await expect(setEventMapping(editor, known, MAPPING)).rejects.toMatchObject({ code: 'invalid' })
  await expect(previewEventMapping(editor, known, MAPPING, {})).rejects.toMatchObject({ code: 'invalid' })
})
