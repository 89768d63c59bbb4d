import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { FailingFlow, FailingFlows } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { isBroken, STATES } from '@/lib/model/state'
import { latestOf } from './flow-filter'
import { isoOf, isReadable } from './readable'

const SHOWN = 7
/** Of how many flows, those that broke last first, it is found out for how long they have been failing. */
const RANKED = 100
const LOOKED_BACK = 50
const ERROR_LENGTH = 240
const BROKEN = sql.param(STATES.filter(isBroken))

/**
 * The flows whose newest execution is broken: how many in each team, and the ones that need somebody most. What broke within
 * a day comes first, then what has broken most often in a row.
 */
export async function listFailingFlows(scope: Scope, on: Db = database()): Promise<FailingFlows> {
  const found = await on.execute<{ byTeam: Record<string, number> | null; worst: FailingFlow[] | null }>(sql`
    with failing as materialized (
      select f.org_id, f.id, f.name, f.namespace, f.team_id, f.source_id, f.dialect, latest.occurred_at
      from flows f ${latestOf(scope)}
      where f.org_id = ${scope.orgId} and ${isReadable(scope, sql`f.team_id`)} and latest.state = any(${BROKEN}::text[])),
    ranked as materialized (
      select r.*, streak.in_a_row, streak.since, streak.is_longer
      from (select * from failing order by occurred_at desc, id limit ${RANKED}) r
      cross join lateral (
        select count(*)::int as in_a_row, min(n.occurred_at) as since, count(*) = ${LOOKED_BACK} as is_longer
        from (select e.occurred_at, e.state, count(*) filter (where not e.state = any(${BROKEN}::text[]))
                over (order by e.occurred_at desc, e.id desc) as others
          from (select occurred_at, id, state from executions e
            where e.org_id = r.org_id and e.flow_id = r.id and ${isReadable(scope, sql`e.team_id`)}
            order by occurred_at desc, id desc limit ${LOOKED_BACK}) e) n
        where n.others = 0) streak
      order by r.occurred_at > now() - interval '1 day' desc, streak.in_a_row desc, r.occurred_at desc, r.id
      limit ${SHOWN})
    select (select json_object_agg(team_id, n) from (select team_id, count(*) as n from failing group by 1) t) as "byTeam",
      (select json_agg(to_jsonb(w) - 'place' order by w.place) from (
        select row_number() over (order by r.occurred_at > now() - interval '1 day' desc, r.in_a_row desc, r.occurred_at desc,
            r.id) as place,
          r.id, r.name, r.namespace, r.team_id as "teamId", coalesce(t.name, '') as team, coalesce(s.name, '') as source,
          coalesce(s.kind, r.dialect) as "sourceKind", x.id as "executionId", x.state,
          ${isoOf(sql`x.occurred_at`)} as "occurredAt", ${isoOf(sql`r.since`)} as since, r.in_a_row as "inARow",
          r.is_longer as "isLonger", coalesce(s.is_sample, false) as "isSample", x.failed_task as "failedTask", x.error_type as "errorType",
          left(split_part(x.error_message, E'\n', 1), ${ERROR_LENGTH}) as error
        from ranked r
        cross join lateral (
          select * from executions e
          where e.org_id = r.org_id and e.flow_id = r.id and ${isReadable(scope, sql`e.team_id`)}
          order by e.occurred_at desc, e.id desc limit 1) x
        left join teams t on t.org_id = r.org_id and t.id = r.team_id
        left join sources s on s.org_id = r.org_id and s.id = r.source_id) w) as worst`)
  const [row] = found.rows
  const byTeam = row?.byTeam ?? {}
  const total = Object.values(byTeam).reduce((sum, count) => sum + count, 0)
  return { total, byTeam, worst: row?.worst ?? [] }
}
