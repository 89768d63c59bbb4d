import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import { addLogRecord, addSource, addTrace, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { encodeJsonRequest } from '@/lib/ingest/otlp/json-request'
import { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import { ANY_TIME } from '@/lib/ingest/otlp/testing/contexts'
import { storedLogs, storedSpans } from '@/lib/ingest/otlp/testing/stored-rows'
import { parseTraceId, type TraceId } from '@/lib/model/trace-id'
import { printLogs, printSpans } from '@/lib/otlp-export/print-telemetry'
import { EXPORT_PAGE_SIZE, listExportedLogs, listExportedSpans } from './export-telemetry'

let base: TestDatabase
let mine: Owner
let theirs: Owner

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
})
afterAll(() => base.close())

const viewer = () => testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })

function newTrace(): TraceId {
  const trace = parseTraceId(randomUUID())
  if (!trace) throw new Error('A random id is a trace id')
  return trace
}

const idOf = (n: number) => n.toString(16).padStart(16, '0')

async function* once<T>(rows: T[]): AsyncGenerator<T[]> {
  yield rows
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let whole = ''
  for await (const piece of pieces) whole += piece
  return whole
}

test('what is read to be downloaded is what a decoder stores again, to the last digit', async () => {
  const trace = newTrace()
  await addTrace(base.db, mine, trace.uuid, [{ id: idOf(1), traceState: 'a=b', flags: 257, statusCode: 2 }])
  await base.pool.query(
    `update spans set attributes = '{"big": 9223372036854775807, "ratio": 1.0, "raw": {"$bytes": "AQI="}}',
      events = '[{"t":"1780000000000000001","n":"exception","a":{"n":-9007199254740993},"d":3}]' where trace_id = $1`,
    [trace.uuid],
  )
  await addLogRecord(base.db, mine, trace.uuid, { body: 'disk full', severity: 17, spanId: idOf(1) })
  const spans = await listExportedSpans(viewer(), trace, null, base.db)
  const logs = await listExportedLogs(viewer(), trace, null, base.db)
  const batch = new TelemetryBatch()
  batch.appendTraces(encodeJsonRequest('traces', await joined(printSpans(once(spans.rows)))), ANY_TIME)
  batch.appendLogs(encodeJsonRequest('logs', await joined(printLogs(once(logs.rows)))), ANY_TIME)
  const [span] = storedSpans(batch)
  expect(span).toMatchObject({
    traceId: trace.hex,
    spanId: idOf(1),
    traceState: 'a=b',
    flags: 257n,
    statusCode: 2n,
  })
  expect([...(span?.attributes ?? [])].sort()).toEqual([
    ['big', 9223372036854775807n],
    ['ratio', 1],
    ['raw', new Uint8Array([1, 2])],
  ])
  expect(span?.events).toEqual([
    {
      name: 'exception',
      timeUnixNano: 1_780_000_000_000_000_001n,
      attributes: new Map([['n', -9007199254740993n]]),
      dropped: 3,
    },
  ])
  expect(storedLogs(batch)).toMatchObject([{ bodyText: 'disk full', severityNumber: 17n, spanId: idOf(1) }])
})

test("pages hold every span once, and never another team's", async () => {
  const trace = newTrace()
  const count = EXPORT_PAGE_SIZE + 20
  await addTrace(
    base.db,
    mine,
    trace.uuid,
    Array.from({ length: count }, (_, n) => ({ id: idOf(n + 1) })),
  )
  await addTrace(base.db, theirs, trace.uuid, [{ id: idOf(999_999), name: 'payroll' }])
  await addLogRecord(base.db, theirs, trace.uuid, { body: 'salaries' })
  const first = await listExportedSpans(viewer(), trace, null, base.db)
  const second = await listExportedSpans(viewer(), trace, first.next, base.db)
  expect(first.rows).toHaveLength(EXPORT_PAGE_SIZE)
  expect(second.next).toBeNull()
  expect(new Set([...first.rows, ...second.rows].map((row) => row.spanId)).size).toBe(count)
  expect((await listExportedLogs(viewer(), trace, null, base.db)).rows).toEqual([])
  for (const stranger of [
    testScope({ isOwner: true }),
    testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'auditor' } }),
  ]) {
    expect((await listExportedSpans(stranger, trace, null, base.db)).rows).toEqual([])
    expect((await listExportedLogs(stranger, trace, null, base.db)).rows).toEqual([])
  }
})
