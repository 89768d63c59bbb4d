import { Client } from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { spanIdOf, traceIdOf, tracesRequest } from '@/lib/ingest/receive/testing/otlp-request'
import { ingestFixture, TEST_SOURCE } from '../testing/ingest-fixture'
import { LIVE_CHANNEL } from './write-live'

const NOW = new Date('2026-11-21T12:00:00Z')
const START = BigInt(NOW.getTime() - 60_000) * 1_000_000n

const fixture = await ingestFixture(NOW)
afterAll(fixture.close)

const send = (traceId: string) =>
  fixture.writer.write(
    'traces',
    tracesRequest([
      {
        traceId,
        spanId: spanIdOf(1),
        name: 'nightly',
        startUnixNano: START,
        endUnixNano: START + 1_000_000n,
      },
    ]),
    TEST_SOURCE,
  )

test('who watches is told what changed, a few times a second at most', async () => {
  const watching = new Client({ connectionString: fixture.database.url })
  // Ended by the server at the latest when the database is dropped.
  watching.on('error', () => undefined)
  await watching.connect()
  const told: { org: string; executions: string[]; sources: string[] }[] = []
  watching.on('notification', ({ payload }) => told.push(JSON.parse(payload ?? '')))
  await watching.query(`listen ${LIVE_CHANNEL}`)
  const ids = Array.from({ length: 10 }, (_, n) => traceIdOf(n + 1))
  for (const id of ids) await send(id)
  const changed = await fixture.rows<{ id: string }>('select id from executions')
  expect(changed).toHaveLength(10)
  const wanted = expect.arrayContaining(changed.map((row) => row.id))
  await vi.waitFor(() => expect(told.flatMap((each) => each.executions)).toEqual(wanted), { timeout: 5_000 })
  expect(told.length).toBeLessThan(10)
  expect(told[0]).toMatchObject({ org: TEST_SOURCE.orgId, sources: [TEST_SOURCE.sourceId] })
  await watching.end()
})
