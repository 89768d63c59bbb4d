import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getSample } from '@/db/queries/get-sample'
import { listChanges } from '@/db/queries/list-changes'
import { listDrift } from '@/db/queries/list-drift'
import { createIngestToken } from '@/db/store/create-ingest-token'
import { rollUpExecutionCounts } from '@/db/store/roll-up-execution-counts'
import { rollUpFlowDays } from '@/db/store/roll-up-flow-days'
import { readSample } from '@/db/store/sample-row'
import { setUp } from '@/db/store/set-up'
import { removeSample, startSample, stopSample } from '@/db/store/start-sample'
import { type IngestFixture, ingestFixture, TEST_SOURCE } from '@/db/testing/ingest-fixture'
import { testScope } from '@/db/testing/scopes'
import { ingestAuthenticator } from '@/lib/auth/ingest-token'
import { type Listening, listening } from '@/lib/ingest/receive/testing/listening'
import type { Scope } from '@/lib/model/scope'
import type { Happening } from '@/lib/sample/happening'
import { ADRIFT } from '@/lib/sample/kestra-definitions'
import { traceIdOf } from '@/lib/sample/telling'
import { loadSample } from './load-sample'
import { runSample } from './run-sample'
import type { SendSample } from './send-sample'
import { foldSample, type ReceivingEvents, receivingEvents, sampleSenderTo } from './testing/sample-receivers'

const DAY_MS = 86_400_000

let fixture: IngestFixture
let receiver: Listening
let events: ReceivingEvents
let owner: Scope
let realToken: string
let realSourceId: string
/** The day on which things break, and what of the fortnight the tests send. */
let chosen: readonly Happening[] = []

beforeAll(async () => {
  fixture = await ingestFixture(new Date())
  const { db } = fixture.database
  const made = await setUp(
    {
      organization: 'Acme',
      email: 'ada@example.com',
      name: 'Ada',
      password: 'orange bicycle harbour',
      team: 'Data',
      source: { name: 'Nightly', kind: 'opentelemetry', environment: 'production' },
    },
    {},
    db,
  )
  owner = testScope({ orgId: made.orgId, userId: made.userId, isOwner: true })
  realSourceId = made.sourceId
  realToken = (await createIngestToken(owner, made.sourceId, { name: 'Real' }, db)).token
  const authenticate = ingestAuthenticator(
    () => db,
    () => 'a secret for tests that is long enough',
  )
  receiver = await listening(fixture.writer, TEST_SOURCE, { authenticate })
  events = await receivingEvents(fixture, authenticate)
})
afterAll(async () => {
  await events.close()
  await receiver.close()
  await fixture.close()
})

/** To whichever of the two receivers takes it. */
const sender = (): SendSample => sampleSenderTo(receiver.url, events.url)

/** A real program's execution, optionally as a part of a trace that is there. */
async function sendReal(traceId: string, parentSpanId?: string): Promise<void> {
  const at = (BigInt(Date.now()) - 5_000n) * 1_000_000n
  const span = {
    traceId,
    spanId: 'aaaaaaaaaaaaaaa1',
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name: 'real work',
    kind: 1,
    startTimeUnixNano: String(at),
    endTimeUnixNano: String(at + 1_000_000n),
  }
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'real' } }] }
  const answer = await fetch(`${receiver.url}/v1/traces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${realToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
  })
  expect(answer.status).toBe(200)
}

const count = async (table: string): Promise<number> =>
  (await fixture.rows<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? -1

/** Every row of every table that holds what people or their tools brought, but for the log of who did what. */
async function everything(): Promise<Record<string, string>> {
  const left = ['audit_entries', 'audit_heads', 'leases', 'scopes', 'token_uses']
  const tables = await fixture.rows<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  const all: Record<string, string> = {}
  for (const { name } of tables.filter((one) => !left.includes(one.name))) {
    // When the worker counted says nothing about what it counted.
    const row = ['flow_days', 'execution_counts'].includes(name)
      ? "(to_jsonb(t) - 'updated_at')::text"
      : 't::text'
    const [found] = await fixture.rows<{ rows: string }>(
      `select coalesce(string_agg(${row}, E'\\n' order by ${row}), '') as rows from "${name}" t`,
    )
    all[name] = found?.rows ?? ''
  }
  return all
}

/** What the worker counts from the executions. */
async function rollUp(): Promise<void> {
  const sinceUpdated = new Date(0)
  await rollUpExecutionCounts(fixture.database.db, { sinceUpdated })
  await rollUpFlowDays(fixture.database.db, { sinceUpdated })
}

/** Sends the hours in which nine break and a few around them, as the worker would. */
async function load(mayGoOn = async () => true): Promise<void> {
  const { db } = fixture.database
  const stored = await readSample(db, owner.orgId)
  if (stored === null) throw new Error('no sample')
  const from = Date.parse(stored.row.bad.day) + 8 * 3_600_000
  const only = (all: readonly Happening[]) => {
    chosen = all.filter(({ startMs }) => startMs >= from && startMs < from + DAY_MS / 3)
    return chosen
  }
  await loadSample({
    db,
    orgId: owner.orgId,
    row: stored.row,
    send: sender(),
    mayGoOn,
    only,
  })
}

test('a part goes through the real receiver, is stopped and resumed, and removed without a trace beside real data', async () => {
  const { db } = fixture.database
  await sendReal('0af7651916cd43dd8448eb211c80319c')
  await rollUp()
  const before = await everything()
  expect(await getSample(owner, db)).toBeNull()

  await startSample(owner, db)
  // The first process dies after a step; what it did not note is sent again by the next.
  let steps = 0
  await load(async () => ++steps <= 1)
  const half = await getSample(owner, db)
  expect(half).toMatchObject({ phase: 'loading', done: expect.any(Number) })
  expect(half?.done).toBeGreaterThan(0)
  await stopSample(owner, db)
  await startSample(owner, db)
  await load()
  const loaded = await getSample(owner, db)
  expect(loaded).toMatchObject({ phase: 'loaded', error: null, done: loaded?.total })
  expect(loaded?.total).toBe((await count('executions')) - 1)

  const broken = await fixture.rows<{ dialect: string }>(
    `select dialect from executions where state = 'failed' and commit = '${loaded?.bad.commit}'`,
  )
  expect(broken).toHaveLength(9)
  expect(new Set(broken.map(({ dialect }) => dialect)).size).toBe(4)
  expect(await count('sources where is_sample')).toBe(7)
  expect(await count('teams')).toBe(7)
  expect(await count('ingest_tokens where revoked_at is null')).toBe(2)
  expect(await count('log_records where exception is not null')).toBeGreaterThan(0)
  expect(await count('executions where parent_id is not null')).toBeGreaterThan(5)

  await foldSample(db)
  const changes = await listChanges(owner, {}, 500, db)
  expect(changes.length).toBeGreaterThan(30)
  const of = (view: string) => listChanges(owner, { view }, 500, db)
  expect(await of('unexplained')).toMatchObject([
    { name: 'carrier_rates', way: 'unknown', source: 'Kestra (sample)' },
  ])
  expect(await of('edited_in_tool')).toMatchObject([
    { name: 'CARRIER_API_KEY', classes: ['secrets'], actor: { key: 'kestra:priya-acme' } },
    { name: 'stock_snapshot', classes: ['schedule'], actor: { key: 'kestra:tomasz-acme' } },
  ])
  expect(await of('before_failure')).toContainEqual(
    expect.objectContaining({
      name: 'orders_hourly',
      way: 'git',
      commit: expect.objectContaining({ sha: loaded?.bad.commit }),
      merge: expect.objectContaining({ title: 'Rename orders.amount to orders.total_amount' }),
      isWitnessedBy: { git: true, tool: false, ci: true, execution: true },
    }),
  )
  const brought = changes.filter(
    ({ way, sourceKind, classes }) =>
      way === 'git' && sourceKind === 'kestra' && !classes.includes('definition'),
  )
  expect(brought.length).toBeGreaterThan(10)
  // Only what was left lying on purpose has not come to the tool.
  const left = brought.filter(({ isWitnessedBy }) => !isWitnessedBy.tool).map(({ name }) => name)
  expect(left.length).toBeGreaterThan(0)
  expect(left.filter((name) => name !== ADRIFT.diverged && name !== ADRIFT.behind)).toEqual([])
  const drift = await listDrift(owner, {}, 500, db)
  const states = new Map(drift.map(({ flow, state }) => [flow, state]))
  for (const [state, flow] of Object.entries(ADRIFT)) expect([flow, states.get(flow)]).toEqual([flow, state])
  expect(states.get('shipments_import')).toBe('in_sync')
  expect(states.get('orders_hourly')).toMatch(/^(in_sync|behind)$/)

  await rollUp()
  expect(await count('flow_days')).toBeGreaterThan(20)
  expect(await count('execution_counts')).toBeGreaterThan(20)

  await removeSample(owner, db)
  await runSample(db, sender())
  expect(await getSample(owner, db)).toBeNull()
  expect(await everything()).toEqual(before)
  const actions = await fixture.rows<{ action: string }>(
    "select action from audit_entries where action like 'sample.%' order by seq",
  )
  expect(actions.map(({ action }) => action)).toEqual([
    'sample.requested',
    'sample.sending_began',
    'sample.stopped',
    'sample.resumed',
    'sample.sending_began',
    'sample.sending_ended',
    'sample.removal_requested',
    'sample.removed',
  ])
})

test('a real part of a sample trace stays, and so does a team that was given something real', async () => {
  const { db } = fixture.database
  await startSample(owner, db)
  await load()
  const traceId = traceIdOf(chosen[0]?.key ?? '')
  await sendReal(traceId, 'bbbbbbbbbbbbbbb2')
  await fixture.rows(
    "update sources set team_id = (select id from teams where name = 'Finance (sample)') where not is_sample",
  )

  await removeSample(owner, db)
  await runSample(db, sender())
  expect(await fixture.rows(`select name from spans where trace_id = '${traceId}'`)).toEqual([
    { name: 'real work' },
  ])
  expect(await fixture.rows(`select source_ids from traces where trace_id = '${traceId}'`)).toEqual([
    { source_ids: [realSourceId] },
  ])
  const teams = await db.execute(sql`select name from teams order by name`)
  expect(teams.rows).toEqual([{ name: 'Data' }, { name: 'Finance (sample)' }])
  expect(await count('sources where is_sample')).toBe(0)
})

test('a receiver that is not there stops the loading with words, and it can be removed all the same', async () => {
  const { db } = fixture.database
  await fixture.rows("delete from teams where name = 'Finance (sample)'")
  await startSample(owner, db)
  const broken = async () => Promise.reject(new Error('The sample cannot be sent to nowhere'))
  await runSample(db, broken)
  expect(await getSample(owner, db)).toMatchObject({
    phase: 'stopped',
    error: 'The sample cannot be sent to nowhere',
  })
  await removeSample(owner, db)
  await runSample(db, broken)
  expect(await getSample(owner, db)).toBeNull()
})

test('nobody but an owner may, and what is there already is not made again', async () => {
  const { db } = fixture.database
  const admin = testScope({ orgId: owner.orgId, teams: { [TEST_SOURCE.teamId]: 'admin' } })
  for (const change of [startSample, stopSample, removeSample]) {
    await expect(change(admin, db)).rejects.toThrow(/sample\.write/)
  }
  await expect(getSample(admin, db)).rejects.toThrow(/owners/)
  await expect(removeSample(owner, db)).rejects.toThrow('There is no sample data')
  await startSample(owner, db)
  await expect(startSample(owner, db)).rejects.toThrow('There is sample data already')
  expect(await getSample(testScope({ isOwner: true }), db)).toBeNull()
})
