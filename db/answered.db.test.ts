import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answered } from './answered'
import { createDatabase } from './client'
import { type TestDatabase, testDatabase } from './testing/test-database'

let base: TestDatabase

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.close())

test('a question that takes too long is unknown, not empty', async () => {
  const hurried = createDatabase(base.url, { max: 1, statementTimeoutMs: 50 })
  expect(await answered(() => hurried.db.execute(sql`select pg_sleep(5)`))).toEqual({
    known: false,
    why: 'too_slow',
  })
  expect(await answered(async () => (await hurried.db.execute(sql`select 1 as one`)).rows)).toEqual({
    known: true,
    value: [{ one: 1 }],
  })
  await hurried.close()
})

test('a database that is away is unknown, and our own mistake is thrown', async () => {
  const away = createDatabase('postgres://nobody@127.0.0.1:1/nothing', { max: 1 })
  expect(await answered(() => away.db.execute(sql`select 1`))).toEqual({ known: false, why: 'unavailable' })
  await away.close()
  await expect(answered(() => base.db.execute(sql`select nonsense`))).rejects.toThrow()
})
