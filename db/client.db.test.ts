import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { createDatabase } from './client'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('a connection that ends between two statements of a transaction ends that transaction, not the process', async () => {
  const { db, close } = createDatabase(database.url, { max: 1, applicationName: 'to-be-killed' })
  try {
    const transaction = db.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      await database.pool.query(
        `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'to-be-killed'`,
      )
      // Until the end of the connection has come here.
      await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)))
      await tx.execute(sql`select 2`)
    })
    await expect(transaction).rejects.toThrow()
    expect((await db.execute(sql`select 3 as three`)).rows).toEqual([{ three: 3 }])
  } finally {
    await close()
  }
})
