import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { makePartitions } from '@/db/partitions'
import { noteJobEnd, noteJobStart } from '@/db/store/job-runs'
import { takeLease } from '@/db/store/leases'
import { testScope } from '@/db/testing/scopes'
import { buildWorld } from '@/db/testing/source-world'
import { testDatabase } from '@/db/testing/test-database'
import { ROLES } from '@/lib/model/roles'
import { getSystemHealth } from './system-health'

const { db, close } = await testDatabase()
afterAll(close)

const NOW = new Date('2026-11-21T12:30:00Z')

test('an owner sees processes, jobs, sizes and partitions, and of what came only their own', async () => {
  await makePartitions(db, NOW)
  await noteJobStart('count', NOW, db)
  await noteJobEnd('count', { finishedAt: NOW, error: 'no such table' }, db)
  await takeLease({ name: 'worker', holder: 'me', now: NOW, ttlMs: 30_000 }, db)
  const [mine] = [await buildWorld(db), await buildWorld(db)]
  const health = await getSystemHealth(testScope({ orgId: mine.orgId, isOwner: true }), db)
  expect(health.processes.map(({ name }) => name)).toContain('runledger-test')
  expect(health.jobs).toEqual([
    { name: 'count', startedAt: NOW, finishedAt: NOW, error: 'no such table', result: null },
  ])
  expect(health.workerUntil).toEqual(new Date(NOW.getTime() + 30_000))
  expect(health.partitions[0]).toMatchObject({ table: 'spans', count: 5, oldest: '2026-11-20' })
  expect(health.tables.map(({ name }) => name)).toContain('spans')
  expect(health.database.bytes).toBeGreaterThan(1_000_000)
  expect(health.ingest.find(({ verdict }) => verdict === 'stored')).toEqual({
    signal: 'spans',
    verdict: 'stored',
    count: 14,
  })
})

test('nobody else does', async () => {
  const teamId = randomUUID()
  for (const role of ROLES) {
    await expect(getSystemHealth(testScope({ teams: { [teamId]: role } }), db)).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
})
