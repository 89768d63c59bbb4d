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
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** When a trace without a known dialect becomes an execution. */
export const RECOGNITION = ['automatic', 'always', 'never'] as const

/** One configured instance of a tool, owned by a team. */
export const sources = pgTable(
  'sources',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    teamId: uuid('team_id').notNull(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    environment: text('environment').notNull(),
    recognition: text('recognition', { enum: RECOGNITION }).notNull().default('automatic'),
    /** Items (spans, log records) a second above which requests get 429; null takes the installation's default. */
    itemsPerSecond: integer('items_per_second'),
    /** Simulated, and to be removed as one. */
    isSample: boolean('is_sample').notNull().default(false),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), unique('sources_by_slug').on(t.orgId, t.slug)],
)

/** Ingest tokens: `rl_ing_<id>_<secret>_<crc>`, looked up by `id`, compared by SHA-256, shown once. */
export const ingestTokens = pgTable(
  'ingest_tokens',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    sourceId: uuid('source_id').notNull(),
    name: text('name').notNull(),
    hash: bytea('hash').notNull(),
    createdBy: uuid('created_by'),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    // The one look-up without an organization: the token is what says which organization it is.
    index('ingest_tokens_id').on(t.id),
    index('ingest_tokens_source').on(t.orgId, t.sourceId),
  ],
)

/** When and by which exporter a token was last used. Local, written at most once a minute. */
export const tokenUses = pgTable(
  'token_uses',
  {
    orgId: orgId(),
    tokenId: text('token_id').notNull(),
    lastUsedAt: at('last_used_at').notNull(),
    userAgent: text('user_agent'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.tokenId] })],
)

/**
 * What became of everything a source sent: stored, duplicate, rejected (with the reason) and redacted, by the hour.
 * Counted in the transaction that stores, so the figures are as true as the rows.
 */
export const sourceCounts = pgTable(
  'source_counts',
  {
    orgId: orgId(),
    sourceId: uuid('source_id').notNull(),
    hour: at('hour').notNull(),
    /** `spans` or `log_records`; `metrics` are only ever rejected. */
    signal: text('signal').notNull(),
    /** `stored`, `duplicate`, `rejected` or `redacted`. */
    verdict: text('verdict').notNull(),
    /** Reason of a rejection or kind of secret; empty otherwise. */
    reason: text('reason').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.sourceId, t.hour, t.signal, t.verdict, t.reason] })],
)

/** The newest refused items of a source, for the person who has to find out why. Bounded per source by the worker. */
export const rejections = pgTable(
  'rejections',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    sourceId: uuid('source_id').notNull(),
    receivedAt: at('received_at').notNull(),
    signal: text('signal').notNull(),
    reason: text('reason').notNull(),
    /** Path of the item in the request, e.g. `resourceSpans[0].scopeSpans[0].spans[3]`. */
    path: text('path'),
    message: text('message').notNull(),
    item: jsonb('item'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('rejections_by_source').on(t.orgId, t.sourceId, t.receivedAt, t.id),
  ],
)

/** What is defined and runs again and again. */
export const flows = pgTable(
  'flows',
  {
    orgId: orgId(),
    /** UUIDv5 of organization, source, namespace and name. */
    id: uuid('id').notNull(),
    sourceId: uuid('source_id').notNull(),
    teamId: uuid('team_id').notNull(),
    namespace: text('namespace').notNull(),
    name: text('name').notNull(),
    dialect: text('dialect').notNull(),
    firstSeenAt: at('first_seen_at').notNull(),
    /** The rule that gave it to its team; null where it is the team of its source. */
    ownerRuleId: uuid('owner_rule_id'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    unique('flows_by_name').on(t.orgId, t.sourceId, t.namespace, t.name),
  ],
)
