import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { makePartitions } from '@/db/partitions'
import { organizations, rateLimits, sessions } from '@/db/schema/people'
import { rejections, sources } from '@/db/schema/sources'
import { traces } from '@/db/schema/telemetry'
import { testDatabase } from '@/db/testing/test-database'
import { applyRetention } from './apply-retention'

const { db, close } = await testDatabase()
afterAll(close)

const NOW = new Date('2026-11-21T12:00:00Z')
const ORG = randomUUID()
const SOURCE = randomUUID()
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

await db.insert(organizations).values({ orgId: ORG, name: 'Acme', createdAt: daysAgo(900) })
await makePartitions(db, daysAgo(30))
await makePartitions(db, NOW)

const apply = (mayGoOn = async () => true) => applyRetention.run({ db, now: NOW, mayGoOn })

async function addExecution(occurredAt: Date): Promise<string> {
  const id = randomUUID()
  const at = occurredAt.toISOString()
  await db.execute(sql`
    insert into executions (org_id, id, source_id, flow_id, team_id, native_id, attempt, dialect, state, occurred_at, environment,
      labels, transitions, links, facts, revision, received_at, updated_at)
    values (${ORG}, ${id}, ${SOURCE}, ${SOURCE}, ${SOURCE}, ${id}, 1, 'generic', 'success', ${at}, 'production',
      '{}', '[]', '[]', '{}', 1, ${at}, ${at})`)
  await db.execute(sql`
    insert into task_runs (org_id, execution_id, id, name, attempt, state, facts) values (${ORG}, ${id}, ${id}, 'step', 1, 'success', '{}')`)
  return id
}

async function addSpan(startedAt: Date, receivedAt: Date): Promise<void> {
  const nano = `${startedAt.getTime()}000000`
  await db.execute(sql`
    insert into spans (org_id, trace_id, span_id, started_at, resource_id, scope_id, name, kind, start_unix_nano, end_unix_nano,
      status_code, flags, attributes, dropped_attributes_count, dropped_events_count, dropped_links_count, received_at)
    values (${ORG}, ${randomUUID()}, ${randomBytes(8)}, ${startedAt.toISOString()}, ${ORG}, ${ORG}, 'span', 1, ${nano}, ${nano},
      0, 0, '{}', 0, 0, 0, ${receivedAt.toISOString()})`)
}

async function addTrace(startedAt: Date, updatedAt: Date): Promise<void> {
  const row = {
    orgId: ORG,
    traceId: randomUUID(),
    startedAt,
    endedAt: startedAt,
    updatedAt,
    hasError: 0,
    isMarked: 0,
  }
  await db.insert(traces).values({ ...row, sourceIds: [SOURCE], teamIds: [], executionIds: [] })
}

const count = async (table: string): Promise<number> => {
  const found = await db.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`)
  return found.rows[0]?.n ?? -1
}

test('days of spans go as a whole, and the days that are kept stay', async () => {
  await addSpan(daysAgo(30), daysAgo(30))
  await addSpan(daysAgo(1), daysAgo(1))
  const result = await apply()
  expect(result.spansDropped).toContain('spans_2026_10_22')
  expect(await count('spans')).toBe(1)
  expect(result.spansDropped).not.toContain('spans_2026_11_20')
})

test('late spans stay for a fortnight from when they arrived, however old they are', async () => {
  await addSpan(daysAgo(200), daysAgo(15))
  await addSpan(daysAgo(200), daysAgo(13))
  expect((await apply()).lateSpans).toBe(1)
  expect(await count('spans_late')).toBe(1)
})

test('an execution goes with its task runs when its time is up', async () => {
  await addExecution(daysAgo(401))
  const kept = await addExecution(daysAgo(399))
  expect((await apply()).executions).toBe(1)
  const left = await db.execute<{ id: string; tasks: number }>(sql`
    select e.id, count(t.id)::int as tasks from executions e join task_runs t on t.execution_id = e.id group by e.id`)
  expect(left.rows).toEqual([{ id: kept, tasks: 1 }])
  expect(await count('task_runs')).toBe(1)
})

test('a trace stays while its spans do: also an old one that was heard of lately', async () => {
  await addTrace(daysAgo(20), daysAgo(20))
  await addTrace(daysAgo(20), daysAgo(2))
  await addTrace(daysAgo(2), daysAgo(2))
  expect((await apply()).traces).toBe(1)
  expect(await count('traces')).toBe(2)
})

test('of rejected items the newest thousand of each source stay', async () => {
  await db.insert(sources).values({
    orgId: ORG,
    id: SOURCE,
    teamId: ORG,
    slug: 'orders',
    name: 'orders',
    kind: 'otlp',
    environment: 'production',
    createdAt: NOW,
  })
  const row = { orgId: ORG, sourceId: SOURCE, signal: 'spans', reason: 'too_old', message: 'too old' }
  const all = Array.from({ length: 1_200 }, (_, at) => ({
    ...row,
    id: randomUUID(),
    receivedAt: new Date(NOW.getTime() - at * 1000),
  }))
  await db.insert(rejections).values(all)
  expect((await apply()).rejections).toBe(200)
  const oldest = await db.execute<{ at: string }>(sql`select min(received_at)::text as at from rejections`)
  expect(new Date(oldest.rows[0]?.at ?? 0)).toEqual(all[999]?.receivedAt)
})

test('sessions and windows of failed sign-ins go when they have run out', async () => {
  const session = { orgId: ORG, userId: ORG, createdAt: daysAgo(9), lastSeenAt: daysAgo(9) }
  await db.insert(sessions).values([
    { ...session, id: randomUUID(), expiresAt: daysAgo(1) },
    { ...session, id: randomUUID(), expiresAt: daysAgo(-1) },
  ])
  await db.insert(rateLimits).values([
    { orgId: ORG, key: 'ada', windowStart: daysAgo(2), attempts: 5 },
    { orgId: ORG, key: 'ada', windowStart: NOW, attempts: 1 },
  ])
  expect((await apply()).runOut).toBe(2)
  expect([await count('sessions'), await count('rate_limits')]).toEqual([1, 1])
})

test('who may not go on deletes nothing more', async () => {
  await addExecution(daysAgo(500))
  expect((await apply(async () => false)).executions).toBe(0)
})

async function addEvent(receivedAt: Date, executionId: string): Promise<void> {
  const [id, at] = [randomUUID(), receivedAt.toISOString()]
  await db.execute(sql`
    insert into events (org_id, id, source_id, protocol, type, key, received_at, verdict, notes, parser, request_hash, bytes, repeats)
    values (${ORG}, ${id}, ${SOURCE}, 'webhook', 'run', ${id}, ${at}, 'told', '[]', 'github@1', '\\x00', 2, 0)`)
  await db.execute(sql`
    insert into event_bodies (org_id, event_id, received_at, headers, body) values (${ORG}, ${id}, ${at}, '{}', '{}')`)
  await db.execute(sql`
    insert into event_executions (org_id, event_id, execution_id, received_at) values (${ORG}, ${id}, ${executionId}, ${at})`)
}

test('events go with what they said and spoke of, after their own days, and the names of executions with these', async () => {
  await makePartitions(db, daysAgo(30))
  const execution = await addExecution(daysAgo(401))
  await db.execute(
    sql`insert into execution_keys (org_id, execution_id, key) values (${ORG}, ${execution}, 'url:ci/1')`,
  )
  await db.execute(sql`
    insert into execution_references (org_id, execution_id, kind, key, confidence, evidence)
    values (${ORG}, ${execution}, 'parent', 'url:ci/0', 'certain', 'told')`)
  await addEvent(daysAgo(30), execution)
  await addEvent(daysAgo(200), execution)
  await addEvent(daysAgo(1), execution)
  const result = await apply()
  expect(result.bodiesDropped).toContain('event_bodies_2026_10_22')
  expect(result.events).toBe(2)
  for (const table of ['events', 'event_bodies', 'event_executions'])
    expect(await count(table), table).toBe(1)
  for (const table of ['execution_keys', 'execution_references']) expect(await count(table), table).toBe(0)
})
