import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { buildCorner, buildWorld, type Corner, strangersTo, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { ROLES, type Role } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { createIngestToken } from './create-ingest-token'
import { createSource } from './create-source'
import { revokeIngestToken } from './revoke-ingest-token'
import { rotateIngestToken } from './rotate-ingest-token'
import { updateSource } from './update-source'

let database: TestDatabase
let mine: World
let theirs: World

beforeAll(async () => {
  database = await testDatabase()
  mine = await buildWorld(database.db)
  theirs = await buildWorld(database.db)
})
afterAll(() => database.close())

/** Every change of a source, with what a role needs for it. */
const changes: [string, Role[], (scope: Scope, corner: Corner) => Promise<unknown>][] = [
  [
    'createSource',
    ['editor', 'admin'],
    (scope, { teamId }) =>
      createSource(scope, { teamId, name: randomUUID(), kind: 'shell', environment: 'test' }, database.db),
  ],
  [
    'updateSource',
    ['editor', 'admin'],
    (scope, { sourceId }) => updateSource(scope, sourceId, { recognition: 'never' }, database.db),
  ],
  [
    'createIngestToken',
    ['admin'],
    (scope, { sourceId }) => createIngestToken(scope, sourceId, { name: 'New' }, database.db),
  ],
  [
    'revokeIngestToken',
    ['admin'],
    (scope, { sourceId, tokenId }) => revokeIngestToken(scope, sourceId, tokenId, database.db),
  ],
  [
    'rotateIngestToken',
    ['admin'],
    (scope, { sourceId, tokenId }) =>
      rotateIngestToken(scope, { sourceId, tokenId, overlapHours: 24 }, database.db),
  ],
]

/** Everything that a change could have touched, the log of attempts aside. */
const contents = async () => {
  const { rows } = await database.db.execute(sql`select
    (select json_agg(s order by s.id) from sources s)::text as sources,
    (select json_agg(t order by t.org_id, t.id) from ingest_tokens t)::text as tokens,
    (select json_agg(o order by o.org_id) from organizations o)::text as organizations`)
  return rows[0]
}

describe('a change', () => {
  test.each(changes)(
    'needs its permission: without it nothing is written (%s)',
    async (_, allowed, change) => {
      const before = await contents()
      const insiders = ROLES.filter((role) => !allowed.includes(role)).map((role) =>
        testScope({ orgId: mine.orgId, teams: { [mine.teams[0].teamId]: role } }),
      )
      for (const scope of insiders) {
        await expect(change(scope, mine.teams[0])).rejects.toMatchObject({ name: 'Refusal' })
      }
      for (const [, scope] of strangersTo(mine, theirs)) {
        await expect(change(scope, mine.teams[0])).rejects.toMatchObject({ name: 'Refusal' })
      }
      expect(await contents()).toEqual(before)
    },
  )

  test.each(changes)('is done by those who may (%s)', async (_, allowed, change) => {
    for (const role of allowed) {
      const corner = await buildCorner(database.db, mine.orgId, randomUUID())
      await expect(
        change(testScope({ orgId: mine.orgId, teams: { [corner.teamId]: role } }), corner),
      ).resolves.not.toThrow()
    }
  })

  test('of a token needs its own source: another one of the same admin does not do', async () => {
    const [first, second] = mine.teams
    const both = testScope({
      orgId: mine.orgId,
      teams: { [first.teamId]: 'admin', [second.teamId]: 'admin' },
    })
    await expect(revokeIngestToken(both, first.sourceId, second.tokenId, database.db)).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
