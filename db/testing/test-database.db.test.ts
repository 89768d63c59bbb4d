import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import journal from '@/db/migrations/meta/_journal.json' with { type: 'json' }
import { createDatabase } from '../client'
import { isMigrated, migrate } from '../migrate'
import { organizations } from '../schema/people'
import { testDatabase } from './test-database'

const mine = await testDatabase()
const theirs = await testDatabase()
afterAll(async () => {
  await mine.close()
  await theirs.close()
})

test('two test databases share nothing', async () => {
  await mine.db
    .insert(organizations)
    .values({ orgId: '00000000-0000-4000-8000-000000000001', name: 'Acme', createdAt: new Date(0) })
  expect(await theirs.db.select().from(organizations)).toEqual([])
})

test('a copy of the template is up to date, and migrating it again changes nothing', async () => {
  expect(await isMigrated(mine.pool)).toBe(true)
  await Promise.all([migrate(mine.url), migrate(mine.url)])
  const applied = await mine.pool.query('select 1 from drizzle.__drizzle_migrations')
  expect(applied.rowCount).toBe(journal.entries.length)
})

test('a database of a newer version is refused with a remedy', async () => {
  await theirs.db.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('from the future', 9999999999999)`,
  )
  await expect(migrate(theirs.url)).rejects.toMatchObject({
    name: 'Obstacle',
    message: 'The database was migrated by a newer version of Runledger',
  })
})

test('a page cannot hold the database for longer than its limit', async () => {
  const shown = await mine.pool.query('show statement_timeout')
  expect(shown.rows[0]).toEqual({ statement_timeout: '30s' })
})

test('an error tells which query failed and not with what', async () => {
  const failing = mine.db.execute(sql`select ${'hunter2'}::int`)
  await expect(failing).rejects.toThrow(/select \$1::int/)
  await expect(mine.db.execute(sql`select ${'hunter2'}::int`)).rejects.not.toThrow(/hunter2/)
  const inTransaction = mine.db.transaction((tx) => tx.execute(sql`select ${'hunter2'}::int`))
  await expect(inTransaction).rejects.not.toThrow(/hunter2/)

  const away = createDatabase('postgresql://nobody@127.0.0.1:1/nothing', { max: 1 })
  await expect(away.db.execute(sql`select ${'hunter2'}::int`)).rejects.not.toThrow(/hunter2/)
  await away.close()
})
