import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ToldVersions } from '@/lib/model/listed-change'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { isReadable } from './readable'

/** How often Git and the tool told a version of a flow, and how many there are that differ in meaning. */
export async function countToldVersions(
  scope: Scope,
  flowId: string,
  on: Db = database(),
): Promise<ToldVersions> {
  if (!isUuid(flowId)) return { told: 0, versions: 0 }
  const found = await on.execute<ToldVersions>(sql`
    select count(*)::int as versions, coalesce(sum(1 + v.repeats), 0)::int as told
    from flow_versions v join flows f on f.org_id = v.org_id and f.id = v.flow_id
    where v.org_id = ${scope.orgId} and v.flow_id = ${flowId}::uuid and ${isReadable(scope, sql`f.team_id`)}`)
  return found.rows[0] ?? { told: 0, versions: 0 }
}
