import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { createIngestToken } from '@/db/store/create-ingest-token'
import { createReadToken } from '@/db/store/create-read-token'
import { noteTokenUse } from '@/db/store/note-token-use'
import { rollUpFlowDays } from '@/db/store/roll-up-flow-days'
import { parseTraceId, type TraceId } from '@/lib/model/trace-id'
import { addChange } from './change-rows'
import { testScope } from './scopes'
import { addExecution, addLogRecord, addSource, addTaskRun, addTrace, ORIGIN } from './telemetry-rows'

/** A team with something in every table that people look at; whatever it has says `mark` or one of `ids`. */
export type IsolatedCorner = {
  orgId: string
  teamId: string
  sourceId: string
  flowId: string
  executionId: string
  userId: string
  trace: TraceId
  spanId: string
  mark: string
  /** A view of the team, an open invitation into it, and a rule for it. */
  viewId: string
  inviteId: string
  ruleId: string
  repositoryId: string
  streamId: string
  ingestTokenId: string
  /** The entry of the audit log that tells of that token. */
  auditSeq: number
  eventId: string
  changeId: string
  /** A token of the API for the team, of somebody else than `userId`. */
  apiTokenId: string
  /** By these an answer is known to tell of it. The id of a span is not among them: it keeps a tree together that others share. */
  ids: string[]
}

/** Makes one, in a new organization unless one is given. */
export async function addIsolatedCorner(db: Db, inOrg?: string): Promise<IsolatedCorner> {
  const owner = await addSource(db, inOrg)
  const { orgId, teamId, sourceId } = owner
  // The source, its team and their short names are called by it already.
  const mark = teamId.slice(0, 8)
  const trace = parseTraceId(randomUUID())
  if (!trace) throw new TypeError('a random id is no trace id')
  const spanId = randomBytes(8).toString('hex').replace(/^0/, 'a')
  const at = BigInt(Date.now() - 3_600_000) * 1_000_000n - ORIGIN
  const executionId = await addExecution(db, owner, {
    flow: `flow ${mark}`,
    ...said(mark),
    state: 'failed',
    occurredAt: new Date(Date.now() - 3_600_000),
    updatedAt: new Date(),
    startedAtUnixNano: ORIGIN + at,
    durationMs: 1000,
    traceId: trace.uuid,
    spanId: Buffer.from(spanId, 'hex'),
  })
  await addExecution(db, owner, {
    flow: `flow ${mark}`,
    ...said(mark),
    state: 'running',
    occurredAt: new Date(Date.now() - 1_800_000),
    updatedAt: new Date(),
    startedAtUnixNano: ORIGIN + at,
  })
  await addTaskRun(db, owner, executionId, { name: `task ${mark}`, state: 'failed', errorMessage: mark })
  const exception = [{ n: 'exception', t: '1', a: { 'exception.message': mark } }]
  await addTrace(
    db,
    owner,
    trace.uuid,
    [{ id: spanId, at, name: `span ${mark}`, statusCode: 2, statusMessage: mark, events: exception }],
    { executionIds: [executionId], hasError: 1 },
  )
  await addLogRecord(db, owner, trace.uuid, { at, body: `line ${mark}`, spanId, severity: 17 })
  const userId = randomUUID()
  const made = {
    viewId: randomUUID(),
    inviteId: randomUUID(),
    ruleId: randomUUID(),
    repositoryId: randomUUID(),
    streamId: randomUUID(),
    eventId: randomUUID(),
  }
  await addPeople(db, { ...made, orgId, teamId, userId, mark })
  await addEvent(db, { orgId, sourceId, executionId, eventId: made.eventId, mark })
  await addHealth(db, { ...made, orgId, sourceId, teamId, mark })
  await addRepository(db, { ...made, orgId, sourceId, teamId, mark })
  await db.execute(sql`insert into audit_streams (org_id, id, name, kind, settings, shape, created_at, cursor)
    values (${orgId}, ${made.streamId}, ${`stream ${mark}`}, 'webhook', '{"url":"http://127.0.0.1:9/"}', 'jsonl', now(), 0)`)
  const person = testScope({ orgId, userId, isOwner: true, name: `Person ${mark}` })
  const ingest = await createIngestToken(person, sourceId, { name: `Token ${mark}` }, db)
  await noteTokenUse({ orgId, tokenId: ingest.id, userAgent: mark, at: new Date() }, db)
  const auditSeq = await seqOf(db, orgId, ingest.id)
  const read = await createReadToken(person, { name: mark, teamIds: [teamId], expiresAt: null }, db)
  const flowId = await flowOf(db, orgId, executionId)
  const changeId = await addChange(db, { orgId, teamId, sourceId, flowId, mark })
  await db.execute(sql`insert into favourites (org_id, user_id, kind, target_id, created_at)
    values (${orgId}, ${userId}, 'flow', ${flowId}, now())`)
  await rollUpFlowDays(db, { days: [dayAgo(2), dayAgo(0)] })
  const ids = [
    ...Object.values(made),
    sourceId,
    flowId,
    changeId,
    executionId,
    userId,
    trace.uuid,
    trace.hex,
    ingest.id,
    read.id,
    mark,
  ]
  const tokens = { ingestTokenId: ingest.id, apiTokenId: read.id, auditSeq }
  return {
    orgId,
    teamId,
    sourceId,
    flowId,
    changeId,
    executionId,
    userId,
    trace,
    spanId,
    mark,
    ...made,
    ...tokens,
    ids,
  }
}

const said = (mark: string) => ({
  title: `title ${mark}`,
  nativeId: `native ${mark} ${randomUUID()}`,
  environment: `env-${mark}`,
  trigger: `trigger ${mark}`,
  actor: `actor ${mark}`,
  failedTask: `task ${mark}`,
  errorType: `Error${mark}`,
  errorMessage: `message ${mark}`,
  branch: `branch-${mark}`,
  commit: `${mark}cafe`,
  version: `v-${mark}`,
  labels: { tier: mark },
})

/** An event that told of the execution, by names that all corners share. */
async function addEvent(
  db: Db,
  of: { orgId: string; sourceId: string; executionId: string; eventId: string; mark: string },
): Promise<void> {
  const { orgId, sourceId, executionId, eventId, mark } = of
  await db.execute(sql`insert into events (org_id, id, source_id, protocol, type, subject, key, received_at, verdict,
      notes, parser, request_hash, bytes, repeats)
    values (${orgId}, ${eventId}, ${sourceId}, 'webhook', 'run', ${`subject ${mark}`}, ${mark}, now(), 'told', '[]',
      'github@1', decode('00', 'hex'), 2, 0)`)
  await db.execute(sql`insert into event_bodies (org_id, event_id, received_at, headers, body)
    select org_id, id, received_at, '{}', ${mark} from events where org_id = ${orgId} and id = ${eventId}`)
  await db.execute(sql`insert into event_executions (org_id, execution_id, event_id, received_at)
    values (${orgId}, ${executionId}, ${eventId}, now())`)
  await db.execute(sql`insert into execution_keys (org_id, execution_id, key)
    values (${orgId}, ${executionId}, 'url:everybody')`)
  await db.execute(sql`insert into execution_references (org_id, execution_id, kind, key, confidence, evidence)
    values (${orgId}, ${executionId}, 'link', 'url:everybody', 'likely', ${`evidence ${mark}`})`)
}

async function addPeople(
  db: Db,
  of: { orgId: string; teamId: string; userId: string; mark: string; viewId: string; inviteId: string },
): Promise<void> {
  const { orgId, teamId, userId, mark } = of
  await db.execute(sql`insert into users (org_id, id, email, name, created_at)
    values (${orgId}, ${userId}, ${`${mark}@example.com`}, ${`Person ${mark}`}, now())`)
  await db.execute(sql`insert into memberships (org_id, user_id, team_id, role)
    values (${orgId}, ${userId}, ${teamId}, 'viewer')`)
  await db.execute(sql`insert into identities (org_id, issuer, subject, user_id, email, created_at)
    values (${orgId}, 'https://login.example.com', ${mark}, ${userId}, ${`${mark}@example.com`}, now())`)
  await db.execute(sql`insert into invites (org_id, id, hash, email, team_id, role, created_by, created_at, expires_at)
    values (${orgId}, ${of.inviteId}, ${randomBytes(32)}, ${`new-${mark}@example.com`}, ${teamId}, 'viewer', ${userId},
      now(), now() + interval '1 day')`)
  await db.execute(sql`insert into saved_views (org_id, id, page, name, query, owner_id, team_id, is_default, created_at)
    values (${orgId}, ${of.viewId}, '/executions', ${`view ${mark}`}, ${`q=${mark}`}, ${userId}, ${teamId}, true, now()),
      (${orgId}, ${randomUUID()}, '/executions', ${`own ${mark}`}, ${`q=own-${mark}`}, ${userId}, null, true, now())`)
}

async function addHealth(
  db: Db,
  of: { orgId: string; sourceId: string; teamId: string; mark: string; ruleId: string },
): Promise<void> {
  const { orgId, sourceId, teamId, mark } = of
  for (const verdict of ['stored', 'rejected']) {
    await db.execute(sql`insert into source_counts (org_id, source_id, hour, signal, verdict, reason, count)
      values (${orgId}, ${sourceId}, date_trunc('hour', now()), 'spans', ${verdict}, ${`reason ${mark}`}, 7)`)
  }
  await db.execute(sql`insert into rejections (org_id, id, source_id, received_at, signal, reason, path, message)
    values (${orgId}, ${randomUUID()}, ${sourceId}, now(), 'spans', ${`reason ${mark}`}, 'resourceSpans[0]', ${mark})`)
  await db.execute(sql`insert into ownership_rules (org_id, id, team_id, position, source_id, name, created_by, created_at)
    values (${orgId}, ${of.ruleId}, ${teamId}, 1, ${sourceId}, ${`rule ${mark}*`}, ${randomUUID()}, now())`)
}

async function addRepository(
  db: Db,
  of: { orgId: string; sourceId: string; teamId: string; mark: string; repositoryId: string },
): Promise<void> {
  const { orgId, repositoryId, mark } = of
  await db.execute(sql`insert into repositories (org_id, id, team_id, name, url, branch, problem, created_at)
    values (${orgId}, ${repositoryId}, ${of.teamId}, ${`git.example.com/${mark}`}, ${`https://git.example.com/${mark}`},
      'main', ${`problem ${mark}`}, now())`)
  await db.execute(sql`insert into repository_rules (org_id, id, repository_id, position, pattern, format, source_id,
      namespace, flow)
    values (${orgId}, ${randomUUID()}, ${repositoryId}, 1, ${`${mark}/*.yml`}, 'yaml', ${of.sourceId}, '', '')`)
}

async function flowOf(db: Db, orgId: string, executionId: string): Promise<string> {
  const found = await db.execute<{ id: string }>(
    sql`select flow_id as id from executions where org_id = ${orgId} and id = ${executionId}`,
  )
  return found.rows[0]?.id ?? ''
}

async function seqOf(db: Db, orgId: string, tokenId: string): Promise<number> {
  const found = await db.execute<{ seq: string }>(
    sql`select seq from audit_entries where org_id = ${orgId} and target_kind = 'token' and target_id = ${tokenId}`,
  )
  return Number(found.rows[0]?.seq)
}

const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
