import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { FavouriteFlow } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

const FLOWS_MAX = 24
const OUTCOMES = 20

/** The flows that the person has starred and may still read, with their newest executions. */
export async function listFavourites(scope: Scope, on: Db = database()): Promise<FavouriteFlow[]> {
  if (scope.userId === null) return []
  const found = await on.execute<FavouriteFlow>(sql`
    select f.id, f.name, f.namespace, coalesce(s.kind, f.dialect) as "sourceKind", coalesce(s.is_sample, false) as "isSample",
      coalesce(newest.outcomes, '[]'::json) as outcomes
    from favourites v
    join flows f on f.org_id = v.org_id and f.id = v.target_id and ${isReadable(scope, sql`f.team_id`)}
    left join sources s on s.org_id = f.org_id and s.id = f.source_id
    left join lateral (
      select json_agg(json_build_object('id', n.id, 'state', n.state, 'atMs', n.at_ms) order by n.at_ms desc, n.id desc)
        as outcomes
      from (select e.id, e.state, floor(extract(epoch from e.occurred_at) * 1000)::float8 as at_ms from executions e
        where e.org_id = f.org_id and e.flow_id = f.id and ${isReadable(scope, sql`e.team_id`)}
        order by e.occurred_at desc, e.id desc limit ${OUTCOMES}) n) newest on true
    where v.org_id = ${scope.orgId} and v.user_id = ${scope.userId} and v.kind = 'flow'
    order by v.created_at, f.id limit ${FLOWS_MAX}`)
  return found.rows
}
