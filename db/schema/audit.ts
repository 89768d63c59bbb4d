import { bigint, index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** The last entry of each organization's log; its row lock makes `seq` gapless. */
export const auditHeads = pgTable(
  'audit_heads',
  { orgId: orgId(), seq: bigint('seq', { mode: 'number' }).notNull(), hash: bytea('hash').notNull() },
  (t) => [primaryKey({ columns: [t.orgId] })],
)

/** Who did what, when, to what: written in the transaction of the change, never updated. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    orgId: orgId(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    id: uuid('id').notNull(),
    at: at('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    /** `noun.verb` in the past: `source.created`. */
    action: text('action').notNull(),
    targetKind: text('target_kind').notNull(),
    targetId: text('target_id').notNull(),
    teamId: uuid('team_id'),
    ip: text('ip'),
    requestId: text('request_id'),
    outcome: text('outcome', { enum: ['done', 'denied'] }).notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    /** SHA-256 over the canonical JSON of before, after, and the actor's name and address: they can be erased, and the chain holds. */
    payloadHash: bytea('payload_hash').notNull(),
    previousHash: bytea('previous_hash').notNull(),
    hash: bytea('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.seq] }),
    index('audit_entries_by_target').on(t.orgId, t.targetKind, t.targetId, t.seq),
  ],
)
