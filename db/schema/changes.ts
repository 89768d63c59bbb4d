import { sql } from 'drizzle-orm'
import {
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
import { ACTOR_KINDS, CHANGE_WAYS, type ChangeClass, type ChangeTelling } from '@/lib/model/change'
import type { Change, DRIFT_STATES, DriftDetail } from '@/lib/model/flow-change'
import { bytea, orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/**
 * What events said of what is defined: written with the event, folded by the worker, kept when the event is gone. All
 * that is known of changes can be worked out from these, the commits and the executions again.
 */
export const changeTellings = pgTable(
  'change_tellings',
  {
    orgId: orgId(),
    eventId: uuid('event_id').notNull(),
    /** Which of the event's tellings. */
    ordinal: integer('ordinal').notNull(),
    sourceId: uuid('source_id').notNull(),
    receivedAt: at('received_at').notNull(),
    about: text('about').notNull(),
    /** For what speaks of one flow. */
    flowId: uuid('flow_id'),
    /** For what speaks of a repository, with the commit. */
    repository: text('repository'),
    sha: text('sha'),
    telling: jsonb('telling').$type<ChangeTelling>().notNull(),
    /** Of what it defines: set when it is folded; null for what defines nothing. */
    hash: bytea('hash'),
    /** Null until the worker has folded it. */
    foldedAt: at('folded_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.eventId, t.ordinal] }),
    index('change_tellings_open').on(t.orgId, t.foldedAt, t.receivedAt),
    index('change_tellings_by_flow').on(t.orgId, t.flowId),
    index('change_tellings_by_repository').on(t.orgId, t.repository, t.sha),
  ],
)

/** Definitions by the hash of what they mean; the first text that was seen with that meaning is kept. */
export const definitions = pgTable(
  'definitions',
  {
    orgId: orgId(),
    hash: bytea('hash').notNull(),
    format: text('format').notNull(),
    /** Null where a checksum of the tool's is all there is. */
    text: text('text'),
    /** Where it stands in several files: those, the leading one first, each a definition of its own, by hash. Then it has no text. */
    files: jsonb('files').$type<{ path: string; hash: string }[]>(),
    firstSeenAt: at('first_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.hash] })],
)

/** The versions that executions of a flow say they ran: rolled up by the worker, so that an execution costs nothing. */
export const executedVersions = pgTable(
  'executed_versions',
  {
    orgId: orgId(),
    flowId: uuid('flow_id').notNull(),
    /** The tool's word; empty for none. */
    version: text('version').notNull(),
    commit: text('commit').notNull(),
    firstAt: at('first_at').notNull(),
    lastAt: at('last_at').notNull(),
    firstExecutionId: uuid('first_execution_id').notNull(),
    lastExecutionId: uuid('last_execution_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.flowId, t.version, t.commit] })],
)

/** When executions of a flow began to say that they ran something else than the one before: a version may come back. */
export const executedTurns = pgTable(
  'executed_turns',
  {
    orgId: orgId(),
    flowId: uuid('flow_id').notNull(),
    at: at('at').notNull(),
    /** The tool's word; empty for none. */
    version: text('version').notNull(),
    commit: text('commit').notNull(),
    executionId: uuid('execution_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.flowId, t.at] })],
)

/** Flows of which another witness has come: to be folded anew by the worker. */
export const changedFlows = pgTable(
  'changed_flows',
  {
    orgId: orgId(),
    flowId: uuid('flow_id').notNull(),
    since: at('since').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.flowId] })],
)

/** The distinct meanings that a flow's definition had, numbered in the order in which they came. */
export const flowVersions = pgTable(
  'flow_versions',
  {
    orgId: orgId(),
    flowId: uuid('flow_id').notNull(),
    hash: bytea('hash').notNull(),
    number: integer('number').notNull(),
    firstAt: at('first_at').notNull(),
    /** The words by which executions name it: revisions and commits. */
    versions: text('versions').array().notNull(),
    commits: text('commits').array().notNull(),
    /** How often it was told again, though nothing in it had changed. */
    repeats: integer('repeats').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.flowId, t.hash] })],
)

/** Changes of flows, joined from their witnesses. Worked out anew for a flow whenever another witness comes. */
export const changes = pgTable(
  'changes',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    /** Null for what belongs to no one flow: a connection, a variable. */
    flowId: uuid('flow_id'),
    sourceId: uuid('source_id').notNull(),
    teamId: uuid('team_id').notNull(),
    at: at('at').notNull(),
    way: text('way', { enum: CHANGE_WAYS }).notNull(),
    classes: text('classes').array().$type<ChangeClass[]>().notNull(),
    /** In words: `schedule 03:00 → 02:00; +1 task`. */
    summary: text('summary').notNull(),
    /** Key of the actor of record (merger or committer, else who edited); null where nobody is known. */
    actorKey: text('actor_key'),
    beforeHash: bytea('before_hash'),
    afterHash: bytea('after_hash'),
    /** True where no witness says who did it. */
    isUnexplained: boolean('is_unexplained').notNull(),
    hasReason: boolean('has_reason').notNull(),
    /** When the changed definition was first executed. */
    executedAt: at('executed_at'),
    /** Keys of those whom a question about it goes to (`lib/changes/asked-keys.ts`); null where nobody has asked. */
    askedOf: text('asked_of').array(),
    change: jsonb('change').$type<Change>().notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('changes_by_time').on(t.orgId, t.at, t.id),
    index('changes_by_team').on(t.orgId, t.teamId, t.at, t.id),
    index('changes_by_flow').on(t.orgId, t.flowId, t.at),
    // The change that brought a version of a flow, of which a busy one has tens of thousands.
    index('changes_by_version').on(t.orgId, t.flowId, t.afterHash, t.at),
    index('changes_asked').on(t.orgId, t.at, t.id).where(sql`asked_of is not null and not has_reason`),
  ],
)

/** How Git, the tool and the last execution of a flow stand to each other. */
export const flowDrift = pgTable(
  'flow_drift',
  {
    orgId: orgId(),
    flowId: uuid('flow_id').notNull(),
    teamId: uuid('team_id').notNull(),
    state: text('state').$type<(typeof DRIFT_STATES)[number]>().notNull(),
    /** Since when it stands so. */
    since: at('since').notNull(),
    lagCommits: integer('lag_commits'),
    detail: jsonb('detail').$type<DriftDetail>().notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.flowId] }),
    index('flow_drift_by_state').on(t.orgId, t.state, t.since),
  ],
)

/** Whoever a tool or a commit names, by `kind:id`. */
export const actors = pgTable(
  'actors',
  {
    orgId: orgId(),
    key: text('key').notNull(),
    kind: text('kind', { enum: ACTOR_KINDS }).notNull(),
    handle: text('handle').notNull(),
    name: text('name'),
    email: text('email'),
    isBot: boolean('is_bot').notNull(),
    /** Who it is: the same for all names of one person; its own where it stands alone. */
    personId: uuid('person_id').notNull(),
    firstSeenAt: at('first_seen_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.key] }), index('actors_by_person').on(t.orgId, t.personId)],
)

/** That two names are one person: suggested by evidence, decided by people, taken back by people. */
export const actorMerges = pgTable(
  'actor_merges',
  {
    orgId: orgId(),
    /** In the order of the alphabet. */
    firstKey: text('first_key').notNull(),
    secondKey: text('second_key').notNull(),
    evidence: text('evidence').notNull(),
    state: text('state', { enum: ['suggested', 'merged', 'apart'] }).notNull(),
    /** Null where the evidence alone decided. */
    decidedBy: uuid('decided_by'),
    decidedAt: at('decided_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.firstKey, t.secondKey] })],
)

/** What people said of a change: a reason was asked for, given, a word, that it was looked at. */
export const changeNotes = pgTable(
  'change_notes',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    changeId: uuid('change_id').notNull(),
    kind: text('kind', { enum: ['question', 'reason', 'comment', 'reviewed'] }).notNull(),
    userId: uuid('user_id').notNull(),
    text: text('text').notNull(),
    at: at('at').notNull(),
    /** Of a question: when who asked looked at the change after it was answered. */
    answerSeenAt: at('answer_seen_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('change_notes_by_change').on(t.orgId, t.changeId, t.at),
    index('change_notes_by_asker').on(t.orgId, t.userId, t.changeId).where(sql`kind = 'question'`),
  ],
)
