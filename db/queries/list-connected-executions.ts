import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ConnectedExecution, ConnectedExecutions, ExecutionEdge } from '@/lib/model/execution-edge'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

/** Far enough for a chain of a dozen tools, and few enough to be looked at. */
const MOST_STEPS = 12
const MOST_EXECUTIONS = 100
/** Steps of the walk, those back to where it has been among them. */
const MOST_WALKED = 2_000
/** Of one execution alone; a job that starts a thousand others is not walked through in full. */
const MOST_NEIGHBOURS = 40

/**
 * The executions that hang together with one, across tools and teams, and the edges between them: parents by identity, and
 * wherever a name that one knows is a name that another goes by. An edge says where it was read and how sure it is.
 */
export async function listConnectedExecutions(
  scope: Scope,
  executionId: string,
  on: Db = database(),
): Promise<ConnectedExecutions> {
  const { orgId } = scope
  type Node = ConnectedExecution & { isReadable: boolean }
  const found = await on.execute<{ nodes: Node[] | null; edges: ExecutionEdge[] | null }>(sql`
    with recursive walk(id, distance) as (
      select id, 0 from executions where org_id = ${orgId} and id = ${executionId}::uuid
        and ${isReadable(scope, sql`team_id`)}
      union
      select next.id, walk.distance + 1 from walk
      cross join lateral (${neighboursOf(orgId, sql`walk.id`)}) next
      where walk.distance < ${MOST_STEPS} and next.id <> ${executionId}::uuid
    ), walked as (
      -- A limit here ends the walk itself: it goes no further than somebody reads.
      select id, distance from walk limit ${MOST_WALKED}
    ), nearest as (
      select id, min(distance) as distance from walked group by id order by min(distance), id limit ${MOST_EXECUTIONS + 1}
    ), nodes as (
      select e.id, e.flow_id as "flowId", coalesce(f.name, e.native_id) as flow, s.name as "sourceName",
        s.kind as "sourceKind", e.title, e.native_id as "nativeId", e.attempt, e.state,
        e.native_state as "nativeState", e.started_at_unix_nano::text as "startedAt",
        e.duration_ms as "durationMs", nearest.distance, e.parent_id, e.retry_of_id, e.occurred_at,
        ${isReadable(scope, sql`e.team_id`)} as "isReadable"
      from nearest join executions e on e.org_id = ${orgId} and e.id = nearest.id
        join sources s on s.org_id = e.org_id and s.id = e.source_id
        left join flows f on f.org_id = e.org_id and f.id = e.flow_id
    ), edges as (
      select r.kind, r.confidence, r.evidence,
        case when r.kind = 'child' then r.execution_id else k.execution_id end as "from",
        case when r.kind = 'child' then k.execution_id else r.execution_id end as "to"
      from nodes n join execution_references r on r.org_id = ${orgId} and r.execution_id = n.id
        join execution_keys k on k.org_id = ${orgId} and k.key = r.key and k.execution_id <> r.execution_id
        join nodes other on other.id = k.execution_id
      union
      select 'parent', 'certain', 'named by its tool', n.parent_id, n.id from nodes n where n.parent_id is not null
      union
      select 'retry_of', 'certain', 'named by its tool', n.retry_of_id, n.id from nodes n where n.retry_of_id is not null
    )
    select (select json_agg(json_build_object('id', id, 'flowId', "flowId", 'flow', flow, 'sourceName', "sourceName",
        'sourceKind', "sourceKind", 'title', title, 'nativeId', "nativeId", 'attempt', attempt, 'state', state,
        'nativeState', "nativeState", 'startedAt', "startedAt", 'durationMs', "durationMs", 'distance', distance,
        'isReadable', "isReadable") order by occurred_at, id) from nodes) as nodes,
      (select json_agg(json_build_object('from', "from", 'to', "to",
        'kind', case when kind = 'child' then 'parent' else kind end, 'confidence', confidence,
        'evidence', evidence) order by "from", "to", kind, evidence) from edges) as edges`)
  const { nodes, edges } = found.rows[0] ?? { nodes: null, edges: null }
  const readable = (nodes ?? []).filter((node) => node.isReadable).slice(0, MOST_EXECUTIONS)
  const ids = new Set(readable.map(({ id }) => id))
  return {
    executions: readable.map(({ isReadable: _, ...node }) => node),
    edges: (edges ?? []).filter(({ from, to }) => ids.has(from) && ids.has(to)),
    privateCount: (nodes ?? []).filter((node) => !node.isReadable).length,
    isCut: (nodes ?? []).length > MOST_EXECUTIONS,
  }
}

/** Every execution that an edge leads to or comes from. */
const neighboursOf = (orgId: string, id: SQL): SQL => sql`
  select id from (
    select k.execution_id as id from execution_references r
      join execution_keys k on k.org_id = ${orgId} and k.key = r.key
      where r.org_id = ${orgId} and r.execution_id = ${id}
    union
    select r.execution_id from execution_keys k
      join execution_references r on r.org_id = ${orgId} and r.key = k.key
      where k.org_id = ${orgId} and k.execution_id = ${id}
    union
    select e.parent_id from executions e where e.org_id = ${orgId} and e.id = ${id} and e.parent_id is not null
    union
    select e.id from executions e where e.org_id = ${orgId} and e.parent_id = ${id}
  ) around where id <> ${id} limit ${MOST_NEIGHBOURS}`
