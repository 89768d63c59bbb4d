import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { isoTime } from './iso-time'
import { markFlowsChanged } from './mark-flows-changed'
import { noteExecutedTurns } from './note-executed-turns'

/**
 * Notes which versions the executions that were written since then say they ran, and has flows folded anew of which a
 * version is new, or runs again after another, and when it began to. Returns how many versions were looked at. Doing it again changes nothing.
 */
export async function rollUpExecutedVersions(db: Db, sinceUpdated: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const seen = sql`
      select e.org_id, e.flow_id, coalesce(e.version, '') as version, coalesce(e.commit, '') as commit,
        min(e.occurred_at) as first_at, max(e.occurred_at) as last_at,
        (array_agg(e.id order by e.occurred_at, e.id))[1] as first_execution_id,
        (array_agg(e.id order by e.occurred_at desc, e.id))[1] as last_execution_id
      from organizations o
        join executions e on e.org_id = o.org_id and e.updated_at > ${isoTime(sinceUpdated)}
      where e.version is not null or e.commit is not null
      group by 1, 2, 3, 4`
    const { rows } = await tx.execute<{ orgId: string; versions: number; flowIds: string[] | null }>(sql`
      with seen as (${seen}),
      compared as (
        select s.*, k.first_at is null or s.first_at < k.first_at
            or not exists (select 1 from executed_versions n where n.org_id = s.org_id and n.flow_id = s.flow_id
              and n.version = s.version and n.commit = s.commit and n.last_at = (
                select max(m.last_at) from executed_versions m where m.org_id = s.org_id and m.flow_id = s.flow_id))
            as is_of_interest
        from seen s left join executed_versions k on k.org_id = s.org_id and k.flow_id = s.flow_id
          and k.version = s.version and k.commit = s.commit),
      written as (
        insert into executed_versions as v (org_id, flow_id, version, commit, first_at, last_at, first_execution_id,
          last_execution_id)
        select org_id, flow_id, version, commit, first_at, last_at, first_execution_id, last_execution_id from compared
        order by 1, 2, 3, 4
        on conflict (org_id, flow_id, version, commit) do update set
          first_at = least(v.first_at, excluded.first_at),
          first_execution_id = case when excluded.first_at < v.first_at then excluded.first_execution_id
            else v.first_execution_id end,
          last_at = greatest(v.last_at, excluded.last_at),
          last_execution_id = case when excluded.last_at > v.last_at then excluded.last_execution_id
            else v.last_execution_id end
        where excluded.first_at < v.first_at or excluded.last_at > v.last_at)
      select org_id as "orgId", count(*)::int as versions,
        array_agg(distinct flow_id) filter (where is_of_interest) as "flowIds"
      from compared group by 1`)
    for (const { orgId, flowIds } of rows) await markFlowsChanged(tx, orgId, flowIds ?? [])
    for (const { orgId, flowIds } of await noteExecutedTurns(tx, seen))
      await markFlowsChanged(tx, orgId, flowIds)
    return rows.reduce((sum, { versions }) => sum + versions, 0)
  })
}
