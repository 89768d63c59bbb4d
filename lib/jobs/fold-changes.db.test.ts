import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePartitions } from '@/db/partitions'
import { getAuditEntry } from '@/db/queries/get-audit-entry'
import { getChange } from '@/db/queries/get-change'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { listChanges } from '@/db/queries/list-changes'
import { listDefinitionVersions } from '@/db/queries/list-definition-versions'
import { listDrift } from '@/db/queries/list-drift'
import { createSource } from '@/db/store/create-source'
import { createEventWriter, type EventWriter } from '@/db/store/write-events'
import { testScope } from '@/db/testing/scopes'
import { buildWorld, type World } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { readerOf } from '@/lib/ingest/events/reader'
import type { SourceKind } from '@/lib/model/source-kind'
import { foldChanges } from './fold-changes'
import { runJob } from './worker'

const START = Date.UTC(2026, 10, 20, 8)
const MINUTE = 60_000

let database: TestDatabase
let writer: EventWriter
let world: World
let now = START

beforeAll(async () => {
  database = await testDatabase()
  await makePartitions(database.db, new Date(START))
  world = await buildWorld(database.db)
  writer = createEventWriter({
    connectionString: database.url,
    writers: 1,
    queueBytes: 64 * 1024 * 1024,
    clock: () => now,
    report: (error) => {
      throw error
    },
  })
})
afterAll(async () => {
  await writer.close()
  await database.close()
})

const owner = () => testScope({ orgId: world.orgId, isOwner: true })

async function addSource(kind: SourceKind, name: string): Promise<string> {
  const made = { teamId: world.teams[0].teamId, name, kind, environment: 'test' }
  return (await createSource(owner(), made, database.db)).sourceId
}

/** Sends what a poll would have found, as of now. */
async function tell(sourceId: string, kind: SourceKind, protocol: 'poll' | 'webhook', item: unknown) {
  const reader = readerOf(kind, protocol, null)
  if (reader === null) throw new Error(`nothing reads ${kind} by ${protocol}`)
  await writer.write({
    protocol,
    source: {
      ...{ orgId: world.orgId, sourceId, teamId: world.teams[0].teamId, kind, environment: 'test' },
      ...{ recognition: 'automatic', itemsPerSecond: null, isSelf: false },
    },
    dialect: reader.dialect,
    parser: reader.parser,
    decode: reader.decode,
    headers: {},
    body: Buffer.from(JSON.stringify(item)),
    isJson: true,
  })
}

const fold = () => runJob(foldChanges, { db: database.db, now: new Date(now), mayGoOn: async () => true })
const changesOf = (sourceId: string) => listChanges(owner(), { sourceId }, 50, database.db)
const iso = (ms: number) => new Date(ms).toISOString()

async function lastEntry(action: string) {
  const [last] = await listAuditEntries(owner(), { action }, 1, database.db)
  return last && getAuditEntry(owner(), last.seq, database.db)
}

const source = (cron: string) => `id: daily
namespace: shop
tasks:
  - id: load
    type: io.kestra.plugin.core.log.Log
    message: hello
triggers:
  - id: every_day
    type: io.kestra.plugin.core.trigger.Schedule
    cron: "${cron}"
`
const revision = (number: number, cron: string, updatedMs: number) => ({
  kind: 'revision',
  tenant: 'main',
  item: {
    ...{ id: 'daily', namespace: 'shop', revision: number, updated: iso(updatedMs) },
    source: source(cron),
  },
})
const audit = (id: string, atMs: number, user: string) => ({
  kind: 'audit',
  tenant: 'main',
  item: {
    auditLog: {
      ...{ id, type: 'UPDATE', date: iso(atMs), userId: user },
      detail: { type: 'UPDATE', resourceType: 'FLOW', namespace: 'shop', id: 'daily' },
    },
    user: { username: user, email: `${user}@example.com` },
  },
})

test('an edit in the console of the tool names who, when, before and after, and that no reason was found', async () => {
  const kestra = await addSource('kestra', 'Kestra')
  const execution = (id: string, number: number, atMs: number) => ({
    kind: 'execution',
    tenant: 'main',
    item: {
      ...{ id, namespace: 'shop', flowId: 'daily', flowRevision: number },
      state: {
        current: 'SUCCESS',
        startDate: iso(atMs),
        endDate: iso(atMs + 1_000),
        histories: [{ state: 'SUCCESS', date: iso(atMs + 1_000) }],
      },
    },
  })
  await tell(kestra, 'kestra', 'poll', revision(1, '0 3 * * *', START))
  await tell(kestra, 'kestra', 'poll', execution('e1', 1, START + MINUTE))
  now = START + 10 * MINUTE
  await fold()
  await tell(kestra, 'kestra', 'poll', audit('a2', START + 20 * MINUTE, 'ada'))
  await tell(kestra, 'kestra', 'poll', revision(2, '0 2 * * *', START + 20 * MINUTE))
  await tell(kestra, 'kestra', 'poll', execution('e2', 2, START + 30 * MINUTE))
  now = START + 40 * MINUTE
  await fold()

  const [newest] = await changesOf(kestra)
  expect(newest).toMatchObject({
    way: 'console',
    name: 'daily',
    classes: ['schedule'],
    actor: { key: 'kestra:ada', isBot: false },
    isUnexplained: false,
    reason: null,
    effect: [{ state: 'success' }],
  })
  expect(newest?.at.toISOString()).toBe(iso(START + 20 * MINUTE))
  expect(newest?.summary).toBe('schedule 03:00 → 02:00')
  const detail = await getChange(owner(), newest?.id ?? '', database.db)
  expect(detail?.before?.text).toContain('0 3 * * *')
  expect(detail?.after?.text).toContain('0 2 * * *')

  const flowId = newest?.flowId ?? ''
  const versions = await listDefinitionVersions(owner(), flowId, 10, database.db)
  expect(versions.map((version) => version.number)).toEqual([2, 1])
  expect(versions[0]).toMatchObject({ before: { executions: 1 }, with: { executions: 1, succeeded: 1 } })
})

test('the audit log names the flow, its source, who in the tool, and what was before and after', async () => {
  const entry = await lastEntry('flow.changed')
  expect(entry).toMatchObject({
    target: { kind: 'flow', name: 'daily' },
    change: { summary: 'schedule 03:00 → 02:00', by: 'ada' },
    after: {
      ...{ name: 'daily', namespace: 'main/shop', source: { name: 'Kestra', kind: 'kestra' } },
      ...{ way: 'console', actor: { id: 'kestra:ada', name: 'ada' }, editor: { name: 'ada' } },
      ...{ reviewers: [], merge: null, reason: null, is_unexplained: false },
    },
  })
  const { id } = entry?.change ?? {}
  const change = await getChange(owner(), id ?? '', database.db)
  expect(entry?.before).toEqual({ definition: change?.before?.hash })
  expect(entry?.after).toMatchObject({ change: id, definition: change?.after?.hash })
})

test('an edit that nothing explains is unexplained, and keeps its id when somebody explains it', async () => {
  const kestra = await addSource('kestra', 'Another Kestra')
  await tell(kestra, 'kestra', 'poll', revision(1, '0 3 * * *', START))
  await tell(kestra, 'kestra', 'poll', revision(2, '0 4 * * *', START + 60 * MINUTE))
  now = START + 70 * MINUTE
  await fold()
  const [before] = await changesOf(kestra)
  expect(before).toMatchObject({
    isUnexplained: true,
    actor: null,
    summary: 'schedule 03:00 → 04:00',
  })
  await tell(kestra, 'kestra', 'poll', audit('late', START + 60 * MINUTE, 'grace'))
  await fold()
  const [after] = await changesOf(kestra)
  expect(after).toMatchObject({ id: before?.id, isUnexplained: false, actor: { key: 'kestra:grace' } })
  // The entry of the change stays as it was written; who it was is another.
  expect(await lastEntry('change.witnessed')).toMatchObject({
    target: { kind: 'change', id: before?.id, name: 'daily' },
    before: { actor: null, is_unexplained: true },
    after: { actor: { id: 'kestra:grace', name: 'grace' }, is_unexplained: false },
  })
})

test('a connection that was edited is a change of no one flow, of the team of its source', async () => {
  const airflow = await addSource('airflow', 'Airflow')
  await tell(airflow, 'airflow', 'poll', {
    kind: 'event-log',
    item: {
      ...{ event_log_id: 9, event: 'patch_connection', when: iso(START), owner: 'ada' },
      extra: JSON.stringify({ connection_id: 'warehouse', host: 'db2' }),
    },
  })
  await fold()
  expect(await changesOf(airflow)).toMatchObject([
    {
      flowId: null,
      name: 'warehouse',
      namespace: 'connection',
      classes: ['connection'],
      actor: { key: 'airflow:ada' },
      team: 'Team',
      teamId: world.teams[0].teamId,
    },
  ])
})

test('outside hours is before eight, from nineteen on and at weekends, in UTC', async () => {
  const airflow = await addSource('airflow', 'Another Airflow')
  // The 20th is a Friday.
  const times = ['20T07:59', '20T08:00', '20T18:59', '20T19:00', '21T12:00', '22T12:00', '23T12:00']
  for (const [index, time] of times.entries()) {
    const when = `2026-11-${time}:00Z`
    const extra = JSON.stringify({ connection_id: 'warehouse' })
    const item = { event_log_id: index + 1, event: 'patch_connection', when, owner: 'ada', extra }
    await tell(airflow, 'airflow', 'poll', { kind: 'event-log', item })
  }
  await fold()
  const asked = { sourceId: airflow, view: 'outside_hours' }
  const found = await listChanges(owner(), asked, 20, database.db)
  expect(found.map(({ at }) => at.toISOString().slice(8, 16))).toEqual([
    ...['22T12:00', '21T12:00', '20T19:00', '20T07:59'],
  ])
})

test('without a repository nothing is said of drift', async () => {
  expect((await listDrift(owner(), {}, 50, database.db)).filter(({ state }) => state !== 'unknown')).toEqual(
    [],
  )
})

test('each change is written down in the audit log, once', async () => {
  const count = async () => {
    const { rows } = await database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from audit_entries where action = 'flow.changed'`,
    )
    return rows[0]?.n ?? 0
  }
  const before = await count()
  const all = await listChanges(owner(), {}, 200, database.db)
  expect(before).toBe(all.length)
  await database.db.execute(sql`
    insert into changed_flows (org_id, flow_id, since) select org_id, id, now() from flows on conflict do nothing`)
  await fold()
  expect(await count()).toBe(before)
})
