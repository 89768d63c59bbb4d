import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '@/db/testing/test-database'
import type { Job } from './job'
import { startWorker } from './worker'

const { db, close } = await testDatabase()
afterAll(close)

const recorded = async (name: string) => {
  const found = await db.execute(
    sql`select error, result, finished_at is not null as finished from job_runs where name = ${name}`,
  )
  return found.rows[0]
}

test('of two workers one does a job that is due, and what came of it is on record', async () => {
  let runs = 0
  const job: Job = { name: 'count', everyMs: 3_600_000, run: async () => ({ runs: ++runs }) }
  const workers = [startWorker(db, [job]), startWorker(db, [job])]
  await expect.poll(() => recorded('count')).toEqual({ error: null, result: { runs: 1 }, finished: true })
  for (const worker of workers) await worker.stop()

  const third = startWorker(db, [job])
  await third.stop()
  expect(runs).toBe(1)
})

test('a job that fails is on record with its reason and does not keep the next from running', async () => {
  const broken: Job = {
    name: 'broken',
    everyMs: 1,
    run: async () => {
      throw new Error('no such table')
    },
  }
  const sound: Job = { name: 'sound', everyMs: 1, run: async () => ({}) }
  const worker = startWorker(db, [broken, sound])
  await expect.poll(() => recorded('sound')).toEqual({ error: null, result: {}, finished: true })
  expect(await recorded('broken')).toEqual({ error: 'no such table', result: null, finished: true })
  await worker.stop()
})

test('stopping tells a long job to end after its batch', async () => {
  let batches = 0
  const long: Job = {
    name: 'long',
    everyMs: 1,
    run: async ({ mayGoOn }) => {
      while (await mayGoOn()) batches++
      return { batches }
    },
  }
  const worker = startWorker(db, [long])
  await expect.poll(() => batches).toBeGreaterThan(0)
  await worker.stop()
  expect(await recorded('long')).toMatchObject({ error: null, finished: true })
})
