import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { VersionMark } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { EFFECTIVE_AT } from './change-filter'
import { isReadable } from './readable'

const MOST = 200

/**
 * When a flow began to be executed by another version, the newest first: changes from one definition to another, each at the
 * first execution with it, or at the change itself where no execution says which version it ran.
 */
export async function listVersionMarks(
  scope: Scope,
  flowId: string,
  /** Only those before it; null for the newest. */
  before: Date | null,
  limit = MOST,
  on: Db = database(),
): Promise<VersionMark[]> {
  if (!isUuid(flowId)) return []
  const isBefore = before === null ? sql`` : sql`and ${EFFECTIVE_AT} < ${before.toISOString()}::timestamptz`
  const found = await on.execute<VersionMark>(sql`
    select c.id as "changeId", (extract(epoch from ${EFFECTIVE_AT}) * 1000)::float8 as "atMs",
      (select v.number from flow_versions v
        where v.org_id = c.org_id and v.flow_id = c.flow_id and v.hash = c.before_hash) as "from",
      (select v.number from flow_versions v
        where v.org_id = c.org_id and v.flow_id = c.flow_id and v.hash = c.after_hash) as "to",
      c.summary, c.change->'merge'->>'number' as merge, c.is_unexplained as "isUnexplained",
      (select coalesce(a.name, a.handle) from actors a where a.org_id = c.org_id and a.key = c.actor_key) as who
    from changes c
    where c.org_id = ${scope.orgId} and c.flow_id = ${flowId}::uuid and ${isReadable(scope, sql`c.team_id`)}
      and c.before_hash is not null and c.after_hash is not null and c.before_hash <> c.after_hash ${isBefore}
    order by c.at desc, c.id desc limit ${Math.min(limit, MOST)}`)
  return found.rows
}
