import type { Database } from '@/db/client'
import { fillLog } from '../audit/fill-log'

const CHUNK = 100_000

/**
 * As many changes and entries of the audit log as asked for, spread over the days before `now`: over all flows, by forty
 * people, each with two definitions. The changes are made by the database itself: what the pages read is there. The entries
 * are a log that can be verified.
 */
export async function addLedger(
  store: Database,
  of: { orgId: string; rows: number; days: number; now: Date },
  say: (line: string) => void,
): Promise<void> {
  const { pool } = store
  const { orgId, rows, days } = of
  const now = of.now.toISOString()
  await pool.query(ACTORS, [orgId, now])
  await pool.query(DRIFT, [orgId, now])
  for (let from = 1; from <= rows; from += CHUNK) {
    const until = Math.min(rows, from + CHUNK - 1)
    await pool.query(CHANGES, [orgId, now, from, until, rows, days])
    say(`${until.toLocaleString('en-US')} changes`)
  }
  await fillLog(store, { orgId, rows, days, now: of.now })
  await pool.query('analyze changes, audit_entries, actors, flow_drift')
}

const ACTORS = `
  insert into actors (org_id, key, kind, handle, name, email, is_bot, person_id, first_seen_at, last_seen_at)
  select $1::uuid, 'github:person' || n, 'github', 'person' || n, 'Person ' || n, 'person' || n || '@example.com', n % 10 = 0,
    md5('person' || n)::uuid, $2::timestamptz, $2::timestamptz
  from generate_series(1, 40) n`

const DRIFT = `
  insert into flow_drift (org_id, flow_id, team_id, state, since, lag_commits, detail, updated_at)
  select f.org_id, f.id, f.team_id,
    (array['in_sync','in_sync','in_sync','behind','ahead','diverged'])[1 + abs(hashtext(f.id::text)) % 6], $2::timestamptz,
    1, '{"git":null,"deployed":null,"executed":null,"lagHours":2,"because":"the branch is newer"}', $2::timestamptz
  from flows f where f.org_id = $1`

const AT = '$2::timestamptz - make_interval(secs => ($5 - n) * $6 * 86400.0 / $5)'

const CHANGES = `
  with f as (select id, source_id, team_id, row_number() over (order by id) - 1 as place, count(*) over () as flows
    from flows where org_id = $1)
  insert into changes (org_id, id, flow_id, source_id, team_id, at, way, classes, summary, actor_key, is_unexplained,
    has_reason, executed_at, change, updated_at)
  select $1::uuid, md5('change' || n)::uuid, f.id, f.source_id, f.team_id, ${AT},
    (array['git','git','console','api','unknown'])[1 + n % 5], array[(array['schedule','code','retries'])[1 + n % 3]],
    'schedule 03:00 → 02:' || lpad((n % 60)::text, 2, '0'), case when n % 5 = 4 then null else 'github:person' || (1 + n % 40) end,
    n % 50 = 0, n % 3 <> 0, ${AT} + interval '10 minutes',
    jsonb_build_object('reason', case when n % 3 <> 0 then jsonb_build_object('kind', 'merge', 'text', 'Run earlier #' || n,
        'url', null) end, 'tickets', '[]'::jsonb, 'commit', null, 'merge', null,
      'reached', jsonb_build_object('committedAt', null, 'deployedAt', null, 'executedAt', null),
      'isWitnessedBy', jsonb_build_object('git', true, 'tool', true, 'ci', false, 'execution', true),
      'deployExecutionId', null, 'differences', '[]'::jsonb, 'fields', '[]'::jsonb, 'witnesses', '[]'::jsonb), ${AT}
  from generate_series($3::int, $4::int) n join f on f.place = (n::bigint * 7919) % f.flows`
