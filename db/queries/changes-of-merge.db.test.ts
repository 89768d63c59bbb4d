import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { listChanges } from './list-changes'

let base: TestDatabase
let world: PeopleWorld
const ADDRESS = 'https://git.example/shop/pull/12'

beforeAll(async () => {
  base = await testDatabase()
  world = await buildPeople(base.db)
})
afterAll(() => base.close())

test('changes are narrowed to those of one merge request, by its address or by its number where it has none', async () => {
  await addChange('in it', { number: '12', title: 'Restock earlier', url: ADDRESS })
  await addChange('also in it', { number: '12', title: 'Restock earlier', url: ADDRESS })
  await addChange('of another host', { number: '12', title: 'Something else', url: null })
  await addChange('of none', null)

  expect(await summaries(ADDRESS)).toEqual(['also in it', 'in it'])
  expect(await summaries('12')).toEqual(['of another host'])
  expect(await summaries('13')).toEqual([])
})

async function summaries(merge: string): Promise<string[]> {
  const found = await listChanges(world.owner.scope, { merge }, 50, base.db)
  return found.map(({ summary }) => summary).toSorted()
}

async function addChange(summary: string, merge: object | null): Promise<void> {
  const [id, teamId] = [randomUUID(), world.teams[0]]
  await base.db.execute(sql`
    insert into changes (org_id, id, source_id, team_id, at, way, classes, summary, is_unexplained, has_reason, change,
      updated_at)
    values (${world.orgId}, ${id}, ${id}, ${teamId}, now(), 'git', '{}', ${summary}, false, true,
      ${JSON.stringify({ tickets: [], merge })}::jsonb, now())`)
}
