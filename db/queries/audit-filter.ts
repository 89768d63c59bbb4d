import { type SQL, sql } from 'drizzle-orm'
import { AUDIT_WORDS } from '@/db/schema/audit'
import { AUDIT_OUTCOMES, type AuditFilter } from '@/lib/model/audit-entry'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'

/** Entries of teams whose audit log the scope may read; what belongs to no team is the organization's, and for those who may read all. */
export function isAuditable(scope: Scope): SQL {
  const teams = teamsFor(scope, 'audit.read')
  const mine = teams === null ? sql`true` : sql`e.team_id = any(${sql.param(teams)}::uuid[])`
  return sql`e.org_id = ${scope.orgId} and ${mine}`
}

/** The condition of a filter on `e`, but for who acted. `actions` are those that a noun means. A word that cannot be matches nothing. */
export function matchesAudit(scope: Scope, filter: AuditFilter, actions: readonly string[] | null): SQL {
  const { team, outcome, since, until, after } = filter
  const parts = [
    given(filter.text, says),
    actions === null ? undefined : sql`e.action = any(${sql.param([...actions])}::text[])`,
    given(filter.targetKind, (kind) => sql`e.target_kind = ${kind}`),
    given(filter.targetId, (id) => sql`e.target_id = ${id}`),
    given(team, (id) => (isUuid(id) ? sql`e.team_id = ${id}::uuid` : sql`false`)),
    given(outcome, (word) => outcomeIs(word)),
    given(filter.source, sourceIs),
    given(filter.ip, (ip) => sql`e.ip = ${ip}`),
    since && sql`e.at >= ${since.toISOString()}::timestamptz`,
    until && sql`e.at < ${until.toISOString()}::timestamptz`,
    after === undefined ? undefined : isBefore(scope.orgId, after),
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}

/** The words of a text; what is no letter and no digit parts them. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Each word of a text as the beginning of a word, all of which there must be. */
export const prefixQuery = (text: string): string =>
  wordsOf(text)
    .map((word) => `'${word}':*`)
    .join(' & ')

/** True of entries that have all of these words, by the index of words. */
export const says = (text: string): SQL => sql`${AUDIT_WORDS} @@ to_tsquery('simple', ${prefixQuery(text)})`

/** A constant, so that the partial index of what was denied can be used. */
function outcomeIs(word: string): SQL {
  const outcome = AUDIT_OUTCOMES.find((each) => each === word)
  return outcome === undefined ? sql`false` : sql`e.outcome = ${sql.raw(`'${outcome}'`)}`
}

/** `api`, or `api:<id>`. */
function sourceIs(word: string): SQL {
  const [kind = '', ...rest] = word.split(':')
  return rest.length === 0
    ? sql`e.source_kind = ${kind}`
    : sql`e.source_kind = ${kind} and e.source_id = ${rest.join(':')}`
}

const isBefore = (orgId: string, seq: number): SQL =>
  Number.isSafeInteger(seq)
    ? sql`(e.at, e.seq) < (select a.at, a.seq from audit_entries a where a.org_id = ${orgId} and a.seq = ${seq})`
    : sql`false`

const given = <T>(value: T | undefined, part: (value: T) => SQL): SQL | undefined =>
  value === undefined || value === '' ? undefined : part(value)
