import {
  bigint,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { STREAM_KINDS, STREAM_SHAPES } from '@/lib/model/audit-stream'
import { orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })
const count = (name: string) => bigint(name, { mode: 'number' })

/** Where entries of the audit log are sent, and how far that has come. The log itself is the buffer: a stream reads on from its cursor. */
export const auditStreams = pgTable(
  'audit_streams',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    kind: text('kind', { enum: STREAM_KINDS }).notNull(),
    /** What is not secret (lib/model/audit-stream). */
    settings: jsonb('settings').notNull(),
    /** What is (lib/auth/sealed-secret). */
    sealedSecret: text('sealed_secret'),
    /** Of a webhook: the one before, which signs too until then. */
    sealedPrevious: text('sealed_previous'),
    previousUntil: at('previous_until'),
    shape: text('shape', { enum: STREAM_SHAPES }).notNull(),
    /** Null: entries of all teams and of none. */
    teamIds: uuid('team_ids').array(),
    /** Nouns and actions; null: all. */
    actions: text('actions').array(),
    pausedAt: at('paused_at'),
    createdAt: at('created_at').notNull(),
    /** The last entry that was sent or passed over. */
    cursor: count('cursor').notNull(),
    sent: count('sent').notNull().default(0),
    /** Entries that retention removed before they were sent. */
    missed: count('missed').notNull().default(0),
    lastSentAt: at('last_sent_at'),
    lastError: text('last_error'),
    failingSince: at('failing_since'),
    /** Attempts that failed one after the other. */
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: at('next_attempt_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), uniqueIndex('audit_streams_by_name').on(t.orgId, t.name)],
)
