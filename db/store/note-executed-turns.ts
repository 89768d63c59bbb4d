import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

/** Of one flow at once: what is late by more executions than these splits no stretch. */
const MOST = 5_000

/**
 * Notes when executions of a flow began to run another version than the one before, of those flows of which executions of
 * `seen` (their first and last time by flow and version) do not lie within one known stretch. Returns the flows that turned.
 */
export async function noteExecutedTurns(tx: Db, seen: SQL): Promise<{ orgId: string; flowIds: string[] }[]> {
  const { rows } = await tx.execute<{ orgId: string; flowIds: string[] }>(sql`
    with seen as (${seen}),
      counted as (select s.*, count(*) over (partition by s.org_id, s.flow_id) as words from seen s),
      open as (
        select s.org_id, s.flow_id, min(s.first_at) as from_at from counted s
        where s.words > 1
          or not exists (select 1 from (select t.version, t.commit from executed_turns t
              where t.org_id = s.org_id and t.flow_id = s.flow_id and t.at <= s.first_at
              order by t.at desc limit 1) t
            where t.version = s.version and t.commit = s.commit)
          or exists (select 1 from executed_turns t where t.org_id = s.org_id and t.flow_id = s.flow_id
            and t.at > s.first_at and t.at <= s.last_at)
        group by 1, 2),
      ran as (
        select o.org_id, o.flow_id, o.from_at, e.*, p.version as prior_version, p.commit as prior_commit
        from open o
          cross join lateral (
            select e.occurred_at as at, e.id, coalesce(e.version, '') as version, coalesce(e.commit, '') as commit
            from executions e
            where e.org_id = o.org_id and e.flow_id = o.flow_id and e.occurred_at >= o.from_at
              and (e.version is not null or e.commit is not null)
            order by e.occurred_at, e.id limit ${MOST}) e
          left join lateral (
            select t.version, t.commit from executed_turns t
            where t.org_id = o.org_id and t.flow_id = o.flow_id and t.at < o.from_at
            order by t.at desc limit 1) p on true),
      compared as (
        select r.*, coalesce(lag(r.version) over w, r.prior_version) as was_version,
          coalesce(lag(r.commit) over w, r.prior_commit) as was_commit
        from ran r window w as (partition by r.org_id, r.flow_id order by r.at, r.id)),
      turns as (
        select distinct on (org_id, flow_id, at) org_id, flow_id, at, version, commit, id from compared
        where (version, commit) is distinct from (was_version, was_commit)
        order by org_id, flow_id, at, id),
      gone as (
        delete from executed_turns t using (
          select org_id, flow_id, min(from_at) as from_at, max(at) as until_at from ran group by 1, 2) r
        where t.org_id = r.org_id and t.flow_id = r.flow_id and t.at between r.from_at and r.until_at
          and not exists (select 1 from turns n where n.org_id = t.org_id and n.flow_id = t.flow_id and n.at = t.at)
        returning t.org_id, t.flow_id),
      written as (
        insert into executed_turns as t (org_id, flow_id, at, version, commit, execution_id)
        select org_id, flow_id, at, version, commit, id from turns order by 1, 2, 3
        on conflict (org_id, flow_id, at) do update
          set version = excluded.version, commit = excluded.commit, execution_id = excluded.execution_id
          where (t.version, t.commit, t.execution_id) is distinct from (excluded.version, excluded.commit, excluded.execution_id)
        returning org_id, flow_id)
    select org_id as "orgId", array_agg(distinct flow_id) as "flowIds"
    from (select * from gone union all select * from written) as turned group by 1`)
  return rows
}
