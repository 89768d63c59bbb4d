import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { ROLES } from '@/lib/model/roles'
import type { WorkingHours } from '@/lib/model/working-hours'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** The tenant. An installation starts with one. */
export const organizations = pgTable(
  'organizations',
  {
    orgId: orgId(),
    name: text('name').notNull(),
    spanRetentionDays: integer('span_retention_days').notNull().default(14),
    logRetentionDays: integer('log_retention_days').notNull().default(14),
    executionRetentionDays: integer('execution_retention_days').notNull().default(400),
    /** Raw events, and with them what can be read again when a parser gets better. */
    eventRetentionDays: integer('event_retention_days').notNull().default(14),
    /** Entries of the audit log; null keeps them for good. */
    auditRetentionDays: integer('audit_retention_days'),
    /** When people are at work, where their team has no hours of its own; null for the usual ones. */
    workingHours: jsonb('working_hours').$type<WorkingHours>(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId] })],
)

export const users = pgTable(
  'users',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    /** Lower-cased; unique within the organization. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    /** `scrypt$N$r$p$salt$hash`, base64url. Null for people who sign in elsewhere. */
    passwordHash: text('password_hash'),
    isOwner: boolean('is_owner').notNull().default(false),
    disabledAt: at('disabled_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    unique('users_by_email').on(t.orgId, t.email),
    index('users_email').on(t.email),
  ],
)

export const teams = pgTable(
  'teams',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    /** Null for those of the organization. */
    workingHours: jsonb('working_hours').$type<WorkingHours>(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), unique('teams_by_slug').on(t.orgId, t.slug)],
)

export const memberships = pgTable(
  'memberships',
  {
    orgId: orgId(),
    userId: uuid('user_id').notNull(),
    teamId: uuid('team_id').notNull(),
    role: text('role', { enum: ROLES }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId, t.teamId] })],
)

/** A signed-in browser. Deleting the row ends it at the next request. Local to the coordinator. */
export const sessions = pgTable(
  'sessions',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    userId: uuid('user_id').notNull(),
    createdAt: at('created_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    ip: text('ip'),
    userAgent: text('user_agent'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index('sessions_expiry').on(t.expiresAt)],
)

/** Fixed windows of attempts, by key (account, address). Local; swept by the worker. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    orgId: orgId(),
    key: text('key').notNull(),
    windowStart: at('window_start').notNull(),
    attempts: integer('attempts').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.key, t.windowStart] })],
)

/** One-time links for the first set-up; only the hash is kept. `org_id` is the nil UUID: there is no organization yet. */
export const setupTokens = pgTable(
  'setup_tokens',
  {
    orgId: orgId(),
    hash: bytea('hash').notNull(),
    createdAt: at('created_at').notNull(),
    usedAt: at('used_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.hash] })],
)
