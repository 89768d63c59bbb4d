import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { LaneExecution } from '@/lib/model/lane-execution'
import type { Scope } from '@/lib/model/scope'
import type { LaneKind } from '@/lib/query/list-address'
import { type ExecutionQuestion, matches } from './execution-filter'

/** The newest so many are drawn: more would be neither seen nor sent in time. */
export const DRAWN_MAX = 3000

/** What names a lane, looked up once for each that occurs. */
const LANE: Record<LaneKind, { id: SQL; name: SQL }> = {
  flow: {
    id: sql`e.flow_id`,
    name: sql`(select f.name from flows f where f.org_id = lane.org_id and f.id = lane.id)`,
  },
  team: {
    id: sql`e.team_id`,
    name: sql`(select t.name from teams t where t.org_id = lane.org_id and t.id = lane.id)`,
  },
  source: {
    id: sql`e.source_id`,
    name: sql`(select s.name from sources s where s.org_id = lane.org_id and s.id = lane.id)`,
  },
}

export type Lanes = { executions: LaneExecution[]; names: { id: string; name: string }[]; isCut: boolean }

/** The newest executions as bars: when, how long, how they ended, in whose lane. */
export async function listLanes(
  scope: Scope,
  question: ExecutionQuestion,
  lanes: LaneKind,
  on: Db = database(),
): Promise<Lanes> {
  const { id, name } = LANE[lanes]
  const found = await on.execute<{ executions: LaneExecution[]; names: Lanes['names'] }>(sql`
    with drawn as materialized (
      select e.org_id, e.id, ${id} as lane, e.state,
        floor(extract(epoch from e.occurred_at) * 1000)::float8 as at, e.duration_ms::float8 as lasted,
        e.ended_at_unix_nano is null as open
      from executions e where ${matches(scope, question)}
      order by e.occurred_at desc, e.id desc limit ${DRAWN_MAX + 1})
    select
      (select coalesce(jsonb_agg(jsonb_build_array(id, lane, state, at, lasted, open) order by at desc), '[]') from drawn)
        as executions,
      (select coalesce(jsonb_agg(jsonb_build_object('id', lane.id, 'name', ${name})), '[]')
        from (select distinct org_id, lane as id from drawn) lane) as names`)
  const { executions = [], names = [] } = found.rows[0] ?? {}
  return { executions: executions.slice(0, DRAWN_MAX), names, isCut: executions.length > DRAWN_MAX }
}
