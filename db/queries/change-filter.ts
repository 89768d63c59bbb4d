import { type SQL, sql } from 'drizzle-orm'
import { CHANGE_CLASSES, CHANGE_WAYS } from '@/lib/model/change'
import { CHANGE_VIEWS, type ChangeView } from '@/lib/model/listed-change'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { isAskedBy, waitsFor } from './asked-of'
import { isOutsideHours } from './outside-hours'
import { isReadable } from './readable'

/** Which changes are asked for. What names nothing that there is matches nothing. */
export type ChangeFilter = {
  view?: string
  flowId?: string
  sourceId?: string
  teamId?: string
  personId?: string
  class?: string
  way?: string
  /** A merge or pull request: its address, or its number where a host told none. */
  merge?: string
  /** Words in the summary, the reason, the name of the flow. */
  text?: string
  since?: Date
  until?: Date
  /** The id of the last row of the page before. */
  after?: string
}

/** Changes `c` that the scope may read and the filter asks for. */
export function changeMatches(scope: Scope, filter: ChangeFilter): SQL {
  const parts: SQL[] = [sql`c.org_id = ${scope.orgId}`, isReadable(scope, sql`c.team_id`)]
  const byId = (id: string | undefined, column: SQL): void => {
    if (id !== undefined) parts.push(isUuid(id) ? sql`${column} = ${id}::uuid` : sql`false`)
  }
  byId(filter.flowId, sql`c.flow_id`)
  byId(filter.sourceId, sql`c.source_id`)
  byId(filter.teamId, sql`c.team_id`)
  if (filter.personId !== undefined) parts.push(byPerson(filter.personId))
  if (filter.class !== undefined)
    parts.push(isOne(CHANGE_CLASSES, filter.class) ? sql`${filter.class} = any(c.classes)` : sql`false`)
  if (filter.way !== undefined)
    parts.push(isOne(CHANGE_WAYS, filter.way) ? sql`c.way = ${filter.way}` : sql`false`)
  if (filter.merge !== undefined) parts.push(ofMerge(filter.merge))
  if (filter.since !== undefined) parts.push(sql`c.at >= ${filter.since.toISOString()}::timestamptz`)
  if (filter.until !== undefined) parts.push(sql`c.at < ${filter.until.toISOString()}::timestamptz`)
  if (filter.text !== undefined && filter.text.trim() !== '') parts.push(contains(filter.text.trim()))
  if (filter.view !== undefined)
    parts.push(isOne(CHANGE_VIEWS, filter.view) ? VIEWS[filter.view as ChangeView](scope) : sql`false`)
  if (filter.after !== undefined && isUuid(filter.after))
    parts.push(sql`(c.at, c.id) < (select a.at, a.id from changes a
      where a.org_id = ${scope.orgId} and a.id = ${filter.after}::uuid)`)
  return sql.join(parts, sql` and `)
}

const byPerson = (personId: string): SQL =>
  isUuid(personId)
    ? sql`c.actor_key in (select a.key from actors a where a.org_id = c.org_id and a.person_id = ${personId}::uuid)`
    : sql`false`

const ofMerge = (merge: string): SQL =>
  sql`coalesce(c.change->'merge'->>'url', c.change->'merge'->>'number') = ${merge}`

function contains(text: string): SQL {
  const like = `%${text.replace(/[\\%_]/g, (one) => `\\${one}`)}%`
  return sql`(c.summary ilike ${like} or c.change->'reason'->>'text' ilike ${like} or exists (select 1 from flows n
    where n.org_id = c.org_id and n.id = c.flow_id and n.name ilike ${like}))`
}

const BROKEN = sql`('failed', 'timed_out', 'lost')`

/** When the changed definition came to where it runs: what happened before it was not its doing. */
export const EFFECTIVE_AT = sql`coalesce(c.executed_at, c.at)`

const VIEWS: Record<ChangeView, (scope: Scope) => SQL> = {
  unexplained: () => sql`c.is_unexplained`,
  no_reason: () => sql`not c.has_reason`,
  edited_in_tool: () => sql`c.way in ('console', 'api')`,
  schedules: () => sql`'schedule' = any(c.classes)`,
  connections: () => sql`c.classes && array['connection', 'secrets']`,
  outside_hours: isOutsideHours,
  by_non_owners: () => sql`c.actor_key is not null and not exists (
    select 1 from actors a
      join memberships m on m.org_id = a.org_id and m.user_id = a.person_id and m.team_id = c.team_id
    where a.org_id = c.org_id and a.key = c.actor_key)`,
  asked_of_me: waitsFor,
  i_asked: isAskedBy,
  before_failure:
    () => sql`(select e.state from executions e where e.org_id = c.org_id and e.flow_id = c.flow_id
      and e.occurred_at >= ${EFFECTIVE_AT} and e.ended_at_unix_nano is not null
      order by e.occurred_at, e.id limit 1) in ${BROKEN}
    and (select e.state from executions e where e.org_id = c.org_id and e.flow_id = c.flow_id
      and e.occurred_at < ${EFFECTIVE_AT} and e.ended_at_unix_nano is not null
      order by e.occurred_at desc, e.id desc limit 1) not in ${BROKEN}`,
}

const isOne = (words: readonly string[], word: string): boolean => words.includes(word)
