import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ListedVersion } from '@/lib/model/listed-change'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { actorOf } from './list-changes'
import { isReadable } from './readable'

const MOST = 200
/** Figures are of so many executions at most on either side: the nearest to the change. */
const FIGURED = 500
const STRIP = 10
const MOST_TURNS = 2_000

type Row = Omit<ListedVersion, 'firstAt' | 'executedAt' | 'lastExecutedAt'> & {
  firstAt: string
  executedAt: string | null
  lastExecutedAt: string | null
}

/** The versions of a flow that the scope may read, the newest first, with how its executions went before each and with it. */
export async function listDefinitionVersions(
  scope: Scope,
  flowId: string,
  limit = 50,
  on: Db = database(),
): Promise<ListedVersion[]> {
  if (!isUuid(flowId)) return []
  const found = await on.execute<Row>(sql`
    with n as materialized (
      select v.* from flow_versions v
        join flows f on f.org_id = v.org_id and f.id = v.flow_id and ${isReadable(scope, sql`f.team_id`)}
      where v.org_id = ${scope.orgId} and v.flow_id = ${flowId}::uuid
      order by v.number desc limit ${Math.min(limit, MOST)}),
    e as (
      select n.hash, e.first_at, e.last_at, e.first_execution_id, e.last_execution_id
      from n cross join unnest(n.versions) word
        join executed_versions e on e.org_id = n.org_id and e.flow_id = n.flow_id and e.version = word
      union
      select n.hash, e.first_at, e.last_at, e.first_execution_id, e.last_execution_id
      from n cross join unnest(n.commits) word
        join executed_versions e on e.org_id = n.org_id and e.flow_id = n.flow_id and e.version = '' and e.commit = word),
    x as (
      select e.hash, min(e.first_at) as executed_at, max(e.last_at) as last_executed_at,
        (array_agg(e.first_execution_id order by e.first_at))[1] as first_execution_id,
        (array_agg(e.last_execution_id order by e.last_at desc))[1] as last_execution_id
      from e group by e.hash),
    v as materialized (
      select n.*, x.executed_at, x.last_executed_at, x.first_execution_id, x.last_execution_id
      from n left join x on x.hash = n.hash),
    t as (
      select t.at, w.hash, lag(w.hash) over (order by t.at) as was
      from (select t.* from executed_turns t where t.org_id = ${scope.orgId} and t.flow_id = ${flowId}::uuid
          order by t.at desc limit ${MOST_TURNS}) t
        join lateral (select n.hash from n where (t.version <> '' and t.version = any(n.versions))
          or (t.version = '' and t.commit = any(n.commits)) limit 1) w on true),
    -- A version may have run again after another: its stretch ends where that began, and the other's where it came back.
    h as materialized (select t.at, t.hash from t where t.hash is distinct from t.was),
    b as (
      select v.*, coalesce(v.executed_at, v.first_at) as begins,
        lead(coalesce(v.executed_at, v.first_at)) over w as earlier,
        lag(coalesce(v.executed_at, v.first_at)) over w as later
      from v window w as (order by v.number desc)),
    s as (
      select b.*, greatest(b.earlier, (select max(h.at) from h where h.at < b.begins)) as previous,
        least(b.later, (select min(h.at) from h where h.at > b.begins and h.hash <> b.hash)) as next
      from b)
    select encode(s.hash, 'hex') as hash, s.number, s.first_at::text as "firstAt", to_json(s.versions) as versions,
      to_json(s.commits) as commits, s.repeats, coalesce(d.text is not null or d.files is not null, false) as "hasText", c.id as "changeId",
      coalesce(to_json(c.classes), '[]') as classes, coalesce(c.summary, '') as summary, c.way, c.actor,
      nullif(c.change->'reason', 'null'::jsonb) as reason, nullif(c.change->'commit', 'null'::jsonb) as commit,
      nullif(c.change->'merge', 'null'::jsonb) as merge, coalesce(c.is_unexplained, false) as "isUnexplained",
      s.first_execution_id as "firstExecutionId", s.last_execution_id as "lastExecutionId",
      s.executed_at::text as "executedAt", s.last_executed_at::text as "lastExecutedAt",
      before.figures as before, during.figures as "with",
      json_build_object('before', ${strip(scope, sql`< s.begins`, sql`desc`)},
        'from', ${strip(scope, sql`>= s.begins`, sql`asc`)}) as effect
    from s
    left join definitions d on d.org_id = s.org_id and d.hash = s.hash
    left join lateral (
      select c.*, ${actorOf(sql`c.actor_key`)} as actor from changes c
      where c.org_id = s.org_id and c.flow_id = s.flow_id and c.after_hash = s.hash
      order by c.at, c.id limit 1) c on true
    left join lateral (${figures(scope, sql`coalesce(s.previous, '-infinity')`, sql`s.begins`, sql`desc`)}) before on true
    left join lateral (${figures(scope, sql`s.begins`, sql`coalesce(s.next, 'infinity')`, sql`asc`)}) during on true
    order by s.number desc`)
  return found.rows.map((row) => ({
    ...row,
    firstAt: new Date(row.firstAt),
    executedAt: row.executedAt === null ? null : new Date(row.executedAt),
    lastExecutedAt: row.lastExecutedAt === null ? null : new Date(row.lastExecutedAt),
  }))
}

const figures = (scope: Scope, from: SQL, to: SQL, order: SQL): SQL => sql`
  select json_build_object('executions', count(*)::int,
    'succeeded', (count(*) filter (where e.state in ('success', 'warning')))::int,
    'ended', (count(*) filter (where e.ended_at_unix_nano is not null))::int,
    'p95Ms', round(percentile_cont(0.95) within group (order by e.duration_ms))) as figures
  from (select e.state, e.ended_at_unix_nano, e.duration_ms from executions e
    where e.org_id = s.org_id and e.flow_id = s.flow_id and e.occurred_at >= ${from} and e.occurred_at < ${to}
      and ${isReadable(scope, sql`e.team_id`)}
    order by e.occurred_at ${order} limit ${FIGURED}) e`

const strip = (scope: Scope, side: SQL, order: SQL): SQL => sql`
  coalesce((select json_agg(json_build_object('id', e.id, 'state', e.state,
      'atMs', (extract(epoch from e.occurred_at) * 1000)::bigint) order by e.occurred_at, e.id)
    from (select e.id, e.state, e.occurred_at from executions e
      where e.org_id = s.org_id and e.flow_id = s.flow_id and e.occurred_at ${side}
        and ${isReadable(scope, sql`e.team_id`)}
      order by e.occurred_at ${order}, e.id limit ${STRIP}) e), '[]')`
