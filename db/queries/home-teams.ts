import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { HealthDay, TeamHealth } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

const DAYS = 14
const FIGURE_DAYS = 7
const TEAMS_MAX = 100

/** How each team's flows have fared: figures of seven days and a fortnight day by day, all from the rollups, whose days are of UTC. */
export async function listTeamHealth(scope: Scope, on: Db = database()): Promise<TeamHealth[]> {
  const recent = sql.raw(`day > (now() at time zone 'UTC')::date - ${FIGURE_DAYS}`)
  const found = await on.execute<Omit<TeamHealth, 'days'> & { days: HealthDay[] }>(sql`
    with by_day as materialized (
      select d.team_id, d.day, sum(d.executions)::int as executions, sum(d.succeeded + d.warned)::int as good,
        sum(d.broken)::int as broken
      from flow_days d
      where d.org_id = ${scope.orgId} and ${isReadable(scope, sql`d.team_id`)}
        and d.day > (now() at time zone 'UTC')::date - ${DAYS}::int
      group by 1, 2),
    apart as (select d.team_id, count(*)::int as drifted from flow_drift d
      where d.org_id = ${scope.orgId} and d.state in ('ahead', 'diverged') group by 1),
    counted as (select f.team_id, count(*)::int as flows from flows f where f.org_id = ${scope.orgId} group by 1)
    select t.id, t.name, t.slug, coalesce(c.flows, 0) as flows, coalesce(a.drifted, 0) as drifted, sums.*
    from teams t
    left join counted c on c.team_id = t.id
    left join apart a on a.team_id = t.id
    cross join lateral (
      select coalesce(sum(b.executions) filter (where ${recent}), 0)::int as executions,
        coalesce(sum(b.good) filter (where ${recent}), 0)::int as good,
        coalesce(sum(b.broken) filter (where ${recent}), 0)::int as broken,
        json_agg(json_build_object('day', to_char(g.at, 'YYYY-MM-DD'), 'executions', coalesce(b.executions, 0),
          'broken', coalesce(b.broken, 0)) order by g.at) as days
      from generate_series((now() at time zone 'UTC')::date - ${DAYS - 1}::int, (now() at time zone 'UTC')::date,
        interval '1 day') g(at)
      left join by_day b on b.team_id = t.id and b.day = g.at::date) sums
    where t.org_id = ${scope.orgId} and ${isReadable(scope, sql`t.id`)}
    order by sums.broken desc, sums.executions desc, lower(t.name), t.id limit ${TEAMS_MAX}`)
  return found.rows
}
