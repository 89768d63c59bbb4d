import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePartitions } from '@/db/partitions'
import { createEventWriter, type EventWriter } from '@/db/store/write-events'
import { TEST_SOURCE } from '@/db/testing/ingest-fixture'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { runEvent } from '@/lib/ingest/openlineage/testing/event-maker'
import type { ImportProblem } from './import-lineage'
import { importLineage } from './import-lineage'

const NOW = new Date('2026-11-21T12:00:00Z')

let database: TestDatabase
let writer: EventWriter

beforeAll(async () => {
  database = await testDatabase()
  await makePartitions(database.db, NOW)
  writer = createEventWriter({
    connectionString: database.url,
    writers: 2,
    queueBytes: 64 * 1024 * 1024,
    clock: () => NOW.getTime(),
    report: (error) => {
      throw error
    },
  })
})
afterAll(async () => {
  await writer.close()
  await database.close()
})

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000)
}

const runId = (index: number) => `01910000-0000-7000-8000-${String(index).padStart(12, '0')}`

test('a file becomes executions; what is wrong in it is told by line, and again it is nothing new', async () => {
  const good = Array.from({ length: 450 }, (_, index) =>
    JSON.stringify({ ...runEvent(), run: { runId: runId(index) } }),
  )
  const lines = [
    ...good.slice(0, 2),
    '{"a":',
    '',
    JSON.stringify({ ...runEvent(), run: {} }),
    ...good.slice(2),
  ]
  const problems: ImportProblem[] = []
  const load = (bytes: Buffer) =>
    importLineage({
      chunks: inPieces(bytes),
      source: TEST_SOURCE,
      sink: writer,
      tell: (problem) => problems.push(problem),
    })
  const text = Buffer.from(lines.join('\n'))
  expect(await load(gzipSync(text))).toEqual({ lines: 452, stored: 450, repeated: 0, refused: 2 })
  expect(problems.map(({ path }) => path)).toEqual(['line 3', 'line 5: run.runId'])
  expect(problems[0]?.message).toMatch(/not JSON/)
  const rows =
    await database.pool.query(`select count(*)::int as events, (select count(*)::int from executions) as executions,
    (select count(*)::int from event_executions) as told from events where protocol = 'openlineage'`)
  expect(rows.rows).toEqual([{ events: 450, executions: 450, told: 450 }])
  expect(await load(text)).toEqual({ lines: 452, stored: 0, repeated: 450, refused: 2 })
})
