import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { AuditFilter, AuditOutcome, ListedAuditEntry } from '@/lib/model/audit-entry'
import type { Scope } from '@/lib/model/scope'
import {
  type AuditQuestion,
  allOf,
  allSaying,
  foundBy,
  newestOf,
  newestSaying,
  partedWords,
} from './audit-page'
import { changeTold } from './audit-row'
import { targetNameNow } from './target-name'

const COUNTED_MAX = 10_000
/** Of words, which must be read in each entry that an index leads to. */
const COUNTED_SAYING_MAX = 1_000
/** Of twice as many, the newest. */
const SAID_OFTEN = 100
/** What the values of a filter are taken from. */
const NEWEST = 10_000

/** Entries that the scope may read, the newest first: one page, and one row more where there is another. */
export async function listAuditEntries(
  scope: Scope,
  filter: AuditFilter = {},
  limit = 50,
  on: Db = database(),
): Promise<ListedAuditEntry[]> {
  const of = await questionOf(scope, filter, on)
  const rows = limit + 1
  if (!hasWords(filter)) return listed(scope, newestOf(scope, of, rows), on)
  const newest = await listed(scope, newestSaying(scope, of, rows), on)
  if (newest.length === rows) return newest
  const words = await partedWords(scope, filter.text ?? '', on)
  return byIndexOfWords(on, (tx) => listed(scope, allSaying(scope, { ...of, words }, rows), tx))
}

/**
 * How many entries the filter finds, up to ten thousand, of words up to one thousand; `isMore`: there may be more than that. Words
 * that the newest entries have often are not counted in the others: that would take as long as all else of a page.
 */
export async function countAuditEntries(
  scope: Scope,
  filter: AuditFilter = {},
  on: Db = database(),
): Promise<{ count: number; isMore: boolean }> {
  const of = await questionOf(scope, { ...filter, after: undefined }, on)
  const upTo = (max: number, count: number) => ({ count: Math.min(count, max), isMore: count > max })
  if (!hasWords(filter))
    return upTo(COUNTED_MAX, await counted(foundBy(scope, of, COUNTED_MAX + 1), COUNTED_MAX, on))
  const [most, read] = [COUNTED_SAYING_MAX, 2 * COUNTED_SAYING_MAX]
  const newest = await counted(newestSaying(scope, of, most + 1, read), most, on)
  if (newest > most) return upTo(most, newest)
  if ((await counted(newestOf(scope, of, read), read, on)) < read) return upTo(most, newest)
  if (newest >= SAID_OFTEN) return { count: newest, isMore: true }
  const words = await partedWords(scope, filter.text ?? '', on)
  return upTo(most, await byIndexOfWords(on, (tx) => counted(allOf(scope, { ...of, words }), most, tx)))
}

/** How many rows there are; one more than `max` stands for all above. */
async function counted(rows: SQL, max: number, on: Db): Promise<number> {
  const found = await on.execute<{ count: number }>(
    sql`select count(*)::int as count from (select 1 from (${rows}) e limit ${max + 1}) e`,
  )
  return found.rows[0]?.count ?? 0
}

/**
 * Asks by the index of words and no other way: how often words come together nobody can foresee, and reading the words of all
 * entries takes a hundred times as long. All places that the index finds are held, or else their words would be read again.
 */
const byIndexOfWords = <T>(on: Db, ask: (tx: Db) => Promise<T>): Promise<T> =>
  on.transaction(async (tx) => {
    await tx.execute(sql`select set_config('work_mem', '64MB', true), set_config('enable_seqscan', 'off', true),
      set_config('enable_indexscan', 'off', true), set_config('enable_indexonlyscan', 'off', true)`)
    return ask(tx)
  })

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
  const told = sql`e.at, e.seq, e.action, e.actor_id, e.target_kind, e.source_kind`
  const found = await on.execute<AuditValue>(sql`
    with newest as materialized (
      select e.* from ${newestOf(scope, { filter: {}, actions: null }, NEWEST, told)} e),
    actors as (select actor_id, count(*)::int as count, max(seq) as seq from newest group by actor_id)
    select 'action' as key, action as value, null as name, count(*)::int as count from newest group by action
    union all select 'actor', a.actor_id, (select e.actor_name from audit_entries e
      where e.org_id = ${scope.orgId} and e.seq = a.seq), a.count from actors a
    union all select 'targetKind', target_kind, null, count(*)::int from newest group by target_kind
    union all select 'source', source_kind, null, count(*)::int from newest where source_kind is not null group by source_kind
    order by key, count desc, value`)
  return found.rows
}

const hasWords = ({ text }: AuditFilter): boolean => text !== undefined && text !== ''

const questionOf = async (scope: Scope, filter: AuditFilter, on: Db): Promise<AuditQuestion> => ({
  filter,
  actions: await actionsOf(scope, filter.action, on),
})

/** The entries of a page, of which `at` and `seq` are known. */
async function listed(scope: Scope, page: SQL, on: Db): Promise<ListedAuditEntry[]> {
  const found = await on.execute<Row>(sql`
    select ${columns} from ${page} p
      join audit_entries e on e.org_id = ${scope.orgId} and e.seq = p.seq
      left join teams t on t.org_id = e.org_id and t.id = e.team_id
    order by e.at desc, e.seq desc`)
  return found.rows.map(listedAudit)
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
  changeId: string | null
  changeSummary: string | null
  changeBy: string | null
}

const columns = sql`e.seq, e.at::text as at, e.actor_kind as "actorKind", e.actor_id as "actorId",
  e.actor_name as "actorName", e.on_behalf_of_kind as "onBehalfOfKind", e.on_behalf_of_id as "onBehalfOfId",
  e.on_behalf_of_name as "onBehalfOfName", e.action, e.outcome, e.target_kind as "targetKind", e.target_id as "targetId",
  coalesce(e.after ->> 'name', e.before ->> 'name', e.after ->> 'email', e.before ->> 'email',
    ${targetNameNow(sql`e`)}) as "targetName",
  e.team_id as "teamId", t.name as "teamName", e.source_kind as "sourceKind", e.source_id as "sourceId", e.ip, e.reason,
  e.after ->> 'change' as "changeId", e.after ->> 'summary' as "changeSummary", e.after -> 'actor' ->> 'name' as "changeBy"`

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
    change: changeTold({ id: row.changeId, summary: row.changeSummary, by: row.changeBy }),
    isErased: row.actorName === null,
  }
}
