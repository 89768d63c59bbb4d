import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { AUDIT_OUTCOMES, HOLD_SCOPES, PUBLICATION_KINDS } from '@/lib/model/audit-entry'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })
const count = (name: string) => bigint(name, { mode: 'number' })

/**
 * The words that an entry is found by: pieces of its action, target, names and address, lower-cased. A search has to say this
 * same expression for the index to be used.
 */
export const AUDIT_WORDS = sql.raw(
  `to_tsvector('simple', translate(action || ' ' || target_kind || ' ' || target_id || ' ' || coalesce(actor_name, '') || ' ' || coalesce(on_behalf_of_name, '') || ' ' || coalesce(after ->> 'name', before ->> 'name', '') || ' ' || coalesce(after ->> 'email', before ->> 'email', ''), '._-@/:', '      '))`,
)

/** The last entry of each organization's log; its row lock makes `seq` gapless. */
export const auditHeads = pgTable(
  'audit_heads',
  {
    orgId: orgId(),
    seq: count('seq').notNull(),
    hash: bytea('hash').notNull(),
    /** The Merkle tree until `seq` (lib/audit/merkle-tree). Null in a log older than its tree, which the next entry makes. */
    frontier: bytea('frontier'),
  },
  (t) => [primaryKey({ columns: [t.orgId] })],
)

/**
 * Who did what, when, to what: written in the transaction of the change. The leaf is never updated and goes with retention
 * alone, which a trigger holds. The payload (names, address, values, reason, salt) may be set to null, and to nothing else.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    orgId: orgId(),
    seq: count('seq').notNull(),
    id: uuid('id').notNull(),
    /** How its leaf is written (lib/audit/leaf). */
    format: smallint('format').notNull().default(1).$type<1 | 2>(),
    at: at('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    /** Payload. Null once the payload was erased, and only then. */
    actorName: text('actor_name'),
    onBehalfOfKind: text('on_behalf_of_kind'),
    onBehalfOfId: text('on_behalf_of_id'),
    /** Payload. */
    onBehalfOfName: text('on_behalf_of_name'),
    /** `noun.verb` in the past: `source.created`. */
    action: text('action').notNull(),
    targetKind: text('target_kind').notNull(),
    targetId: text('target_id').notNull(),
    teamId: uuid('team_id'),
    /** What it came in by; null in format 1. */
    sourceKind: text('source_kind'),
    sourceId: text('source_id'),
    /** Payload. */
    ip: text('ip'),
    /** Payload. */
    requestId: text('request_id'),
    outcome: text('outcome', { enum: AUDIT_OUTCOMES }).notNull(),
    /** Payload. */
    before: jsonb('before'),
    /** Payload. */
    after: jsonb('after'),
    /** Payload. */
    reason: text('reason'),
    /** Payload: 16 random bytes, so that nobody tries names until the hash fits; null in format 1. */
    salt: bytea('salt'),
    /** SHA-256 over the canonical JSON of the payload: that can be erased, and the chain holds. */
    payloadHash: bytea('payload_hash').notNull(),
    previousHash: bytea('previous_hash').notNull(),
    hash: bytea('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.seq] }),
    index('audit_entries_by_target').on(t.orgId, t.targetKind, t.targetId, t.at, t.seq),
    // Those that begin with what many entries have in common also hold (INCLUDE, see the migration) what else is asked for, so
    // that two common things that never come together are found out without reading entries.
    index('audit_entries_by_kind').on(t.orgId, t.targetKind, t.at, t.seq),
    index('audit_entries_by_time').on(t.orgId, t.at, t.seq),
    index('audit_entries_by_actor').on(t.orgId, t.actorId, t.at, t.seq),
    index('audit_entries_by_person')
      .on(t.orgId, t.onBehalfOfId, t.at, t.seq)
      .where(sql`on_behalf_of_id is not null`),
    index('audit_entries_by_action').on(t.orgId, t.action, t.at, t.seq),
    index('audit_entries_by_team').on(t.orgId, t.teamId, t.at, t.seq),
    index('audit_entries_by_address').on(t.orgId, t.ip, t.at, t.seq).where(sql`ip is not null`),
    // Most come by the console, whose page the times find as well.
    index('audit_entries_by_source')
      .on(t.orgId, t.sourceKind, t.at, t.seq)
      .where(sql`source_kind <> 'console'`),
    index('audit_entries_denied').on(t.orgId, t.at, t.seq).where(sql`outcome = 'denied'`),
    index('audit_entries_words').using('gin', AUDIT_WORDS),
  ],
)

/** Full tiles of each log's Merkle tree and, above the leaves, the growing one of each level (lib/audit/merkle-proof). They stay when entries go. */
export const auditTiles = pgTable(
  'audit_tiles',
  {
    orgId: orgId(),
    level: smallint('level').notNull(),
    tile: count('tile').notNull(),
    /** At most 256 hashes, one after the other. */
    hashes: bytea('hashes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.level, t.tile] })],
)

/** What was signed (C2SP tlog-checkpoint): never changed, never removed. */
export const auditCheckpoints = pgTable(
  'audit_checkpoints',
  {
    orgId: orgId(),
    size: count('size').notNull(),
    root: bytea('root').notNull(),
    /** The signed note. */
    note: text('note').notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.size] })],
)

/** The public keys that sign or signed a log's checkpoints. The private one is not in the database. */
export const auditKeys = pgTable(
  'audit_keys',
  {
    orgId: orgId(),
    /** The key id of signed notes, hexadecimal. */
    id: text('id').notNull(),
    vkey: text('vkey').notNull(),
    since: at('since').notNull(),
    retiredAt: at('retired_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
)

/** Where checkpoints are published, and how far that has come. */
export const auditPublications = pgTable(
  'audit_publications',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: PUBLICATION_KINDS }).notNull(),
    /** What is not secret: an address, a branch, a folder. */
    settings: jsonb('settings').notNull(),
    /** What is (lib/auth/sealed-secret). */
    sealedSecret: text('sealed_secret'),
    createdAt: at('created_at').notNull(),
    lastSize: count('last_size'),
    lastAt: at('last_at'),
    lastError: text('last_error'),
    failingSince: at('failing_since'),
    nextAttemptAt: at('next_attempt_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
)

/** Entries that retention may not remove while the hold is not released. */
export const legalHolds = pgTable(
  'legal_holds',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    scope: text('scope', { enum: HOLD_SCOPES }).notNull(),
    teamId: uuid('team_id'),
    targetKind: text('target_kind'),
    targetId: text('target_id'),
    reason: text('reason').notNull(),
    setBy: text('set_by').notNull(),
    setAt: at('set_at').notNull(),
    releasedBy: text('released_by'),
    releasedAt: at('released_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
)

/** What the last verification of a log came to, and why nothing is signed any more, if so. */
export const auditIntegrity = pgTable(
  'audit_integrity',
  {
    orgId: orgId(),
    requestedAt: at('requested_at'),
    verifiedTo: count('verified_to'),
    verifiedAt: at('verified_at'),
    /** What was found; an empty list when nothing was. */
    findings: jsonb('findings'),
    brokenSize: count('broken_size'),
    brokenWhy: text('broken_why'),
    brokenAt: at('broken_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId] })],
)
