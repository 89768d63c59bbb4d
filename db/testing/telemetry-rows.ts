import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { executions, taskRuns } from '@/db/schema/executions'
import { organizations, teams } from '@/db/schema/people'
import { flows, sources } from '@/db/schema/sources'
import { logRecords, resources, scopes, spans, traces } from '@/db/schema/telemetry'
import type { State } from '@/lib/model/state'

/** Where made-up telemetry begins; nanoseconds after it are written in tests. */
export const ORIGIN = 1_780_000_000_000_000_000n

export type Owner = { orgId: string; teamId: string; sourceId: string; resourceId: string; scopeId: string }

/** A source of a team of its own, with one resource and one scope; in a new organization unless one is given. */
export async function addSource(db: Db, orgId?: string): Promise<Owner> {
  const owner = {
    orgId: orgId ?? randomUUID(),
    teamId: randomUUID(),
    sourceId: randomUUID(),
    resourceId: randomUUID(),
    scopeId: randomUUID(),
  }
  const createdAt = new Date(0)
  if (!orgId) await db.insert(organizations).values({ orgId: owner.orgId, name: 'Acme', createdAt })
  const slug = owner.teamId.slice(0, 8)
  await db
    .insert(teams)
    .values({ orgId: owner.orgId, id: owner.teamId, slug, name: `Team ${slug}`, createdAt })
  await db.insert(sources).values({
    orgId: owner.orgId,
    id: owner.sourceId,
    teamId: owner.teamId,
    slug,
    name: `Source ${slug}`,
    kind: 'otlp',
    environment: 'production',
    createdAt,
  })
  const shared = { orgId: owner.orgId, droppedAttributesCount: 0, schemaUrl: null, firstSeenAt: createdAt }
  await db.insert(resources).values({
    ...shared,
    id: owner.resourceId,
    sourceId: owner.sourceId,
    serviceName: 'etl',
    attributes: { 'service.name': 'etl' },
  })
  await db
    .insert(scopes)
    .values({ ...shared, id: owner.scopeId, name: 'tracer', version: '1.0', attributes: {} })
  return owner
}

type SpanOf = { id: string; parent?: string; at?: bigint; lasts?: bigint } & Partial<
  typeof spans.$inferInsert
>

/** Adds a trace with these spans; more spans of another source may be added to it by a second call. */
export async function addTrace(
  db: Db,
  owner: Owner,
  traceId: string,
  of: SpanOf[],
  more: Partial<typeof traces.$inferInsert> = {},
): Promise<void> {
  const rows = of.map(({ id, parent, at = 0n, lasts = 1_000_000n, ...rest }) => ({
    orgId: owner.orgId,
    traceId,
    spanId: Buffer.from(id, 'hex'),
    parentSpanId: parent === undefined ? null : Buffer.from(parent, 'hex'),
    startedAt: dateOf(ORIGIN + at),
    resourceId: owner.resourceId,
    scopeId: owner.scopeId,
    name: `span ${id.slice(-2)}`,
    kind: 1,
    startUnixNano: ORIGIN + at,
    endUnixNano: ORIGIN + at + lasts,
    statusCode: 0,
    flags: 0,
    attributes: {},
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    receivedAt: new Date(0),
    ...rest,
  }))
  const starts = rows.map((row) => row.startedAt.getTime())
  const ends = rows.map((row) => Number(row.endUnixNano / 1_000_000n))
  await db
    .insert(traces)
    .values({
      orgId: owner.orgId,
      traceId,
      startedAt: new Date(Math.min(...starts)),
      endedAt: new Date(Math.max(...ends, ...starts)),
      rootName: rows[0]?.name ?? null,
      rootService: 'etl',
      rootSpanId: rows[0]?.spanId ?? null,
      sourceIds: [owner.sourceId],
      teamIds: [owner.teamId],
      executionIds: [],
      hasError: 0,
      isMarked: 0,
      updatedAt: new Date(0),
      ...more,
    })
    .onConflictDoUpdate({
      target: [traces.orgId, traces.traceId],
      set: {
        teamIds: sql`${traces.teamIds} || excluded.team_ids`,
        startedAt: sql`least(${traces.startedAt}, excluded.started_at)`,
        endedAt: sql`greatest(${traces.endedAt}, excluded.ended_at)`,
      },
    })
  await db.insert(spans).values(rows)
}

const dateOf = (unixNano: bigint): Date => new Date(Number(unixNano / 1_000_000n))

/** Adds a log record to a trace, `at` nanoseconds after the origin. */
export async function addLogRecord(
  db: Db,
  owner: Owner,
  traceId: string,
  of: { at?: bigint; body: string; severity?: number; spanId?: string } & Partial<
    Omit<typeof logRecords.$inferInsert, 'spanId' | 'body'>
  >,
): Promise<void> {
  const { at = 0n, body, severity = 9, spanId, ...rest } = of
  await db.insert(logRecords).values({
    orgId: owner.orgId,
    traceId,
    id: randomUUID(),
    occurredAt: dateOf(ORIGIN + at),
    spanId: spanId === undefined ? null : Buffer.from(spanId, 'hex'),
    resourceId: owner.resourceId,
    scopeId: owner.scopeId,
    timeUnixNano: ORIGIN + at,
    observedUnixNano: ORIGIN + at,
    severityNumber: severity,
    bodyText: body,
    attributes: {},
    droppedAttributesCount: 0,
    flags: 0,
    receivedAt: new Date(0),
    ...rest,
  })
}

/** Adds an execution, and its flow where that is new. */
export async function addExecution(
  db: Db,
  owner: Owner,
  of: { flow?: string; state?: State; traceId?: string } & Partial<typeof executions.$inferInsert> = {},
): Promise<string> {
  const { flow = 'nightly_orders', ...rest } = of
  const id = rest.id ?? randomUUID()
  const at = new Date(Number(ORIGIN / 1_000_000n))
  const [known] = await db
    .insert(flows)
    .values({
      orgId: owner.orgId,
      id: rest.flowId ?? randomUUID(),
      sourceId: owner.sourceId,
      teamId: owner.teamId,
      namespace: '',
      name: flow,
      dialect: 'generic',
      firstSeenAt: at,
    })
    .onConflictDoUpdate({
      target: [flows.orgId, flows.sourceId, flows.namespace, flows.name],
      set: { name: flow },
    })
    .returning({ id: flows.id })
  await db.insert(executions).values({
    orgId: owner.orgId,
    sourceId: owner.sourceId,
    teamId: owner.teamId,
    nativeId: id,
    attempt: 1,
    dialect: 'generic',
    state: 'success',
    occurredAt: at,
    environment: 'production',
    labels: {},
    transitions: [],
    links: [],
    facts: {},
    revision: 1,
    receivedAt: at,
    updatedAt: at,
    ...rest,
    id,
    flowId: known?.id ?? randomUUID(),
  })
  return id
}

/** Adds a task run to an execution. */
export async function addTaskRun(
  db: Db,
  owner: Owner,
  executionId: string,
  of: { name: string } & Partial<typeof taskRuns.$inferInsert>,
): Promise<string> {
  const id = of.id ?? randomUUID()
  await db
    .insert(taskRuns)
    .values({ orgId: owner.orgId, executionId, attempt: 1, state: 'success', facts: {}, ...of, id })
  return id
}
