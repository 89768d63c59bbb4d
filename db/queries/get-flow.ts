import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { DurationDot, FlowDay, FlowDetail, FlowFailure } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { BROKEN_LAST, executionMs, LAST_ERROR, lastBrokenOf, ownStartsOf } from './flow-parts'
import { isoOf, isReadable } from './readable'

/** The flow, or null where there is none or it is another team's: the two look the same from outside. */
export async function getFlow(scope: Scope, flowId: string, on: Db = database()): Promise<FlowDetail | null> {
  const found = await on.execute<Omit<FlowDetail, 'startsMs'> & { startsMs: number[] | null }>(sql`
    select f.id, f.name, f.namespace, f.source_id as "sourceId", coalesce(s.name, '') as source,
      coalesce(s.slug, '') as "sourceSlug", coalesce(s.kind, '') as "sourceKind",
      coalesce(s.is_sample, false) as "isSample", coalesce(s.environment, '') as environment,
      coalesce(t.name, '') as team, f.owner_rule_id is not null as "isOwnedByRule",
      (select r.code_owner from ownership_rules r where r.org_id = f.org_id and r.id = f.owner_rule_id) as "codeOwner", f.dialect,
      ${isoOf(sql`f.first_seen_at`)} as "firstSeenAt", newest.latest, newest.starts as "startsMs",
      exists (select 1 from favourites v where v.org_id = f.org_id and v.user_id = ${scope.userId}::uuid
        and v.kind = 'flow' and v.target_id = f.id) as "isFavourite",
      (select d.state from flow_drift d where d.org_id = f.org_id and d.flow_id = f.id) as drift,
      (select json_build_object('id', c.id, 'at', ${isoOf(sql`c.at`)}, 'who', (
          select coalesce(a.name, a.handle) from actors a where a.org_id = c.org_id and a.key = c.actor_key))
        from changes c where c.org_id = f.org_id and c.flow_id = f.id order by c.at desc, c.id desc limit 1)
        as "lastChange"
    from flows f
    left join sources s on s.org_id = f.org_id and s.id = f.source_id
    left join teams t on t.org_id = f.org_id and t.id = f.team_id
    left join lateral (
      select (json_agg(json_build_object('id', n.id, 'state', n.state, 'nativeState', n.native_state, 'atMs', n.at_ms)
          order by n.place) filter (where n.place = 1)) -> 0 as latest,
        json_agg(n.at_ms order by n.place) filter (where n.is_own) as starts
      from (${ownStartsOf(scope, sql`f.id`)}) n) newest on true
    where f.org_id = ${scope.orgId} and f.id = ${flowId} and ${isReadable(scope, sql`f.team_id`)}`)
  const [flow] = found.rows
  return flow ? { ...flow, startsMs: flow.startsMs ?? [] } : null
}

/** What the flow came to on each of the last days on which it ran, oldest first; today is the last of them. */
export async function listFlowDays(
  scope: Scope,
  flowId: string,
  days: number,
  on: Db = database(),
): Promise<FlowDay[]> {
  const found = await on.execute<FlowDay>(sql`
    select to_char(d.day, 'YYYY-MM-DD') as day, d.executions, d.succeeded, d.warned, d.broken, d.cancelled, d.skipped,
      d.active, d.durations
    from flow_days d
    where d.org_id = ${scope.orgId} and d.flow_id = ${flowId} and ${isReadable(scope, sql`d.team_id`)}
      and d.day > (now() at time zone 'UTC')::date - ${days}::int
    order by d.day limit ${days}`)
  return found.rows
}

/** The newest executions of the last days that have a duration, newest first. */
export async function listDurationDots(
  scope: Scope,
  flowId: string,
  of: { days: number; limit: number },
  on: Db = database(),
): Promise<DurationDot[]> {
  const found = await on.execute<DurationDot>(sql`
    select e.id, e.state, ${executionMs} as "atMs", e.duration_ms::float8 as "durationMs"
    from executions e
    where e.org_id = ${scope.orgId} and e.flow_id = ${flowId} and ${isReadable(scope, sql`e.team_id`)}
      and e.occurred_at > now() - make_interval(days => ${of.days}::int) and e.duration_ms is not null
    order by e.occurred_at desc, e.id desc limit ${of.limit}`)
  return found.rows
}

/** The newest execution that broke, with what it said. */
export async function getLastFailure(
  scope: Scope,
  flowId: string,
  on: Db = database(),
): Promise<FlowFailure | null> {
  const flow = { orgId: sql`${scope.orgId}::uuid`, flowId: sql`${flowId}::uuid` }
  const found = await on.execute<FlowFailure>(sql`
    select ${LAST_ERROR}, left(e.error_message, 4000) as message, encode(e.span_id, 'hex') as "spanId"
    from ${lastBrokenOf(scope, flow)} ${BROKEN_LAST}`)
  return found.rows[0] ?? null
}

/** When the flow last ended well, in ms; the day comes from the rollup, so that nothing has to be walked through. */
export async function getLastGood(
  scope: Scope,
  flowId: string,
  on: Db = database(),
): Promise<{ id: string; atMs: number } | null> {
  const found = await on.execute<{ id: string; atMs: number }>(sql`
    select e.id, ${executionMs} as "atMs"
    from (select d.day::timestamp at time zone 'UTC' as day from flow_days d
      where d.org_id = ${scope.orgId} and d.flow_id = ${flowId} and d.succeeded + d.warned > 0
        and ${isReadable(scope, sql`d.team_id`)}
      order by d.day desc limit 1) of
    join executions e on e.org_id = ${scope.orgId} and e.flow_id = ${flowId} and e.occurred_at >= of.day
      and e.occurred_at < of.day + interval '1 day' and e.state in ('success', 'warning')
      and ${isReadable(scope, sql`e.team_id`)}
    order by e.occurred_at desc, e.id desc limit 1`)
  return found.rows[0] ?? null
}
