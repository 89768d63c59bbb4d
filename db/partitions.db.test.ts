import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { deleteLateRows, dropPartitionsBefore, listPartitions, makePartitions } from './partitions'
import { forecastStorage } from './queries/forecast-storage'
import { testDatabase } from './testing/test-database'

const { db, close } = await testDatabase()
afterAll(close)

const NOW = new Date('2026-11-21T23:59:59.999Z')
const ORG = '00000000-0000-4000-8000-000000000001'

const span = (spanId: string, startedAt: string, receivedAt: string) =>
  db.execute(sql`insert into spans (org_id, trace_id, span_id, started_at, resource_id, scope_id, name, kind,
    start_unix_nano, end_unix_nano, status_code, flags, attributes, dropped_attributes_count, dropped_events_count,
    dropped_links_count, received_at) values (${ORG}, ${ORG}, decode(${spanId}, 'hex'), ${startedAt}, ${ORG}, ${ORG},
    'a', 1, 0, 0, 0, 0, '{}', 0, 0, 0, ${receivedAt})`)

const rowsOf = async (table: string): Promise<number> =>
  (await db.execute(sql`select 1 from ${sql.identifier(table)}`)).rowCount ?? 0

test('days are made ahead, by any number of processes at once, and take over what came before them', async () => {
  await span('00000000000000aa', '2026-11-21T12:00:00Z', '2026-11-21T12:00:00Z')
  expect(await rowsOf('spans_late')).toBe(1)
  const made = await Promise.all([makePartitions(db, NOW), makePartitions(db, NOW), makePartitions(db, NOW)])
  expect(made.flat().sort()).toEqual(
    ['event_bodies', 'log_records', 'spans'].flatMap((table) =>
      ['20', '21', '22', '23', '24'].map((day) => `${table}_2026_11_${day}`),
    ),
  )
  expect(await makePartitions(db, NOW)).toEqual([])
  expect(await rowsOf('spans_late')).toBe(0)
  expect(await rowsOf('spans_2026_11_21')).toBe(1)
})

test('a day is dropped when all of it is older than the retention', async () => {
  expect(await dropPartitionsBefore(db, 'spans', new Date('2026-11-21T12:00:00Z'))).toEqual([
    'spans_2026_11_20',
  ])
  expect((await listPartitions(db, 'spans'))[0]?.name).toBe('spans_2026_11_21')
})

test('late rows go by the time they arrived, in batches', async () => {
  await span('00000000000000b1', '2026-01-01T00:00:00Z', '2026-11-01T00:00:00Z')
  await span('00000000000000b2', '2026-01-01T00:00:00Z', '2026-11-02T00:00:00Z')
  await span('00000000000000b3', '2026-01-01T00:00:00Z', '2026-11-20T00:00:00Z')
  const before = new Date('2026-11-07T00:00:00Z')
  expect(await deleteLateRows(db, 'spans', ORG, before, 1)).toBe(1)
  expect(await deleteLateRows(db, 'spans', ORG, before, 5)).toBe(1)
  expect(await deleteLateRows(db, 'spans', ORG, before, 5)).toBe(0)
  expect(await rowsOf('spans_late')).toBe(1)
})

test('the size forecast goes by the recent days', async () => {
  await db.execute(sql`analyze spans`)
  const forecast = await forecastStorage(db, 'spans', 14, NOW)
  expect(forecast.days[0]).toMatchObject({ day: new Date('2026-11-21T00:00:00Z'), rows: 1 })
  expect(forecast.bytesPerDay).toBe(forecast.days[0]?.bytes)
  expect(forecast.forecastBytes).toBeGreaterThanOrEqual(forecast.bytesPerDay * 14)
})
