import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

/** Has the changes of flows worked out anew by the worker, because something else is known of them now. */
export async function markFlowsChanged(db: Db, orgId: string, flowIds: readonly string[]): Promise<void> {
  if (flowIds.length === 0) return
  await db.execute(sql`
    insert into changed_flows (org_id, flow_id, since)
    select ${orgId}::uuid, w.id, clock_timestamp() from unnest(${sql.param([...new Set(flowIds)].sort())}::uuid[]) as w(id)
    order by 2
    on conflict (org_id, flow_id) do update set since = excluded.since`)
}

/** The same for all flows of the sources that a repository's rules name: also those that none of its files defines. */
export async function markFlowsOfRepository(db: Db, orgId: string, repositoryId: string): Promise<void> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select f.id from flows f where f.org_id = ${orgId} and f.source_id in (select u.source_id from repository_rules u
      where u.org_id = ${orgId} and u.repository_id = ${repositoryId})`)
  await markFlowsChanged(
    db,
    orgId,
    rows.map(({ id }) => id),
  )
}
