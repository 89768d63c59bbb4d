import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testScope } from '@/db/testing/scopes'
import {
  addExecution,
  addLogRecord,
  addSource,
  addTaskRun,
  addTrace,
  ORIGIN,
  type Owner,
} from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { parseTraceId, type TraceId } from '@/lib/model/trace-id'
import { countSpans, nameAt, packSpans } from '@/lib/timeline/trace-spans'
import { countLogRecords } from './count-log-records'
import { getSpan } from './get-span'
import { getTrace } from './get-trace'
import { getFirstSpans, getShortTraceSpans, getTraceSpans } from './get-trace-spans'
import { LOG_PAGE_SIZE, listLogRecords } from './list-log-records'
import { listTraces, TRACE_PAGE_SIZE, type TraceCursor } from './list-traces'
import { searchableWindow, storedDays } from './searchable-window'

let base: TestDatabase
let mine: Owner
let theirs: Owner
let viewer: Scope
let stranger: Scope

const A = '00000000000000aa'
const B = '00000000000000bb'
const C = '00000000000000cc'

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
  viewer = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
  stranger = testScope({ isOwner: true })
})
afterAll(() => base.close())

const newTrace = () => {
  const trace = parseTraceId(randomUUID())
  if (!trace) throw new Error('A random id is a trace id')
  return trace
}

async function packed(scope: Scope, trace: TraceId, limit = 100) {
  const found = await getTraceSpans(scope, trace, limit, base.db)
  return packSpans(found.spans, found.steps, found.isCut)
}

const WINDOW = {
  since: new Date(Number(ORIGIN / 1_000_000n) - 3_600_000),
  until: new Date(Number(ORIGIN / 1_000_000n) + 3_600_000),
}

describe('a trace', () => {
  test('is found by those with a part in it and by nobody else', async () => {
    const trace = newTrace()
    await addTrace(base.db, mine, trace.uuid, [{ id: A }])
    expect((await getTrace(viewer, trace, base.db))?.rootName).toBe('span aa')
    expect(await getTrace(stranger, trace, base.db)).toBeNull()
    expect(
      await getTrace(testScope({ orgId: mine.orgId, teams: { [theirs.teamId]: 'admin' } }), trace, base.db),
    ).toBeNull()
    expect(
      await getTrace(testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'auditor' } }), trace, base.db),
    ).toBeNull()
  })

  test("leaves out and counts another team's spans, and keeps its own together", async () => {
    const trace = newTrace()
    await addTrace(base.db, mine, trace.uuid, [
      { id: A, name: 'secret root' },
      { id: C, parent: B, at: 20n },
    ])
    await addTrace(base.db, theirs, trace.uuid, [{ id: B, parent: A, at: 10n, name: 'payroll' }])
    const seen = await packed(viewer, trace)
    expect(seen.names).toEqual(['secret root', 'span cc'])
    expect(seen.parents).toEqual([-1, 0])
    expect(seen.privateCount).toBe(1)
    expect((await getTrace(viewer, trace, base.db))?.rootName).toBeNull()
    expect(countSpans(await packed(stranger, trace))).toBe(0)
    const owner = testScope({ orgId: mine.orgId, isOwner: true })
    expect(countSpans(await packed(owner, trace))).toBe(3)
  })

  test('that is too long sends what failed first, and says that it is cut', async () => {
    const trace = newTrace()
    await addTrace(base.db, mine, trace.uuid, [
      { id: A },
      { id: B, parent: A, at: 10n },
      { id: C, parent: A, at: 20n, statusCode: 2, name: 'broken' },
    ])
    const seen = await packed(viewer, trace, 2)
    expect(seen.isCut).toBe(true)
    expect([nameAt(seen, 0), nameAt(seen, 1)].sort()).toEqual(['broken', 'span aa'])
    expect(await getShortTraceSpans(viewer, trace, 2, base.db)).toBeNull()
    expect((await getShortTraceSpans(viewer, trace, 3, base.db))?.spans).toHaveLength(3)
  })

  test('that is long begins with its roots and what is directly under them, parents with every child', async () => {
    const trace = newTrace()
    const many = Array.from({ length: 20 }, (_, n) => ({ id: `00000000000001${n + 10}`, parent: B, at: 20n }))
    await addTrace(base.db, mine, trace.uuid, [{ id: A }, { id: B, parent: A, at: 10n }, ...many])
    const first = await getFirstSpans(viewer, trace, 5, base.db)
    expect(first.slice(0, 2).map((span) => span.spanId)).toEqual([A, B])
    expect(first).toHaveLength(5)
    const known = new Set(first.map((span) => span.spanId))
    for (const span of first) expect(span.parentSpanId === null || known.has(span.parentSpanId)).toBe(true)
    expect((await getFirstSpans(stranger, trace, 5, base.db)).filter((span) => span.isVisible)).toEqual([])
  })

  test('carries what its executions and task runs say about spans', async () => {
    const trace = newTrace()
    const spanId = Buffer.from(B, 'hex')
    const executionId = await addExecution(base.db, mine, {
      traceId: trace.uuid,
      spanId: Buffer.from(A, 'hex'),
    })
    await addTaskRun(base.db, mine, executionId, {
      name: 'load',
      state: 'failed',
      traceId: trace.uuid,
      spanId,
      queuedAtUnixNano: ORIGIN + 4n,
    })
    await addTrace(base.db, mine, trace.uuid, [{ id: A }, { id: B, parent: A, at: 10n }], {
      executionIds: [executionId],
    })
    const seen = await packed(viewer, trace)
    expect(seen.steps.map((step) => [step.span, step.name, step.state, step.queued])).toEqual([
      [0, 'nightly_orders', 'success', null],
      [1, 'load', 'failed', 4],
    ])
    expect((await getTrace(viewer, trace, base.db))?.executions.map((chip) => chip.id)).toEqual([executionId])
  })
})

test('a span keeps integers that a number cannot hold, and is shown to its team only', async () => {
  const trace = newTrace()
  await addTrace(base.db, mine, trace.uuid, [{ id: A }])
  await base.pool.query(`update spans set attributes = '{"big": 9223372036854775807}' where trace_id = $1`, [
    trace.uuid,
  ])
  const span = await getSpan(viewer, trace, A, base.db)
  expect(span?.attributes).toBe('{"big": 9223372036854775807}')
  expect(span?.scopeName).toBe('tracer')
  expect(await getSpan(stranger, trace, A, base.db)).toBeNull()
  expect(await getSpan(viewer, trace, B, base.db)).toBeNull()
})

describe('log records', () => {
  test('come oldest first with their span, filtered by severity, text and branch of the trace', async () => {
    const trace = newTrace()
    await addTrace(base.db, mine, trace.uuid, [{ id: A }, { id: B, parent: A }, { id: C, parent: B }])
    await addLogRecord(base.db, mine, trace.uuid, {
      at: 30n,
      body: 'disk 100% full',
      severity: 17,
      spanId: C,
    })
    await addLogRecord(base.db, mine, trace.uuid, { at: 10n, body: 'begin', spanId: A })
    await addLogRecord(base.db, theirs, trace.uuid, { at: 20n, body: 'salaries' })
    const bodies = async (filter: Parameters<typeof listLogRecords>[2]) =>
      (await listLogRecords(viewer, trace, filter, null, base.db)).rows.map((row) => row.body)
    expect(await bodies({})).toEqual(['begin', 'disk 100% full'])
    expect(await bodies({ atLeast: 'warn' })).toEqual(['disk 100% full'])
    expect(await bodies({ text: '100% F' })).toEqual(['disk 100% full'])
    expect(await bodies({ text: '100_' })).toEqual([])
    expect(await bodies({ within: B })).toEqual(['disk 100% full'])
    expect((await listLogRecords(viewer, trace, {}, null, base.db)).rows[1]?.spanName).toBe('span cc')
    expect((await listLogRecords(stranger, trace, {}, null, base.db)).rows).toEqual([])
    const counts = await countLogRecords(viewer, trace, base.db)
    expect([counts.total, counts.byBand.error, counts.byBand.info, counts.privateCount]).toEqual([2, 1, 1, 1])
  })

  test('page through records of one nanosecond without repeating or skipping one', async () => {
    const trace = newTrace()
    await addTrace(base.db, mine, trace.uuid, [{ id: A }])
    await base.pool.query(
      `insert into log_records select org_id, trace_id, gen_random_uuid(), started_at, null, resource_id, scope_id, start_unix_nano,
        start_unix_nano, 9, null, null, 'line ' || n, null, '{}', 0, 0, null, received_at
       from spans, generate_series(1, $2) n where trace_id = $1`,
      [trace.uuid, LOG_PAGE_SIZE + 500],
    )
    const first = await listLogRecords(viewer, trace, {}, null, base.db)
    const second = await listLogRecords(viewer, trace, {}, first.next, base.db)
    expect(second.next).toBeNull()
    expect(new Set([...first.rows, ...second.rows].map((row) => row.body)).size).toBe(LOG_PAGE_SIZE + 500)
  })
})

describe('the list of traces', () => {
  test('pages through traces of one instant, newest first, each once and only those of the viewer', async () => {
    const owner = await addSource(base.db)
    const scope = testScope({ orgId: owner.orgId, teams: { [owner.teamId]: 'viewer' } })
    for (let n = 0; n < TRACE_PAGE_SIZE + 10; n++) await addTrace(base.db, owner, randomUUID(), [{ id: A }])
    const seen: string[] = []
    for (let after: TraceCursor | null = null, more = true; more; ) {
      const page = await listTraces(scope, WINDOW, after, base.db)
      seen.push(...page.rows.map((row) => row.traceId))
      after = page.next
      more = after !== null
    }
    expect(new Set(seen).size).toBe(TRACE_PAGE_SIZE + 10)
    expect(seen).toHaveLength(TRACE_PAGE_SIZE + 10)
    expect((await listTraces(stranger, WINDOW, null, base.db)).rows).toEqual([])
  })

  test('filters by text, failure and duration and counts spans', async () => {
    const owner = await addSource(base.db)
    const scope = testScope({ orgId: owner.orgId, isOwner: true })
    const names = async (filter: object) =>
      (await listTraces(scope, { ...WINDOW, ...filter }, null, base.db)).rows.map((row) => [
        row.rootName,
        row.spans,
      ])
    await addTrace(base.db, owner, randomUUID(), [
      { id: A, name: 'load orders', lasts: 5_000_000_000n },
      { id: B, parent: A },
    ])
    await addTrace(base.db, owner, randomUUID(), [{ id: A, name: 'GET /', at: 9_000_000n }], { hasError: 1 })
    expect(await names({})).toEqual([
      ['GET /', 1],
      ['load orders', 2],
    ])
    expect(await names({ text: 'ORDERS' })).toEqual([['load orders', 2]])
    expect(await names({ errorsOnly: true })).toEqual([['GET /', 1]])
    expect(await names({ atLeastMs: 1000 })).toEqual([['load orders', 2]])
    expect(await names({ until: WINDOW.since })).toEqual([])
  })

  test('finds an attribute of a span or of what sent it, and says where it stopped looking', async () => {
    const owner = await addSource(base.db)
    const other = await addSource(base.db, owner.orgId)
    const scope = testScope({ orgId: owner.orgId, teams: { [owner.teamId]: 'viewer' } })
    const found = async (key: string, value: string, by = scope) =>
      (await listTraces(by, { ...WINDOW, attribute: { key, value } }, null, base.db)).rows.map(
        (row) => row.rootName,
      )
    await addTrace(base.db, owner, randomUUID(), [
      { id: A, name: 'load' },
      { id: B, parent: A, attributes: { 'db.table': 'orders', rows: 7, ok: true } },
    ])
    await addTrace(base.db, owner, randomUUID(), [{ id: A, name: 'other', at: 5_000_000n }])
    await addTrace(base.db, other, randomUUID(), [
      { id: A, name: 'secret', attributes: { 'db.table': 'orders' } },
    ])
    expect(await found('db.table', 'orders')).toEqual(['load'])
    expect(await found('rows', '7')).toEqual(['load'])
    expect(await found('ok', 'true')).toEqual(['load'])
    expect(await found('db.table', 'order')).toEqual([])
    expect(await found("x' or true --", 'orders')).toEqual([])
    expect(await found('service.name', 'etl')).toEqual(['other', 'load'])
    expect(await found('db.table', 'orders', stranger)).toEqual([])
  })
})

test('a search for an attribute reads no more than it may: back to a time it tells, and at least a minute', async () => {
  const until = new Date('2026-11-21T12:00:00Z')
  const since = new Date('2026-11-20T12:00:00Z')
  await base.pool.query(`create table if not exists spans_2026_11_21 partition of spans
    for values from ('2026-11-21 00:00:00+00') to ('2026-11-22 00:00:00+00')`)
  await base.pool.query(
    `insert into spans select $1, gen_random_uuid(), int8send(n), '2026-11-21 06:00:00+00', $2, $3, null, 'x', 1, 1, 1, 0, null, null, 0,
      '{}', 0, null, 0, null, 0, null, now() from generate_series(1, 2000) n`,
    [mine.orgId, mine.resourceId, mine.scopeId],
  )
  const stored = await storedDays(base.db, since, until)
  expect(searchableWindow(stored, since, until, { withIndex: true })).toEqual({ since, isCut: false })
  const cut = searchableWindow(stored, since, until, { withIndex: true, budget: 1 })
  expect(cut).toEqual({ since: new Date('2026-11-21T11:59:00Z'), isCut: true })
})
