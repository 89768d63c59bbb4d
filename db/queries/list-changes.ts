import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ChangeActor, ListedChange } from '@/lib/model/listed-change'
import type { Scope } from '@/lib/model/scope'
import { type ChangeFilter, changeMatches, EFFECTIVE_AT } from './change-filter'
import { isReadable } from './readable'

const MOST = 200

/** Changes of flows of teams that the scope may read, the newest first: one page, and one row more where there is another. */
export async function listChanges(
  scope: Scope,
  filter: ChangeFilter = {},
  limit = 50,
  on: Db = database(),
): Promise<ListedChange[]> {
  const found = await on.execute<Row>(sql`
    with c as materialized (
      select c.* from changes c where ${changeMatches(scope, filter)}
      order by c.at desc, c.id desc limit ${Math.min(limit, MOST) + 1})
    select ${columns(scope)} from c ${JOINS}
    order by c.at desc, c.id desc`)
  return found.rows.map(listed)
}

export type Row = Omit<ListedChange, 'at' | 'actor' | 'reached'> & {
  at: string
  actor: ChangeActor | null
  reached: ListedChange['reached']
}

/** A row with its time as a date. */
export const listed = (row: Row): ListedChange => ({ ...row, at: new Date(row.at) })

export const JOINS = sql`
  left join flows f on f.org_id = c.org_id and f.id = c.flow_id
  left join sources s on s.org_id = c.org_id and s.id = c.source_id
  left join teams t on t.org_id = c.org_id and t.id = c.team_id
  left join flow_drift d on d.org_id = c.org_id and d.flow_id = c.flow_id`

/** What a list shows of a change `c` and what it is joined with by `JOINS`. */
export const columns = (scope: Scope): SQL => sql`
  c.id, c.at::text as at, c.flow_id as "flowId",
  coalesce(f.name, c.change->'object'->>'name', c.change->'object'->>'id', '') as name,
  coalesce(f.namespace, c.change->'object'->>'kind', '') as namespace,
  c.source_id as "sourceId", coalesce(s.name, '') as source, coalesce(s.kind, '') as "sourceKind",
  coalesce(s.is_sample, false) as "isSample", c.team_id as "teamId", coalesce(t.name, '') as team,
  c.way, to_json(c.classes) as classes, c.summary, ${actorOf(sql`c.actor_key`)} as actor,
  c.is_unexplained as "isUnexplained", c.has_reason as "hasReason",
  coalesce((select json_build_object('kind', 'answer', 'text', n.text, 'url', null) from change_notes n
    where n.org_id = c.org_id and n.change_id = c.id and n.kind = 'reason' order by n.at desc limit 1)::jsonb,
    nullif(c.change->'reason', 'null'::jsonb)) as reason,
  c.change->'tickets' as tickets, nullif(c.change->'commit', 'null'::jsonb) as commit,
  nullif(c.change->'merge', 'null'::jsonb) as merge, c.change->'reached' as reached,
  c.change->'isWitnessedBy' as "isWitnessedBy", c.change->>'deployExecutionId' as "deployExecutionId",
  d.state as drift,
  exists (select 1 from change_notes n where n.org_id = c.org_id and n.change_id = c.id and n.kind = 'reviewed')
    as "isReviewed",
  not c.has_reason and exists (select 1 from change_notes n
    where n.org_id = c.org_id and n.change_id = c.id and n.kind = 'question') as "isAsked",
  coalesce((select json_agg(json_build_object('id', e.id, 'state', e.state,
      'atMs', (extract(epoch from e.occurred_at) * 1000)::bigint) order by e.occurred_at, e.id)
    from (select e.id, e.state, e.occurred_at from executions e
      where e.org_id = c.org_id and e.flow_id = c.flow_id and e.occurred_at >= ${EFFECTIVE_AT}
        and ${isReadable(scope, sql`e.team_id`)}
      order by e.occurred_at, e.id limit 5) e), '[]') as effect`

/** The name of the person that actor `a` is: a user's, else one that another tool gives them. */
export const PERSON = sql`coalesce(
  (select u.name from users u where u.org_id = a.org_id and u.id = a.person_id),
  (select o.name from actors o where o.org_id = a.org_id and o.person_id = a.person_id and o.name is not null
    and o.key <> a.key order by o.key limit 1))`

/** Who has that key, as an object. The person goes by the name they have here, else by one that a tool gives them. */
export const actorOf = (key: SQL): SQL => sql`(
  select json_build_object('key', a.key, 'name', coalesce(a.name, a.handle), 'isBot', a.is_bot,
    'personId', a.person_id, 'person', ${PERSON})
  from actors a where a.org_id = c.org_id and a.key = ${key})`
