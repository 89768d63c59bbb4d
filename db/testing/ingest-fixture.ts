import type { QueryResultRow } from 'pg'
import { expect, vi } from 'vitest'
import type { IngestSource } from '@/lib/model/ingest-source'
import { makePartitions } from '../partitions'
import { createTelemetryWriter, type TelemetryWriter } from '../store/write-telemetry'
import { type TestDatabase, testDatabase } from './test-database'

/** A source as its token would say. */
export const TEST_SOURCE: IngestSource = {
  orgId: '0a000000-0000-4000-8000-000000000001',
  sourceId: '0b000000-0000-4000-8000-000000000001',
  teamId: '0c000000-0000-4000-8000-000000000001',
  kind: 'opentelemetry',
  environment: 'production',
  recognition: 'automatic',
  itemsPerSecond: null,
  isSelf: false,
}

export type IngestFixture = {
  database: TestDatabase
  writer: TelemetryWriter
  /** Milliseconds since 1970 at which everything happens. */
  now: number
  /** Errors that the writer reported. */
  reported: unknown[]
  rows<Row extends QueryResultRow>(query: string): Promise<Row[]>
  close(): Promise<void>
}

/** A database with partitions around `now`, and a writer whose clock stands there. */
export async function ingestFixture(now: Date, writers = 3): Promise<IngestFixture> {
  const database = await testDatabase()
  await makePartitions(database.db, now)
  const reported: unknown[] = []
  const writer = createTelemetryWriter({
    connectionString: database.url,
    writers,
    queueBytes: 64 * 1024 * 1024,
    clock: () => now.getTime(),
    report: (error) => reported.push(error),
  })
  // On a busy machine the first connection may take several attempts.
  await vi.waitFor(() => expect(writer.stats().connected).toBeGreaterThan(0), { timeout: 30_000 })
  return {
    database,
    writer,
    now: now.getTime(),
    reported,
    rows: async <Row extends QueryResultRow>(query: string) => (await database.pool.query<Row>(query)).rows,
    close: async () => {
      await writer.close()
      await database.close()
    },
  }
}
