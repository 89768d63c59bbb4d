import { afterAll, beforeAll, expect, test } from 'vitest'
import { AuditWorld } from '@/db/testing/audit-world'
import { writeWithOneKilled } from '@/db/testing/killed-writers'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

/** A tenth of what `bench/audit-append.ts` does. */
const CHANGES = 50

test('sixteen writers at once, one of them killed in the middle, leave no gap and a log that verifies', async () => {
  const world = new AuditWorld(database.db)
  const { byWriter, victim, killedAt, ...left } = await writeWithOneKilled(database, world.orgId, CHANGES)
  expect(byWriter[victim]).toBe(killedAt)
  const total = byWriter.reduce((sum, each) => sum + each, 0)
  expect(left).toEqual({ entries: total, last: total, changes: total })
  await world.sign()
  const verdict = await world.verify([], total + 1)
  expect(verdict).toMatchObject({ integrity: 'holds', findings: [], completeness: { isWhole: true } })
})
