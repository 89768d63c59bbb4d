import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ErrorObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })
const nano = (name: string) => bigint(name, { mode: 'bigint' })

/** Resource attributes, once by hash; batches repeat them. The source is part of the hash: it says who may read the spans. */
export const resources = pgTable(
  'resources',
  {
    orgId: orgId(),
    /** First 16 bytes of SHA-256 over source, schema URL and the wire bytes of the resource. */
    id: uuid('id').notNull(),
    sourceId: uuid('source_id').notNull(),
    serviceName: text('service_name'),
    attributes: jsonb('attributes').notNull(),
    droppedAttributesCount: integer('dropped_attributes_count').notNull(),
    schemaUrl: text('schema_url'),
    firstSeenAt: at('first_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
)

/** Instrumentation scopes, once by hash. */
export const scopes = pgTable(
  'scopes',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    name: text('name'),
    version: text('version'),
    attributes: jsonb('attributes').notNull(),
    droppedAttributesCount: integer('dropped_attributes_count').notNull(),
    schemaUrl: text('schema_url'),
    firstSeenAt: at('first_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
)

/**
 * One row a trace: its time window (so that its spans are found in few partitions), its root, and the executions in it.
 * Its row lock makes the writers of one trace take turns, which is what lets a trace arrive in pieces.
 */
export const traces = pgTable(
  'traces',
  {
    orgId: orgId(),
    traceId: uuid('trace_id').notNull(),
    startedAt: at('started_at').notNull(),
    endedAt: at('ended_at').notNull(),
    rootName: text('root_name'),
    rootService: text('root_service'),
    rootSpanId: bytea('root_span_id'),
    sourceIds: uuid('source_ids').array().notNull(),
    teamIds: uuid('team_ids').array().notNull(),
    /** Executions read from this trace when it was last recognised. */
    executionIds: uuid('execution_ids').array().notNull(),
    hasError: smallint('has_error').notNull(),
    /** 1 when some span or log record of the trace carries a mark, so that a later piece must be read with the earlier ones. */
    isMarked: smallint('is_marked').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.traceId] }),
    index('traces_by_time').on(t.orgId, t.startedAt, t.traceId),
  ],
)

/** Spans as sent. Partitioned by day of their own start, never of arrival, so that a late re-send meets its first copy. */
export const spans = pgTable(
  'spans',
  {
    orgId: orgId(),
    traceId: uuid('trace_id').notNull(),
    spanId: bytea('span_id').notNull(),
    startedAt: at('started_at').notNull(),
    resourceId: uuid('resource_id').notNull(),
    scopeId: uuid('scope_id').notNull(),
    parentSpanId: bytea('parent_span_id'),
    name: text('name').notNull(),
    kind: smallint('kind').notNull(),
    startUnixNano: nano('start_unix_nano').notNull(),
    /** 0 when the exporter sent a span that is still open. */
    endUnixNano: nano('end_unix_nano').notNull(),
    statusCode: smallint('status_code').notNull(),
    statusMessage: text('status_message'),
    traceState: text('trace_state'),
    flags: bigint('flags', { mode: 'number' }).notNull(),
    attributes: jsonb('attributes').notNull(),
    droppedAttributesCount: bigint('dropped_attributes_count', { mode: 'number' }).notNull(),
    events: jsonb('events'),
    droppedEventsCount: bigint('dropped_events_count', { mode: 'number' }).notNull(),
    links: jsonb('links'),
    droppedLinksCount: bigint('dropped_links_count', { mode: 'number' }).notNull(),
    /** What a dialect read from this span alone; null for spans that mean nothing to an execution. */
    mark: jsonb('mark').$type<SpanMark>(),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.traceId, t.spanId, t.startedAt] }),
    index('spans_by_time').using('brin', t.startedAt),
  ],
)

/** Log records as sent, partitioned by day of their own time (observed time where they have none). */
export const logRecords = pgTable(
  'log_records',
  {
    orgId: orgId(),
    /** The nil UUID for records outside any trace. */
    traceId: uuid('trace_id').notNull(),
    /** Content hash: the same record sent twice is one row. */
    id: uuid('id').notNull(),
    occurredAt: at('occurred_at').notNull(),
    spanId: bytea('span_id'),
    resourceId: uuid('resource_id').notNull(),
    scopeId: uuid('scope_id').notNull(),
    timeUnixNano: nano('time_unix_nano').notNull(),
    observedUnixNano: nano('observed_unix_nano').notNull(),
    severityNumber: smallint('severity_number').notNull(),
    severityText: text('severity_text'),
    eventName: text('event_name'),
    /** The body as text where it is a string, else null. */
    bodyText: text('body_text'),
    /** The body where it is anything but a string. */
    body: jsonb('body'),
    attributes: jsonb('attributes').notNull(),
    droppedAttributesCount: bigint('dropped_attributes_count', { mode: 'number' }).notNull(),
    flags: bigint('flags', { mode: 'number' }).notNull(),
    /** The exception that the record reports, where it does. */
    exception: jsonb('exception').$type<ErrorObservation>(),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.traceId, t.id, t.occurredAt] }),
    index('log_records_by_time').using('brin', t.occurredAt),
  ],
)
