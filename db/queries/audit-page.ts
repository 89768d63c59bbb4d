import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { AuditFilter } from '@/lib/model/audit-entry'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { isAuditable, matchesAudit, says, wordsOf } from './audit-filter'

/** More searches than this in one statement take longer to plan than they save. */
const MOST_SEARCHES = 48
/** Entries whose words are read one after the other before the index of words is asked: at least, and for each row that is wanted. */
const NEWEST_READ = { least: 2_000, each: 8 }

/** What an entry is found by: its filter, and the actions that a noun of it means. */
export type AuditQuestion = { filter: AuditFilter; actions: readonly string[] | null }

/** What a page needs of an entry to have it read. */
const PLACE = sql`e.at, e.seq`

/** `at` and `seq` of the newest entries that a filter without words finds, in order, or what else indexes know of them. */
export const newestOf = (scope: Scope, of: AuditQuestion, limit: number, columns = PLACE): SQL => sql`(
  select f.* from (${foundBy(scope, of, limit, columns)}) f order by f.at desc, f.seq desc limit ${limit})`

/**
 * The same, only that each search has an order and all of them together have none. It is one search for each team, each
 * action and each part that somebody can have had: an index that begins with it gives its newest first and knows all else
 * that is asked, so that no search reads more entries than one of the things asked for has.
 */
export function foundBy(
  scope: Scope,
  { filter, actions }: AuditQuestion,
  limit: number,
  columns = PLACE,
): SQL {
  const rest = matchesAudit(scope, { ...filter, text: undefined }, null)
  const searches = searchesOf(scope, filter, actions).map(
    (search) => sql`(select ${columns} from audit_entries e
      where e.org_id = ${scope.orgId} and ${search} and ${rest} order by e.at desc, e.seq desc limit ${limit})`,
  )
  return sql.join(searches, sql` union all `)
}

/** The same with words, among so many of the newest that match but for these: enough for words that are said often. */
export const newestSaying = (
  scope: Scope,
  of: AuditQuestion,
  limit: number,
  read = Math.max(NEWEST_READ.least, NEWEST_READ.each * limit),
): SQL => sql`(
  select n.at, n.seq from ${newestOf(scope, of, read)} n
    join audit_entries e on e.org_id = ${scope.orgId} and e.seq = n.seq
  where ${matchesAudit(scope, { text: of.filter.text }, null)} order by n.at desc, n.seq desc limit ${limit})`

/**
 * The same among all: by the index of words, which knows no order, so all that it finds are put in order. Words that nearly
 * every entry has are looked for in the newest of these, until there are enough.
 */
export const allSaying = (scope: Scope, of: AuditQuestion & { words: Words }, limit: number): SQL => sql`(
  with said as materialized (${allOf(scope, { ...of, words: { ...of.words, common: '' } })})
  select s.at, s.seq from (select * from said order by at desc, seq desc) s
    join audit_entries e on e.org_id = ${scope.orgId} and e.seq = s.seq
  where ${saysBeside(of.words.common)} order by s.at desc, s.seq desc limit ${limit})`

/** Words apart: those that are rare enough for their index, and those that nearly every entry has. */
export type Words = { rare: string; common: string }

/** Entries, the newest of those that the scope may read, by which is known how common a word is. */
const ASKED_OF = 300
const EVERYTHING: AuditQuestion = { filter: {}, actions: null }

/** Parts the words of a text; there is always one for the index. */
export async function partedWords(scope: Scope, text: string, on: Db = database()): Promise<Words> {
  const words = [...new Set(wordsOf(text))]
  if (words.length < 2) return { rare: text, common: '' }
  const counts = words.map(
    (word, at) => sql`count(*) filter (where ${says(word)})::int as ${sql.identifier(`w${at}`)}`,
  )
  const found = await on.execute<Record<string, number>>(sql`
    select ${sql.join(counts, sql`, `)} from ${newestOf(scope, EVERYTHING, ASKED_OF)} n
      join audit_entries e on e.org_id = ${scope.orgId} and e.seq = n.seq`)
  const having = words.map((word, at) => ({ word, count: found.rows[0]?.[`w${at}`] ?? 0 }))
  const rarest = Math.min(...having.map(({ count }) => count))
  const isRare = ({ count }: { count: number }) => count < ASKED_OF / 2 || count === rarest
  const said = (of: typeof having) => of.map(({ word }) => word).join(' ')
  return { rare: said(having.filter(isRare)), common: said(having.filter((each) => !isRare(each))) }
}

/** Not by the index: in entries that were found already. */
const saysBeside = (text: string): SQL => (text === '' ? sql`true` : sql`(${says(text)}) is true`)

/** `at` and `seq` of what a filter with words finds, in no order. */
export function allOf(scope: Scope, { filter, actions, words }: AuditQuestion & { words: Words }): SQL {
  const { actor } = filter
  const who =
    actor === undefined || actor === ''
      ? sql`true`
      : sql`(e.actor_id = ${actor} or e.on_behalf_of_id = ${actor})`
  return sql`select e.at, e.seq from audit_entries e
    where ${isAuditable(scope)} and ${matchesAudit(scope, { ...filter, text: words.rare }, actions)} and ${who}
      and ${saysBeside(words.common)}`
}

/** Conditions no two of which hold for one entry, and that together hold for all of these teams, actions and actors. */
function searchesOf(scope: Scope, { team, actor }: AuditFilter, actions: readonly string[] | null): SQL[] {
  const whose = actorParts(actor)
  const done = actions === null ? [sql`true`] : actions.map((action) => sql`e.action = ${action}`)
  const teams = teamsFor(scope, 'audit.read')
  // A filter for one team is among the conditions already, and then none of the others is of use.
  const mine =
    teams === null
      ? [sql`true`]
      : (teams.includes(team ?? '') ? [team ?? ''] : teams).map((id) => sql`e.team_id = ${id}::uuid`)
  const isMany = mine.length * done.length * whose.length > MOST_SEARCHES
  const where = isMany && teams !== null ? [sql`e.team_id = any(${sql.param(teams)}::uuid[])`] : mine
  const searches = where.flatMap((of) =>
    done.flatMap((did) => whose.map((who) => sql`${of} and ${did} and ${who}`)),
  )
  // Nothing may be read, or no action has that noun.
  return searches.length === 0 ? [sql`false`] : searches
}

/** Who acted as themselves, and for whom something acted. */
const actorParts = (actor: string | undefined): SQL[] =>
  actor === undefined || actor === ''
    ? [sql`true`]
    : [sql`e.actor_id = ${actor}`, sql`e.on_behalf_of_id = ${actor} and e.actor_id <> ${actor}`]
