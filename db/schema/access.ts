import { boolean, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { API_SCOPES } from '@/lib/model/api-scope'
import { ROLES } from '@/lib/model/roles'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** A link that makes somebody a member once; only the hash is kept. */
export const invites = pgTable(
  'invites',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    hash: bytea('hash').notNull(),
    email: text('email').notNull(),
    teamId: uuid('team_id').notNull(),
    role: text('role', { enum: ROLES }).notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    // Looked up without an organization: the link is what says which organization it is.
    index('invites_hash').on(t.hash),
  ],
)

/** Tokens of the API: `rl_read_<id>_<secret>_<crc>`, looked up by `id`, compared by SHA-256, shown once. */
export const readTokens = pgTable(
  'read_tokens',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    hash: bytea('hash').notNull(),
    /** `read` looks as a viewer of its teams; `write` does what its person may do in them. */
    scope: text('scope', { enum: API_SCOPES }).notNull().default('read'),
    /** The teams that it is for. */
    teamIds: uuid('team_ids').array().notNull(),
    /** For all that its person may, now and later, and for what belongs to no team; `teamIds` is empty then. */
    isForAll: boolean('is_for_all').notNull().default(false),
    /** The token by which it was made, if any: it ends with that one. */
    parentId: text('parent_id'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index('read_tokens_id').on(t.id)],
)

/** Which team owns which flows, where it is not the team of the source. The first rule that fits decides. */
export const ownershipRules = pgTable(
  'ownership_rules',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    teamId: uuid('team_id').notNull(),
    position: integer('position').notNull(),
    /** Each null or a condition that must hold; patterns may hold `*`. */
    sourceId: uuid('source_id'),
    namespace: text('namespace'),
    name: text('name'),
    labelKey: text('label_key'),
    labelValue: text('label_value'),
    /** Whom the CODEOWNERS of a repository names for the file of the flow. */
    repositoryId: uuid('repository_id'),
    codeOwner: text('code_owner'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
)
