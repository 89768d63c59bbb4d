import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ListedMember } from '@/lib/model/listed-member'
import { Refusal } from '@/lib/model/refusal'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'

export type MemberFilter = {
  /** Part of a name or an address. */
  text?: string
  teamId?: string
  state?: 'active' | 'deactivated'
  /** The id of the last row of the page before. */
  after?: string
}

type Row = Omit<ListedMember, 'lastSeenAt'> & { lastSeenAt: string | null }

/** People the scope may read, by name: those who share a team in which it may, for owners everybody. One page and one row more. */
export const listMembers = (
  scope: Scope,
  filter: MemberFilter = {},
  limit = 50,
  on: Db = database(),
): Promise<ListedMember[]> => {
  const { text, teamId, state, after } = filter
  const pattern = text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const conditions: SQL[] = []
  if (pattern !== null) conditions.push(sql`(u.name ilike ${pattern} or u.email ilike ${pattern})`)
  if (teamId !== undefined)
    conditions.push(
      isUuid(teamId)
        ? sql`exists (select 1 from memberships m where m.org_id = u.org_id and m.user_id = u.id
            and m.team_id = ${teamId} and ${isKnown(scope, sql`m.team_id`)})`
        : sql`false`,
    )
  if (state !== undefined) conditions.push(sql`(u.disabled_at is null) = ${state === 'active'}`)
  if (after !== undefined && isUuid(after))
    conditions.push(sql`(lower(u.name), u.id) > (select lower(a.name), a.id from users a
      where a.org_id = ${scope.orgId} and a.id = ${after})`)
  return read(scope, conditions, limit + 1, on)
}

/** One person, if the scope may read them. */
export async function getMember(scope: Scope, userId: string, on: Db = database()): Promise<ListedMember> {
  const [found] = isUuid(userId) ? await read(scope, [sql`u.id = ${userId}`], 1, on) : []
  if (found === undefined) throw new Refusal('not_found', 'There is no such person.')
  return found
}

async function read(scope: Scope, conditions: SQL[], limit: number, on: Db): Promise<ListedMember[]> {
  const also = conditions.map((condition) => sql`and ${condition}`)
  const found = await on.execute<Row>(sql`
    select u.id, u.name, u.email, u.is_owner as "isOwner", u.disabled_at is null as "isActive",
      (select to_char(max(s.last_seen_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from sessions s
        where s.org_id = u.org_id and s.user_id = u.id) as "lastSeenAt",
      coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'role', m.role)
          order by lower(t.name), t.id)
        from memberships m join teams t on t.org_id = m.org_id and t.id = m.team_id
        where m.org_id = u.org_id and m.user_id = u.id and ${isKnown(scope, sql`m.team_id`)}), '[]') as teams
    from users u
    where u.org_id = ${scope.orgId} and ${isKnownPerson(scope)} ${sql.join(also, sql` `)}
    order by lower(u.name), u.id limit ${limit}`)
  return found.rows.map((row) => ({
    ...row,
    lastSeenAt: row.lastSeenAt === null ? null : new Date(row.lastSeenAt),
  }))
}

function isKnown(scope: Scope, team: SQL): SQL {
  const teams = teamsFor(scope, 'member.read')
  return teams === null ? sql`true` : sql`${team} = any(${sql.param(teams)}::uuid[])`
}

/** Everybody may read themselves. */
const isKnownPerson = (scope: Scope): SQL =>
  teamsFor(scope, 'member.read') === null
    ? sql`true`
    : sql`(u.id = ${scope.userId}::uuid or exists (select 1 from memberships k where k.org_id = u.org_id
        and k.user_id = u.id and ${isKnown(scope, sql`k.team_id`)}))`
