import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { DRIFT_STATES, type DriftState } from '@/lib/model/flow-change'
import type { ListedDrift } from '@/lib/model/listed-change'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { actorOf } from './list-changes'
import { isReadable } from './readable'

export type DriftFilter = {
  state?: string
  /** Any of these, where more than one is asked for. */
  states?: readonly string[]
  teamId?: string
  sourceId?: string
  flowId?: string
  text?: string
  /** From 1. */
  page?: number
}

const MOST = 500

/** How flows of teams that the scope may read stand to Git, the worst first; one row more where there is another page. */
export async function listDrift(
  scope: Scope,
  filter: DriftFilter = {},
  limit = 50,
  on: Db = database(),
): Promise<ListedDrift[]> {
  const most = Math.min(limit, MOST)
  const offset = (Math.min(Math.max(1, filter.page ?? 1), 1_000) - 1) * most
  const found = await on.execute<Omit<ListedDrift, 'since'> & { since: string }>(sql`
    with d as materialized (
      select d.*, f.name, f.namespace, f.source_id from flow_drift d
        join flows f on f.org_id = d.org_id and f.id = d.flow_id
      where ${matches(scope, filter)}
      order by array_position(${SEVERITY}, d.state), d.since, d.flow_id limit ${most + 1} offset ${offset})
    select d.flow_id as "flowId", d.name as flow, d.namespace, d.source_id as "sourceId", coalesce(s.name, '') as source,
      coalesce(s.kind, '') as "sourceKind", coalesce(s.is_sample, false) as "isSample", d.team_id as "teamId",
      coalesce(t.name, '') as team, d.state, d.since::text as since, d.lag_commits as "lagCommits", r.name as repository,
      d.detail, c.id as "changeId", c.actor
    from d
    left join sources s on s.org_id = d.org_id and s.id = d.source_id
    left join teams t on t.org_id = d.org_id and t.id = d.team_id
    left join repositories r on r.org_id = d.org_id and r.id::text = d.detail->'git'->>'repositoryId'
      and ${isReadable(scope, sql`r.team_id`)}
    left join lateral (select c.id, ${actorOf(sql`c.actor_key`)} as actor from changes c
      where c.org_id = d.org_id and c.flow_id = d.flow_id order by c.at desc, c.id desc limit 1) c on true
    order by array_position(${SEVERITY}, d.state), d.since, d.flow_id`)
  return found.rows.map((row) => ({ ...row, since: new Date(row.since) }))
}

/** How many flows stand how. */
export async function countDrift(
  scope: Scope,
  filter: DriftFilter = {},
  on: Db = database(),
): Promise<Record<DriftState, number>> {
  const found = await on.execute<{ state: DriftState; count: number }>(sql`
    select d.state, count(*)::int as count from flow_drift d
      join flows f on f.org_id = d.org_id and f.id = d.flow_id
    where ${matches(scope, { ...filter, state: undefined, states: undefined })} group by d.state`)
  const counts = Object.fromEntries(DRIFT_STATES.map((state) => [state, 0])) as Record<DriftState, number>
  for (const { state, count } of found.rows) counts[state] = count
  return counts
}

/** What wants a person first. */
const SEVERITY = sql.raw(
  `array['diverged', 'ahead', 'orphan', 'behind', 'dormant', 'unknown', 'in_sync']::text[]`,
)

function matches(scope: Scope, { state, states, teamId, sourceId, flowId, text }: DriftFilter): SQL {
  const parts: SQL[] = [sql`d.org_id = ${scope.orgId}`, isReadable(scope, sql`d.team_id`)]
  if (state !== undefined) parts.push(sql`d.state = ${state}`)
  if (states !== undefined) parts.push(sql`d.state = any(${sql.param([...states])}::text[])`)
  for (const [id, column] of [
    [teamId, sql`d.team_id`],
    [sourceId, sql`f.source_id`],
    [flowId, sql`d.flow_id`],
  ] as const)
    if (id !== undefined) parts.push(isUuid(id) ? sql`${column} = ${id}::uuid` : sql`false`)
  if (text !== undefined && text.trim() !== '')
    parts.push(sql`f.name ilike ${`%${text.trim().replace(/[\\%_]/g, (one) => `\\${one}`)}%`}`)
  return sql.join(parts, sql` and `)
}
