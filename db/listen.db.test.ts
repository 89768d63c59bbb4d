import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ANYTHING, type LiveChange } from '@/lib/model/live-change'
import { LiveListener } from './listen'
import { type TestDatabase, testDatabase } from './testing/test-database'

let base: TestDatabase

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.close())

const tell = (payload: string) => base.pool.query(`select pg_notify('runledger_live', $1)`, [payload])
const isListening = async (): Promise<boolean> => {
  const found = await base.pool.query(
    `select 1 from pg_stat_activity where application_name = 'runledger-live' and datname = current_database() and state = 'idle'`,
  )
  return found.rowCount === 1
}

test('hears what was written, by organization, and is not disturbed by what it does not understand', async () => {
  const heard: [string | null, LiveChange][] = []
  const stop = new LiveListener(base.url).add((orgId, change) => heard.push([orgId, change]))
  await vi.waitUntil(isListening)
  await tell('not json')
  await tell('{"org":7}')
  await tell('{"org":"a","executions":["1"],"sources":["2"]}')
  await tell(JSON.stringify({ org: 'b', executions: Array.from({ length: 20 }, String) }))
  await vi.waitUntil(() => heard.length >= 2)
  expect(heard[0]).toEqual(['a', { executions: ['1'], sources: ['2'], changes: [], isPartial: false }])
  expect(heard[1]?.[0]).toBe('b')
  expect(heard[1]?.[1].isPartial).toBe(true)
  stop()
  await vi.waitUntil(async () => !(await isListening()))
})

test('says that anything may have happened after its connection was lost', async () => {
  const heard: LiveChange[] = []
  const stop = new LiveListener(base.url).add((_orgId, change) => heard.push(change))
  await vi.waitUntil(isListening)
  const other = new Client({ connectionString: base.url })
  await other.connect()
  await other.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'runledger-live' and datname = current_database()`,
  )
  await other.end()
  await vi.waitUntil(() => heard.length > 0, { timeout: 10_000 })
  expect(heard).toEqual([ANYTHING])
  await tell('{"org":"a","executions":["1"],"sources":[]}')
  await vi.waitUntil(() => heard.length > 1)
  stop()
})
