import type { Pool } from 'pg'

const CHUNK = 100_000

/**
 * As many changes and entries of the audit log as asked for, spread over the days before `now`: over all flows, by forty
 * people, each with two definitions. Made by the database itself: what the pages read is there, hashes are only as long as
 * real ones, and nothing here can be verified.
 */
export async function addLedger(
  pool: Pool,
  of: { orgId: string; rows: number; days: number; now: Date },
  say: (line: string) => void,
): Promise<void> {
  const { orgId, rows, days } = of
  const now = of.now.toISOString()
  await pool.query(ACTORS, [orgId, now])
  await pool.query(DRIFT, [orgId, now])
  for (let from = 1; from <= rows; from += CHUNK) {
    const until = Math.min(rows, from + CHUNK - 1)
    await pool.query(CHANGES, [orgId, now, from, until, rows, days])
    await pool.query(ENTRIES, [orgId, now, from, until, rows, days])
    say(`${until.toLocaleString('en-US')} changes and entries`)
  }
  await pool.query(HEAD, [orgId, rows])
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

const ENTRIES = `
  insert into audit_entries (org_id, seq, id, format, at, actor_kind, actor_id, actor_name, action, target_kind, target_id,
    team_id, source_kind, ip, request_id, outcome, before, after, salt, payload_hash, previous_hash, hash)
  select $1::uuid, s.start + n, md5('entry' || n)::uuid, 2, ${AT}, 'user', md5('user' || n % 40), 'Person ' || n % 40,
    (array['source.changed','token.created','flow.changed','member.added','execution.exported'])[1 + n % 5],
    (array['source','token','flow','member','execution'])[1 + n % 5], md5('target' || n % 5000), t.id,
    (array['console','console','api'])[1 + n % 3], '10.0.0.' || n % 250, md5('request' || n),
    case when n % 200 = 0 then 'denied' else 'done' end, jsonb_build_object('name', 'before ' || n),
    jsonb_build_object('name', 'after ' || n), decode(md5('salt' || n), 'hex'), sha256(('p' || n)::bytea),
    sha256(('h' || n - 1)::bytea), sha256(('h' || n)::bytea)
  from generate_series($3::int, $4::int) n
    cross join lateral (select coalesce(max(seq), 0) - $3 + 1 as start from audit_entries where org_id = $1) s
    join (select id, row_number() over (order by id) - 1 as place, count(*) over () as teams from teams where org_id = $1) t
      on t.place = n % t.teams`

const HEAD = `
  update audit_heads h set seq = e.seq, hash = e.hash, frontier = null
  from (select seq, hash from audit_entries where org_id = $1 order by seq desc limit 1) e
  where h.org_id = $1 and $2::int > 0`
