import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Permission } from '@/lib/model/roles'
import { type Scope, teamsFor } from '@/lib/model/scope'
import type { SearchHit } from '@/lib/model/search-hit'
import { pastedIds } from '@/lib/query/pasted-id'
import { findUuid } from '@/lib/query/values'
import { isReadable, isReadableByAny } from './readable'

const EACH = 6

/**
 * What a person may mean by a few words or by an id that they pasted: executions by any id or address, a trace by its own,
 * flows, sources and people by name. One statement, each part cut short.
 */
export async function searchConsole(scope: Scope, text: string, on: Db = database()): Promise<SearchHit[]> {
  const typed = text.replaceAll('\0', '').trim().slice(0, 1000)
  if (typed === '') return []
  const parts = [executionsOf(scope, typed), tracesOf(scope, typed), ...namedLike(scope, typed)]
  const found = await on.execute<SearchHit>(
    sql`select kind, id, title, says, state from (
      ${sql.join(
        parts.map((part, rank) => sql`(select ${rank}::int as rank, hits.* from (${part}) hits)`),
        sql` union all `,
      )}) found order by rank, place`,
  )
  return found.rows
}

function executionsOf(scope: Scope, typed: string): SQL {
  const uuid = findUuid(typed)
  const ids = sql`select e.id from executions e where e.org_id = ${scope.orgId}
    and e.native_id = any(${sql.param(pastedIds(typed))}::text[]) limit 50`
  const byUuid = uuid
    ? sql`union select ${uuid}::uuid union
        select unnest(t.execution_ids) from traces t where t.org_id = ${scope.orgId} and t.trace_id = ${uuid}`
    : sql``
  return sql`select 'execution' as kind, e.id::text as id, coalesce(nullif(e.title, ''), f.name, e.native_id) as title,
      concat_ws(' · ', case when e.title <> '' then f.name end, s.name, e.native_id) as says, e.state,
      row_number() over (order by e.url = ${typed} desc nulls last, e.occurred_at desc, e.id) as place
    from (select * from (${ids}) named ${byUuid}) wanted
    join executions e on e.org_id = ${scope.orgId} and e.id = wanted.id and ${isReadable(scope, sql`e.team_id`)}
    left join flows f on f.org_id = e.org_id and f.id = e.flow_id
    left join sources s on s.org_id = e.org_id and s.id = e.source_id
    order by place limit ${EACH}`
}

function tracesOf(scope: Scope, typed: string): SQL {
  const uuid = findUuid(typed)
  return sql`select 'trace' as kind, replace(t.trace_id::text, '-', '') as id, replace(t.trace_id::text, '-', '') as title,
      '' as says, null::text as state, 1::bigint as place
    from traces t
    where t.org_id = ${scope.orgId} and t.trace_id = ${uuid}::uuid and ${isReadableByAny(scope, sql`t.team_ids`)}`
}

function namedLike(scope: Scope, typed: string): SQL[] {
  const escaped = typed.replace(/[\\%_]/g, '\\$&')
  const like = `%${escaped}%`
  // What begins with it comes first, and of two that do the shorter one.
  const place = (name: SQL, id: SQL) =>
    sql`row_number() over (order by ${name} ilike ${`${escaped}%`} desc, length(${name}), ${name}, ${id}) as place`
  return [
    sql`select 'flow' as kind, f.id::text as id, f.name as title, concat_ws(' · ', nullif(f.namespace, ''), s.name) as says,
        null::text as state, ${place(sql`f.name`, sql`f.id`)}
      from flows f left join sources s on s.org_id = f.org_id and s.id = f.source_id
      where f.org_id = ${scope.orgId} and ${isReadable(scope, sql`f.team_id`)}
        and (f.name ilike ${like} or f.namespace ilike ${like})
      order by place limit ${EACH}`,
    sql`select 'source' as kind, s.id::text as id, s.name as title, concat_ws(' · ', s.kind, s.environment) as says,
        null::text as state, ${place(sql`s.name`, sql`s.id`)}
      from sources s
      where s.org_id = ${scope.orgId} and ${isOf(scope, 'source.read', sql`s.team_id`)}
        and (s.name ilike ${like} or s.slug ilike ${like})
      order by place limit ${EACH}`,
    sql`select 'person' as kind, u.id::text as id, u.name as title, u.email as says, null::text as state,
        ${place(sql`u.name`, sql`u.id`)}
      from users u
      where u.org_id = ${scope.orgId} and (u.name ilike ${like} or u.email ilike ${like}) and ${isKnownPerson(scope)}
      order by place limit ${EACH}`,
  ]
}

function isOf(scope: Scope, permission: Permission, team: SQL): SQL {
  const teams = teamsFor(scope, permission)
  return teams === null ? sql`true` : sql`${team} = any(${sql.param(teams)}::uuid[])`
}

/** Oneself, and everybody who shares a team in which the scope may read who is in it. */
const isKnownPerson = (scope: Scope): SQL =>
  teamsFor(scope, 'member.read') === null
    ? sql`true`
    : sql`(u.id = ${scope.userId}::uuid or exists (select 1 from memberships m where m.org_id = u.org_id
        and m.user_id = u.id and ${isOf(scope, 'member.read', sql`m.team_id`)}))`
