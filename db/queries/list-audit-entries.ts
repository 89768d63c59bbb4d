import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { AuditFilter, AuditOutcome, ListedAuditEntry } from '@/lib/model/audit-entry'
import type { Scope } from '@/lib/model/scope'
import { isAuditable, matchesAudit } from './audit-filter'

const COUNTED_MAX = 10_000
/** What the values of a filter are taken from. */
const NEWEST = 10_000

/** Entries that the scope may read, the newest first: one page, and one row more where there is another. */
export async function listAuditEntries(
  scope: Scope,
  filter: AuditFilter = {},
  limit = 50,
  on: Db = database(),
): Promise<ListedAuditEntry[]> {
  const found = await on.execute<Row>(sql`
    select ${columns} from (${await matching(scope, filter, limit + 1, on)}) e
      left join teams t on t.org_id = e.org_id and t.id = e.team_id
    order by e.at desc, e.seq desc limit ${limit + 1}`)
  return found.rows.map(listedAudit)
}

/** How many entries the filter finds, up to ten thousand; `isMore`: there are more than that. */
export async function countAuditEntries(
  scope: Scope,
  filter: AuditFilter = {},
  on: Db = database(),
): Promise<{ count: number; isMore: boolean }> {
  const rows = await matching(scope, { ...filter, after: undefined }, COUNTED_MAX + 1, on)
  const found = await on.execute<{ count: number }>(sql`select count(*)::int as count from (${rows}) e`)
  const count = found.rows[0]?.count ?? 0
  return { count: Math.min(count, COUNTED_MAX), isMore: count > COUNTED_MAX }
}

/** All that was done to one thing, the newest first: its page's "history". */
export const historyOf = (
  scope: Scope,
  target: { kind: string; id: string },
  limit = 50,
  on: Db = database(),
): Promise<ListedAuditEntry[]> =>
  listAuditEntries(scope, { targetKind: target.kind, targetId: target.id }, limit, on)

/** What the log can be narrowed to. */
export type AuditValue = {
  key: 'action' | 'actor' | 'targetKind' | 'source'
  value: string
  /** Of an actor. */
  name: string | null
  count: number
}

/** Actions, actors, kinds of targets and sources of the newest ten thousand entries with their numbers. */
export async function countAuditValues(scope: Scope, on: Db = database()): Promise<AuditValue[]> {
  const found = await on.execute<AuditValue>(sql`
    with newest as materialized (
      select e.action, e.actor_id, e.actor_name, e.target_kind, e.source_kind from audit_entries e
      where ${isAuditable(scope)} order by e.at desc, e.seq desc limit ${NEWEST})
    select 'action' as key, action as value, null as name, count(*)::int as count from newest group by action
    union all select 'actor', actor_id, max(actor_name), count(*)::int from newest group by actor_id
    union all select 'targetKind', target_kind, null, count(*)::int from newest group by target_kind
    union all select 'source', source_kind, null, count(*)::int from newest where source_kind is not null group by source_kind
    order by key, count desc, value`)
  return found.rows
}

/** Rows of entries that the filter finds, at most so many. Who acted is two searches: as themselves, and by what acted for them. */
async function matching(scope: Scope, filter: AuditFilter, limit: number, on: Db): Promise<SQL> {
  const matches = matchesAudit(scope, filter, await actionsOf(scope, filter.action, on))
  const page = (who: SQL) => sql`(select e.* from audit_entries e
    where ${isAuditable(scope)} and ${matches} and ${who} order by e.at desc, e.seq desc limit ${limit})`
  const { actor } = filter
  return actor === undefined || actor === ''
    ? page(sql`true`)
    : sql`select * from (${page(sql`e.actor_id = ${actor}`)} union all
        ${page(sql`e.on_behalf_of_id = ${actor} and e.actor_id <> ${actor}`)}) e
        order by e.at desc, e.seq desc limit ${limit}`
}

/** The actions that a filter means: the one, or all of a noun, one look into the index for each. */
async function actionsOf(scope: Scope, action: string | undefined, on: Db): Promise<string[] | null> {
  if (action === undefined || action === '') return null
  if (action.includes('.')) return [action]
  const found = await on.execute<{ action: string }>(sql`
    with recursive actions as (
      select min(e.action) as action from audit_entries e where e.org_id = ${scope.orgId}
      union all
      select (select min(e.action) from audit_entries e where e.org_id = ${scope.orgId} and e.action > a.action)
      from actions a where a.action is not null)
    select action from actions where starts_with(action, ${`${action}.`})`)
  return found.rows.map((row) => row.action)
}

type Row = {
  seq: string
  at: string
  actorKind: string
  actorId: string
  actorName: string | null
  onBehalfOfKind: string | null
  onBehalfOfId: string | null
  onBehalfOfName: string | null
  action: string
  outcome: AuditOutcome
  targetKind: string
  targetId: string
  targetName: string | null
  teamId: string | null
  teamName: string | null
  sourceKind: string | null
  sourceId: string | null
  ip: string | null
  reason: string | null
}

const columns = sql`e.seq, e.at::text as at, e.actor_kind as "actorKind", e.actor_id as "actorId",
  e.actor_name as "actorName", e.on_behalf_of_kind as "onBehalfOfKind", e.on_behalf_of_id as "onBehalfOfId",
  e.on_behalf_of_name as "onBehalfOfName", e.action, e.outcome, e.target_kind as "targetKind", e.target_id as "targetId",
  coalesce(e.after ->> 'name', e.before ->> 'name', e.after ->> 'email', e.before ->> 'email') as "targetName",
  e.team_id as "teamId", t.name as "teamName", e.source_kind as "sourceKind", e.source_id as "sourceId", e.ip, e.reason`

function listedAudit(row: Row): ListedAuditEntry {
  const { onBehalfOfKind, onBehalfOfId } = row
  return {
    seq: Number(row.seq),
    at: new Date(row.at),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    onBehalfOf:
      onBehalfOfKind === null || onBehalfOfId === null
        ? null
        : { kind: onBehalfOfKind, id: onBehalfOfId, name: row.onBehalfOfName },
    action: row.action,
    outcome: row.outcome,
    target: {
      kind: row.targetKind,
      id: row.targetId,
      teamId: row.teamId,
      teamName: row.teamName,
      name: row.targetName,
    },
    source: row.sourceKind === null ? null : { kind: row.sourceKind, id: row.sourceId },
    ip: row.ip,
    reason: row.reason,
    isErased: row.actorName === null,
  }
}
