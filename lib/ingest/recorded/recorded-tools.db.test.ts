import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePartitions } from '@/db/partitions'
import { createEventWriter } from '@/db/store/write-events'
import { createTelemetryWriter } from '@/db/store/write-telemetry'
import { TEST_SOURCE } from '@/db/testing/ingest-fixture'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { readerOf, whatOf } from '@/lib/ingest/events/reader'
import type { IngestSource } from '@/lib/model/ingest-source'
import { encodeJsonRequest } from '../otlp/json-request'
import type { RecordedRequest, RecordedRun } from './testing/recorded-run'
import { reordered } from './testing/reordered'
import { shownExecutions } from './testing/shown-executions'

// What the tools themselves sent to `npm run interop -- --record`, received again by the real writers.

const FOLDER = path.join(import.meta.dirname, 'fixtures')
const FILES = fs
  .readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort()

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

describe.for(FILES)('%s', (file) => {
  const recorded: RecordedRun = JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8'))
  const number = FILES.indexOf(file)

  test('is shown as it was reviewed', async () => {
    const source = sourceOf(recorded, number, 1)
    await receive(source, recorded, recorded.requests)
    expect(await shownExecutions(database.pool, source.sourceId)).toEqual(recorded.shown)
  })

  test('is shown the same when it comes backwards and twice', async () => {
    const source = sourceOf(recorded, number, 2)
    await receive(source, recorded, reordered(recorded.requests))
    expect(await shownExecutions(database.pool, source.sourceId)).toEqual(recorded.shown)
  })
})

/** Of an organization of its own: the same runs told twice to one would be linked to each other. */
function sourceOf({ kind }: RecordedRun, file: number, turn: number): IngestSource {
  const number = String(1_000 + file * 10 + turn).padStart(12, '0')
  const orgId = `0a000000-0000-4000-8000-${number}`
  return { ...TEST_SOURCE, orgId, sourceId: `0b000000-0000-4000-8000-${number}`, kind }
}

/** Sends requests to the writers, whose clock stands where it stood when they were recorded. */
async function receive(
  source: IngestSource,
  of: RecordedRun,
  requests: readonly RecordedRequest[],
): Promise<void> {
  const now = new Date(of.recordedAt)
  await makePartitions(database.db, now)
  const reported: unknown[] = []
  const options = {
    connectionString: database.url,
    writers: 1,
    queueBytes: 64 * 1024 * 1024,
    clock: () => now.getTime(),
    report: (error: unknown) => reported.push(error),
  }
  const [events, telemetry] = [createEventWriter(options), createTelemetryWriter(options)]
  try {
    for (const { protocol, headers, body } of requests) {
      if (protocol === 'otlp') {
        await telemetry.write('traces', encodeJsonRequest('traces', JSON.stringify(body)), source)
        continue
      }
      const reader = readerOf(source.kind, protocol, whatOf(headers))
      if (reader === null) throw new Error(`nothing reads ${protocol} of ${source.kind}`)
      const { dialect, parser, decode } = reader
      const sent = Buffer.from(JSON.stringify(body))
      const request = { protocol, source, dialect, parser, decode, headers, body: sent, isJson: true }
      expect((await events.write(request)).rejected).toEqual([])
    }
  } finally {
    await events.close()
    await telemetry.close()
  }
  expect(reported).toEqual([])
}
