import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ChangeMark } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

const HOUR_S = 3_600

/** How many changes there were in each hour since then, with the newest of each by its words. Hours without one are left out. */
export async function listChangeMarks(
  scope: Scope,
  fromMs: number,
  on: Db = database(),
): Promise<ChangeMark[]> {
  const since = new Date(fromMs).toISOString()
  const mine = sql`c.org_id = ${scope.orgId} and ${isReadable(scope, sql`c.team_id`)}`
  const found = await on.execute<Omit<ChangeMark, 'startMs'> & { hour: number }>(sql`
    with m as materialized (
      select floor(extract(epoch from c.at) / ${HOUR_S}::int)::int as hour, count(*)::int as count,
        (count(*) filter (where c.is_unexplained))::int as unexplained
      from changes c where ${mine} and c.at >= ${since}::timestamptz group by 1)
    select m.hour, m.count, m.unexplained, n.id, n.name, n.summary
    from m cross join lateral (
      select c.id, c.summary, coalesce(f.name, c.change->'object'->>'name', c.change->'object'->>'id', '') as name
      from changes c left join flows f on f.org_id = c.org_id and f.id = c.flow_id
      where ${mine} and c.at >= to_timestamp(m.hour::bigint * ${HOUR_S}::int)
        and c.at < to_timestamp((m.hour::bigint + 1) * ${HOUR_S}::int)
      order by c.at desc, c.id desc limit 1) n
    order by m.hour`)
  return found.rows.map(({ hour, ...mark }) => ({ ...mark, startMs: hour * HOUR_S * 1_000 }))
}
