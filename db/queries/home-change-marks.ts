import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { type ChangeMark, MARK_CAP } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

const HOUR_MS = 3_600_000

/**
 * How many changes there were in each hour since then, as far as they are counted (one more than the cap says "and more"),
 * with the newest of each by its words. Hours without one are left out.
 */
export async function listChangeMarks(
  scope: Scope,
  fromMs: number,
  on: Db = database(),
): Promise<ChangeMark[]> {
  const nowMs = Date.now()
  const first = Math.max(fromMs, nowMs - 48 * HOUR_MS)
  const since = new Date(Math.floor(first / HOUR_MS) * HOUR_MS).toISOString()
  const mine = sql`c.org_id = ${scope.orgId} and ${isReadable(scope, sql`c.team_id`)}`
  const found = await on.execute<ChangeMark>(sql`
    select (extract(epoch from h.at) * 1000)::float8 as "startMs", m.count, m.unexplained, c.id, c.summary,
      coalesce(f.name, c.change->'object'->>'name', c.change->'object'->>'id', '') as name
    from generate_series(${since}::timestamptz, ${new Date(nowMs).toISOString()}::timestamptz, interval '1 hour') h(at)
    cross join lateral (
      select count(*)::int as count, (count(*) filter (where n.is_unexplained))::int as unexplained,
        (array_agg(n.id order by n.at desc, n.id desc))[1] as id
      from (select c.id, c.at, c.is_unexplained from changes c
        where ${mine} and c.at >= h.at and c.at < h.at + interval '1 hour'
        order by c.at desc, c.id desc limit ${MARK_CAP + 1}) n) m
    join changes c on c.org_id = ${scope.orgId} and c.id = m.id
    left join flows f on f.org_id = c.org_id and f.id = c.flow_id
    order by h.at`)
  return found.rows
}
