import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import type { ExecutionDetail } from './get-execution'
import { isReadable } from './readable'

/** Good executions before this one that are looked at. */
const USUAL_OF = 20
/** Among so many of the flow they are sought: one that never ends well must not be read to its beginning. */
const LOOKED_BACK = 200
const USUAL_AT_LEAST = 3
const STEPS_MAX = 2000

/** How long the steps of the execution's flow usually take, in ms by name: the median of the good ones before it. */
export async function listUsualSteps(
  scope: Scope,
  of: Pick<ExecutionDetail, 'id' | 'flowId' | 'occurredAt'>,
  on: Db = database(),
): Promise<Record<string, number>> {
  const found = await on.execute<{ name: string; p50Ms: number }>(sql`
    with good as materialized (
      select r.org_id, r.id from (
        select e.org_id, e.id, e.state, e.occurred_at from executions e
        where e.org_id = ${scope.orgId} and e.flow_id = ${of.flowId} and ${isReadable(scope, sql`e.team_id`)}
          and (e.occurred_at, e.id) < (${of.occurredAt}::timestamptz, ${of.id}::uuid)
        order by e.occurred_at desc, e.id desc limit ${LOOKED_BACK}) r
      where r.state = 'success' order by r.occurred_at desc, r.id desc limit ${USUAL_OF})
    select t.name, (percentile_disc(0.5) within group (order by t.duration_ms))::float8 as "p50Ms"
    from good g join task_runs t on t.org_id = g.org_id and t.execution_id = g.id
    where t.duration_ms is not null and t.state in ('success', 'warning')
    group by t.name having count(*) >= ${USUAL_AT_LEAST} order by count(*) desc, t.name limit ${STEPS_MAX}`)
  return Object.fromEntries(found.rows.map(({ name, p50Ms }) => [name, p50Ms]))
}
