import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Pulse } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { isoOf, isReadable } from './readable'

export const PULSE_CAP = 10_000

/**
 * When an execution last began, how many began and broke in the last 24 hours (one more than the cap says "and more"), and how
 * many flows are not what Git says by somebody's hand.
 */
export async function getPulse(scope: Scope, on: Db = database()): Promise<Pulse> {
  const mine = sql`e.org_id = ${scope.orgId} and ${isReadable(scope, sql`e.team_id`)}`
  const lately = sql`${mine} and e.occurred_at >= now() - interval '24 hours'`
  const found = await on.execute<Pulse>(sql`
    select (select ${isoOf(sql`e.occurred_at`)} from executions e where ${mine}
        order by e.occurred_at desc, e.id desc limit 1) as "heardAt",
      (select count(*)::int from (select 1 from executions e where ${lately} limit ${PULSE_CAP + 1}) n) as executions,
      (select count(*)::int from (select 1 from executions e where ${lately}
        and e.state in ('failed', 'timed_out', 'lost', 'missing') limit ${PULSE_CAP + 1}) n) as broken,
      (select count(*)::int from flow_drift d where d.org_id = ${scope.orgId} and ${isReadable(scope, sql`d.team_id`)}
        and d.state in ('ahead', 'diverged')) as drifted`)
  return found.rows[0] ?? { heardAt: null, executions: 0, broken: 0, drifted: 0 }
}
