import { type SQL, sql } from 'drizzle-orm'

/**
 * What the target of an audit entry, a row called `entry`, is called now: for entries that do not say it. Null where it is
 * gone, has come to another team, or the entry was erased.
 */
export const targetNameNow = (entry: SQL): SQL<string | null> => {
  const is = (column: string): SQL => sql`${entry}.${sql.identifier(column)}`
  const id = sql`case when ${is('target_id')} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ${is('target_id')}::uuid end`
  const ofOrg = sql`n.org_id = ${is('org_id')} and n.id = ${id}`
  return sql<string | null>`case when ${is('actor_name')} is not null then case ${is('target_kind')}
    when 'user' then (select n.name from users n where ${ofOrg})
    when 'team' then (select n.name from teams n where ${ofOrg})
    when 'source' then (select n.name from sources n where ${ofOrg} and n.team_id = ${is('team_id')})
    when 'flow' then (select n.name from flows n where ${ofOrg} and n.team_id = ${is('team_id')}) end end`
}
