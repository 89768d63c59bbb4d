import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../testing/test-database'
import { releaseLease, takeLease } from './leases'

const { db, close } = await testDatabase()
afterAll(close)

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second))
const ask = (name: string, holder: string, second: number) =>
  takeLease({ name, holder, now: at(second), ttlMs: 10_000 }, db)

test('one of many that ask at once gets the lease', async () => {
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((holder) => ask('crowd', holder, 0)))
  expect(answers.filter((lease) => lease !== null)).toHaveLength(1)
})

test('renewing keeps the epoch; taking over an expired lease raises it, and the old holder cannot renew any more', async () => {
  const first = await ask('jobs', 'a', 0)
  expect(first?.epoch).toBe(1)
  expect(await ask('jobs', 'b', 5)).toBeNull()
  expect((await ask('jobs', 'a', 8))?.epoch).toBe(1)
  expect(await ask('jobs', 'b', 17)).toBeNull()

  const second = await ask('jobs', 'b', 18)
  expect(second?.epoch).toBe(2)
  expect(await ask('jobs', 'a', 19)).toBeNull()
})

test('a lease that was given back is free at once', async () => {
  const lease = await ask('given back', 'a', 0)
  if (lease) await releaseLease(lease, at(1), db)
  expect((await ask('given back', 'b', 1))?.epoch).toBe(2)
})
