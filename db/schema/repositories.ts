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
import type { CommitTelling } from '@/lib/model/change'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** A Git repository whose tracked branch says how flows should be. */
export const repositories = pgTable(
  'repositories',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    teamId: uuid('team_id').notNull(),
    /** `host/path`, as every telling names it. */
    name: text('name').notNull(),
    /** Where it is fetched from; null where webhooks alone tell of it. */
    url: text('url'),
    branch: text('branch').notNull(),
    /** Sealed; null where it needs none. */
    credential: text('credential'),
    headSha: text('head_sha'),
    headAt: at('head_at'),
    readAt: at('read_at'),
    /** Why the last reading failed; null where it did not. */
    problem: text('problem'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), unique('repositories_by_name').on(t.orgId, t.name)],
)

/** Which files of a repository define which flows; the first rule that matches a path counts. */
export const repositoryRules = pgTable(
  'repository_rules',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    repositoryId: uuid('repository_id').notNull(),
    position: integer('position').notNull(),
    /** A glob with named parts: `flows/{namespace}/{flow}.yml`. */
    pattern: text('pattern').notNull(),
    /** How the file is read: see `lib/changes/meaning`. */
    format: text('format').notNull(),
    sourceId: uuid('source_id').notNull(),
    /** Made of the named parts; empty where the file itself says. */
    namespace: text('namespace').notNull(),
    flow: text('flow').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('repository_rules_by_repository').on(t.orgId, t.repositoryId, t.position),
  ],
)

/** Commits of tracked branches, in the order in which the branch had them. */
export const commits = pgTable(
  'commits',
  {
    orgId: orgId(),
    repositoryId: uuid('repository_id').notNull(),
    sha: text('sha').notNull(),
    /** Greater is later on the branch. */
    position: bigint('position', { mode: 'number' }).notNull(),
    landedAt: at('landed_at').notNull(),
    telling: jsonb('telling').$type<CommitTelling>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.repositoryId, t.sha] }),
    index('commits_in_order').on(t.orgId, t.repositoryId, t.position),
  ],
)

/** What a commit did to the definition of a flow. */
export const commitDefinitions = pgTable(
  'commit_definitions',
  {
    orgId: orgId(),
    repositoryId: uuid('repository_id').notNull(),
    sha: text('sha').notNull(),
    flowId: uuid('flow_id').notNull(),
    path: text('path').notNull(),
    /** Of `definitions`; null where there was none, or where the file was not seen. */
    beforeHash: bytea('before_hash'),
    afterHash: bytea('after_hash'),
    /** False where webhooks told of the path alone. */
    isRead: boolean('is_read').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.repositoryId, t.sha, t.flowId, t.path] }),
    index('commit_definitions_by_flow').on(t.orgId, t.flowId),
  ],
)

/** Files of the tracked branch's newest commit that define flows. */
export const repositoryFiles = pgTable(
  'repository_files',
  {
    orgId: orgId(),
    repositoryId: uuid('repository_id').notNull(),
    path: text('path').notNull(),
    flowId: uuid('flow_id').notNull(),
    ruleId: uuid('rule_id').notNull(),
    blob: text('blob').notNull(),
    hash: bytea('hash').notNull(),
    /** The commit that last touched it. */
    sha: text('sha').notNull(),
    /** Whom the repository's CODEOWNERS names for it. */
    owners: text('owners').array().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.repositoryId, t.path, t.flowId] }),
    index('repository_files_by_flow').on(t.orgId, t.flowId),
  ],
)
