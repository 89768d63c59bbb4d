import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Json } from '@/lib/audit/canonical-json'
import { CONFIDENCES, type ConformanceNote, EVENT_PROTOCOLS, EVENT_VERDICTS } from '@/lib/model/event'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/**
 * Everything that a source said in a protocol of events: when, what kind, and what became of it. What it said word for
 * word is in `event_bodies`. Deleted in batches when older than the organization keeps events.
 */
export const events = pgTable(
  'events',
  {
    orgId: orgId(),
    /** UUIDv5 of source and key: the same event sent again is the same row. */
    id: uuid('id').notNull(),
    sourceId: uuid('source_id').notNull(),
    protocol: text('protocol', { enum: EVENT_PROTOCOLS }).notNull(),
    /** In the protocol's own words. */
    type: text('type').notNull(),
    subject: text('subject'),
    /** What the sender calls it, or the hash of what it says. */
    key: text('key').notNull(),
    /** The event's own time. */
    occurredAt: at('occurred_at'),
    receivedAt: at('received_at').notNull(),
    verdict: text('verdict', { enum: EVENT_VERDICTS }).notNull(),
    /** Why nothing came of it, or what went wrong. */
    because: text('because'),
    notes: jsonb('notes').$type<ConformanceNote[]>().notNull(),
    /** What read it last: `github@1`. */
    parser: text('parser').notNull(),
    /** SHA-256 of the request that brought it, as received. */
    requestHash: bytea('request_hash').notNull(),
    bytes: integer('bytes').notNull(),
    /** How often it came again. */
    repeats: integer('repeats').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    // Without the id: with it, a planner that knows nothing of a young table takes these for finding one by its id.
    index('events_by_source').on(t.orgId, t.sourceId, t.receivedAt),
    index('events_by_time').on(t.orgId, t.receivedAt),
  ],
)

/** What events said, secrets taken out. Partitioned by day of arrival, so that it leaves by dropping a day. */
export const eventBodies = pgTable(
  'event_bodies',
  {
    orgId: orgId(),
    eventId: uuid('event_id').notNull(),
    receivedAt: at('received_at').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>().notNull(),
    /** JSON as it came, or text for what is not JSON. */
    body: text('body').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.eventId, t.receivedAt] })],
)

/** Which events spoke of an execution: its history, and what is read again when it is replayed. */
export const eventExecutions = pgTable(
  'event_executions',
  {
    orgId: orgId(),
    executionId: uuid('execution_id').notNull(),
    eventId: uuid('event_id').notNull(),
    /** The task run, where it spoke of one alone. */
    taskRunId: uuid('task_run_id'),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.executionId, t.eventId] }),
    index('event_executions_by_event').on(t.orgId, t.eventId),
    index('event_executions_by_time').on(t.orgId, t.receivedAt),
  ],
)

/** Names that an execution goes by (`lib/executions/execution-key.ts`). */
export const executionKeys = pgTable(
  'execution_keys',
  {
    orgId: orgId(),
    executionId: uuid('execution_id').notNull(),
    key: text('key').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.executionId, t.key] }),
    index('execution_keys_by_key').on(t.orgId, t.key),
  ],
)

/** Names of others that an execution knows. An edge is where such a name meets a key: whichever came first. */
export const executionReferences = pgTable(
  'execution_references',
  {
    orgId: orgId(),
    executionId: uuid('execution_id').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
    evidence: text('evidence').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.executionId, t.kind, t.key] }),
    index('execution_references_by_key').on(t.orgId, t.key),
  ],
)

/** How a source's tool is reached and how it proves itself. Secrets are encrypted with the installation's key. */
export const sourceConnections = pgTable(
  'source_connections',
  {
    orgId: orgId(),
    sourceId: uuid('source_id').notNull(),
    /** Which of the tool's verifiers its webhooks are held to; null where only ingest tokens are taken. */
    verifier: text('verifier'),
    secret: bytea('secret'),
    /** Taken as well until then, so that a secret can be changed without losing events. */
    previousSecret: bytea('previous_secret'),
    previousSecretUntil: at('previous_secret_until'),
    /** Paths of a generic source's payload (`lib/ingest/generic`). */
    mapping: jsonb('mapping').$type<Json>(),
    pollUrl: text('poll_url'),
    /** Credentials and settings of the tool's API, encrypted JSON. */
    pollSettings: bytea('poll_settings'),
    isPolled: boolean('is_polled').notNull().default(false),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.sourceId] })],
)

/** Where the worker stands in asking a tool's API. */
export const pollRounds = pgTable(
  'poll_rounds',
  {
    orgId: orgId(),
    sourceId: uuid('source_id').notNull(),
    cursor: jsonb('cursor'),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
    /** What went wrong in the last round; null when nothing did. */
    error: text('error'),
    failures: integer('failures').notNull(),
    /** Items that were read since the beginning. */
    items: bigint('items', { mode: 'number' }).notNull(),
    /** Executions whose state was put right by asking. */
    corrections: bigint('corrections', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.sourceId] })],
)
