import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ListedMerge } from '@/lib/model/listed-person'
import { mayIn, type Scope } from '@/lib/model/scope'

const MOST = 500

/**
 * Pairs of names that are or may be one person, those that nobody has decided first. For those who may change members of
 * the whole organization: names and addresses of other teams' people are in it.
 */
export async function listActorMerges(scope: Scope, on: Db = database()): Promise<ListedMerge[]> {
  if (!mayIn(scope, 'member.write', null)) return []
  const side = (key: ReturnType<typeof sql>) => sql`coalesce(
    (select json_build_object('key', a.key, 'name', coalesce(a.name, a.handle), 'email', a.email, 'isUser', false)
      from actors a where a.org_id = m.org_id and a.key = ${key}),
    (select json_build_object('key', ${key}, 'name', u.name, 'email', u.email, 'isUser', true)
      from users u where u.org_id = m.org_id and 'user:' || u.id = ${key}),
    json_build_object('key', ${key}, 'name', ${key}, 'email', null, 'isUser', false))`
  const found = await on.execute<Omit<ListedMerge, 'decidedAt'> & { decidedAt: string | null }>(sql`
    select ${side(sql`m.first_key`)} as first, ${side(sql`m.second_key`)} as second, m.evidence, m.state,
      d.name as "decidedBy", m.decided_at::text as "decidedAt"
    from actor_merges m left join users d on d.org_id = m.org_id and d.id = m.decided_by
    where m.org_id = ${scope.orgId}
    order by array_position(array['suggested', 'merged', 'apart'], m.state), m.decided_at desc nulls last,
      m.first_key, m.second_key
    limit ${MOST}`)
  return found.rows.map((row) => ({
    ...row,
    decidedAt: row.decidedAt === null ? null : new Date(row.decidedAt),
  }))
}
