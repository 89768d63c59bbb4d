import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { OwnedFlow, OwnershipRule } from '@/lib/model/ownership-rule'
import { decidingRule } from '@/lib/ownership/match-rules'
import { codeOwnersOfFlow } from './code-owners-of-flow'
import { isoTime } from './iso-time'

/** A flow that belongs to another team, or to it by another rule, than its row says. */
export type Reassigned = {
  orgId: string
  flowId: string
  teamId: string
  ruleId: string | null
  isMoved: boolean
}

type FlowRow = OwnedFlow & { id: string; teamId: string; sourceTeamId: string; ownerRuleId: string | null }

/** Organizations in which a rule decides or has decided something. */
export async function organizationsWithRules(on: Db = database()): Promise<string[]> {
  const found = await on.execute<{ orgId: string }>(sql`
    select o.org_id as "orgId" from organizations o
    where exists (select 1 from ownership_rules r where r.org_id = o.org_id)
      or exists (select 1 from flows f where f.org_id = o.org_id and f.owner_rule_id is not null)
    order by 1`)
  return found.rows.map(({ orgId }) => orgId)
}

/** What the rules say now and the rows of flows do not. A flow that no rule ever decided is left as it is. */
export async function findReassigned(orgId: string, on: Db = database()): Promise<Reassigned[]> {
  const { rows: rules } = await on.execute<OwnershipRule>(sql`
    select id, team_id as "teamId", position, source_id as "sourceId", namespace, name,
      label_key as "labelKey", label_value as "labelValue", code_owner as "codeOwner", repository_id as "repositoryId"
    from ownership_rules where org_id = ${orgId} order by position, id`)
  const labels = rules.some(({ labelKey }) => labelKey !== null)
    ? sql`coalesce((select e.labels from executions e where e.org_id = f.org_id and e.flow_id = f.id
        order by e.occurred_at desc, e.id desc limit 1), '{}')`
    : sql`'{}'::jsonb`
  const { rows: flows } = await on.execute<FlowRow>(sql`
    select f.id, f.source_id as "sourceId", f.namespace, f.name, f.team_id as "teamId",
      coalesce(s.team_id, f.team_id) as "sourceTeamId", f.owner_rule_id as "ownerRuleId", ${labels} as labels, ${codeOwnersOfFlow(rules)} as "codeOwners"
    from flows f left join sources s on s.org_id = f.org_id and s.id = f.source_id
    where f.org_id = ${orgId} order by f.id`)
  return flows.flatMap((flow) => {
    const rule = decidingRule(rules, flow)
    const ruleId = rule?.id ?? null
    const teamId = rule?.teamId ?? (flow.ownerRuleId === null ? flow.teamId : flow.sourceTeamId)
    if (teamId === flow.teamId && ruleId === flow.ownerRuleId) return []
    return [{ orgId, flowId: flow.id, teamId, ruleId, isMoved: teamId !== flow.teamId }]
  })
}

/** Gives some executions of a flow to its team, and their traces with them; returns how many. Call until it is none. */
export async function moveExecutions(
  { orgId, flowId, teamId }: Pick<Reassigned, 'orgId' | 'flowId' | 'teamId'>,
  batchRows: number,
  on: Db = database(),
): Promise<number> {
  const found = await on.execute<{ id: string; traceId: string | null }>(sql`
    select id, trace_id as "traceId" from executions
    where org_id = ${orgId} and flow_id = ${flowId} and team_id <> ${teamId} limit ${batchRows}`)
  return moveThese(orgId, teamId, found.rows, on)
}

/** What was written with older rules at hand than the worker had: executions since then that are not their flow's team's. */
export async function moveStrays(
  orgId: string,
  since: Date,
  batchRows: number,
  on: Db = database(),
): Promise<number> {
  const found = await on.execute<{ id: string; traceId: string | null; teamId: string }>(sql`
    select e.id, e.trace_id as "traceId", f.team_id as "teamId"
    from executions e join flows f on f.org_id = e.org_id and f.id = e.flow_id
    where e.org_id = ${orgId} and e.updated_at >= ${isoTime(since)} and e.team_id <> f.team_id
    limit ${batchRows}`)
  const byTeam = new Map<string, typeof found.rows>()
  for (const row of found.rows) byTeam.set(row.teamId, [...(byTeam.get(row.teamId) ?? []), row])
  let moved = 0
  for (const [teamId, rows] of byTeam) moved += await moveThese(orgId, teamId, rows, on)
  return moved
}

/** Writes the new owner into the flow's row and its daily figures. Comes last: until then a crash is made up for. */
export async function assignFlow(
  { orgId, flowId, teamId, ruleId }: Reassigned,
  on: Db = database(),
): Promise<void> {
  await on.execute(sql`update flow_days set team_id = ${teamId}
    where org_id = ${orgId} and flow_id = ${flowId} and team_id <> ${teamId}`)
  await on.execute(sql`update flows set team_id = ${teamId}, owner_rule_id = ${ruleId}
    where org_id = ${orgId} and id = ${flowId}`)
}

/**
 * The new team sees the traces before it gets the executions; the old one lets go of them after. In statements of their own:
 * writers lock traces before executions.
 */
async function moveThese(
  orgId: string,
  teamId: string,
  rows: readonly { id: string; traceId: string | null }[],
  on: Db,
): Promise<number> {
  if (rows.length === 0) return 0
  const ids = sql.param(rows.map(({ id }) => id))
  const traceIds = sql.param(rows.flatMap(({ traceId }) => traceId ?? []))
  const locked = sql`select t.org_id, t.trace_id from traces t
    where t.org_id = ${orgId} and t.trace_id = any(${traceIds}::uuid[]) order by t.trace_id for update`
  await on.execute(sql`
    with locked as (${locked})
    update traces t set team_ids = t.team_ids || ${teamId}::uuid from locked l
    where t.org_id = l.org_id and t.trace_id = l.trace_id and not t.team_ids @> array[${teamId}::uuid]`)
  // The time of update tells what is computed from executions that there is something new to compute.
  const moved = await on.execute(sql`
    with locked as (select e.org_id, e.id from executions e
      where e.org_id = ${orgId} and e.id = any(${ids}::uuid[]) order by e.id for update)
    update executions e set team_id = ${teamId}, updated_at = now() from locked l
    where e.org_id = l.org_id and e.id = l.id`)
  await on.execute(sql`
    with locked as (${locked})
    update traces t set team_ids = coalesce((select array_agg(distinct team order by team) from (
        select s.team_id as team from sources s where s.org_id = t.org_id and s.id = any(t.source_ids)
        union select e.team_id from executions e where e.org_id = t.org_id and e.id = any(t.execution_ids)) of_it), t.team_ids)
    from locked l where t.org_id = l.org_id and t.trace_id = l.trace_id`)
  return moved.rowCount ?? 0
}
