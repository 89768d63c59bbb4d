import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ExecutionFact, ExecutionLink, StateObservation, TaskFact } from '@/lib/model/fact'
import { STATES } from '@/lib/model/state'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })
const nano = (name: string) => bigint(name, { mode: 'bigint' })

/**
 * One run of a flow. Every column but `facts` and `revision` is the projection of `facts`, written by
 * `lib/executions` alone, so the row is a function of the set of what was said about it.
 */
export const executions = pgTable(
  'executions',
  {
    orgId: orgId(),
    /** UUIDv5 of organization, source, namespace, flow, native id and attempt. */
    id: uuid('id').notNull(),
    sourceId: uuid('source_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    teamId: uuid('team_id').notNull(),
    nativeId: text('native_id').notNull(),
    attempt: integer('attempt').notNull(),
    title: text('title'),
    dialect: text('dialect').notNull(),
    state: text('state', { enum: STATES }).notNull(),
    /** The tool's own word for the state. */
    nativeState: text('native_state'),
    /** Start, or the earliest that is known: what lists are ordered by. */
    occurredAt: at('occurred_at').notNull(),
    queuedAtUnixNano: nano('queued_at_unix_nano'),
    startedAtUnixNano: nano('started_at_unix_nano'),
    endedAtUnixNano: nano('ended_at_unix_nano'),
    /** Null until both ends are known; never negative. */
    durationMs: bigint('duration_ms', { mode: 'number' }),
    trigger: text('trigger'),
    actor: text('actor'),
    commit: text('commit'),
    branch: text('branch'),
    version: text('version'),
    environment: text('environment').notNull(),
    url: text('url'),
    errorType: text('error_type'),
    errorMessage: text('error_message'),
    /** Task run that failed first, by name: where to look. */
    failedTask: text('failed_task'),
    labels: jsonb('labels').$type<Record<string, string>>().notNull(),
    transitions: jsonb('transitions').$type<StateObservation[]>().notNull(),
    links: jsonb('links').$type<ExecutionLink[]>().notNull(),
    parentId: uuid('parent_id'),
    retryOfId: uuid('retry_of_id'),
    /** The trace it is read from; the newest where there are several. */
    traceId: uuid('trace_id'),
    spanId: bytea('span_id'),
    /** Everything said about it, by origin (`trace:<id>`). */
    facts: jsonb('facts').$type<Record<string, ExecutionFact>>().notNull(),
    /** Rises with each write; a writer that read an older one reads again. */
    revision: bigint('revision', { mode: 'number' }).notNull(),
    receivedAt: at('received_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    // Lists are newest first, read by walking these backwards: `.desc()` would add NULLS LAST and lose the index.
    // What follows the id is there to be read without the row: what lists count their values by.
    index('executions_by_time').on(
      t.orgId,
      t.occurredAt,
      t.id,
      t.state,
      t.teamId,
      t.sourceId,
      t.flowId,
      t.environment,
      t.trigger,
    ),
    index('executions_by_team').on(t.orgId, t.teamId, t.occurredAt, t.id),
    index('executions_by_flow').on(t.orgId, t.flowId, t.occurredAt, t.id, t.state, t.teamId),
    index('executions_broken')
      .on(t.orgId, t.occurredAt, t.id)
      .where(sql`${t.state} in ('failed', 'timed_out', 'lost', 'missing')`),
    index('executions_active').on(t.orgId, t.occurredAt, t.id).where(sql`${t.endedAtUnixNano} is null`),
    // What the rollups have to look at again.
    index('executions_by_update').on(t.orgId, t.updatedAt),
    // Whatever id a person pastes from a tool is looked up here; by hash, since an id may be longer than a B-tree takes.
    index('executions_by_native_id').using('hash', t.nativeId),
    index('executions_by_parent').on(t.orgId, t.parentId).where(sql`${t.parentId} is not null`),
    index('executions_labels').using('gin', t.labels.op('jsonb_path_ops')),
    index('executions_by_error')
      .using('gin', t.errorMessage.op('gin_trgm_ops'))
      .where(sql`${t.errorMessage} is not null`),
  ],
)

/** One step of an execution, or one attempt at it. */
export const taskRuns = pgTable(
  'task_runs',
  {
    orgId: orgId(),
    executionId: uuid('execution_id').notNull(),
    id: uuid('id').notNull(),
    parentId: uuid('parent_id'),
    name: text('name').notNull(),
    kind: text('kind'),
    nativeId: text('native_id'),
    mapIndex: integer('map_index'),
    attempt: integer('attempt').notNull(),
    state: text('state', { enum: STATES }).notNull(),
    nativeState: text('native_state'),
    queuedAtUnixNano: nano('queued_at_unix_nano'),
    startedAtUnixNano: nano('started_at_unix_nano'),
    endedAtUnixNano: nano('ended_at_unix_nano'),
    durationMs: bigint('duration_ms', { mode: 'number' }),
    errorType: text('error_type'),
    errorMessage: text('error_message'),
    worker: text('worker'),
    url: text('url'),
    traceId: uuid('trace_id'),
    spanId: bytea('span_id'),
    facts: jsonb('facts').$type<Record<string, TaskFact>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.executionId, t.id] })],
)
