import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { uuidFrom } from '@/lib/executions/identity'
import { actorKey } from '@/lib/model/change'
import type { SeenActor } from '@/lib/model/flow-change'

/** Keeps whom changes name. Each stands alone until evidence or a person says that two are one. */
export async function noteActors(tx: Db, orgId: string, seen: readonly SeenActor[]): Promise<void> {
  const actors = new Map<string, SeenActor & { firstAt: string; lastAt: string }>()
  for (const actor of seen) {
    const key = actorKey(actor)
    const known = actors.get(key)
    const [firstAt, lastAt] = [known?.firstAt ?? actor.at, known?.lastAt ?? actor.at]
    actors.set(key, {
      ...known,
      ...actor,
      firstAt: firstAt < actor.at ? firstAt : actor.at,
      lastAt: lastAt > actor.at ? lastAt : actor.at,
    })
  }
  if (actors.size === 0) return
  const rows = [...actors].map(([key, { kind, id, name, email, isBot, firstAt, lastAt }]) => ({
    key,
    kind,
    handle: id,
    name: name ?? null,
    email: email?.toLowerCase() ?? null,
    is_bot: isBot === true,
    person_id: uuidFrom('person', orgId, key),
    first_at: firstAt,
    last_at: lastAt,
  }))
  await tx.execute(sql`
    insert into actors as a (org_id, key, kind, handle, name, email, is_bot, person_id, first_seen_at, last_seen_at)
    select ${orgId}::uuid, w.key, w.kind, w.handle, w.name, w.email, w.is_bot, w.person_id, w.first_at, w.last_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(key text, kind text, handle text, name text, email text,
      is_bot boolean, person_id uuid, first_at timestamptz, last_at timestamptz)
    order by w.key
    on conflict (org_id, key) do update set
      name = coalesce(case when excluded.last_seen_at >= a.last_seen_at then excluded.name end, a.name, excluded.name),
      email = coalesce(case when excluded.last_seen_at >= a.last_seen_at then excluded.email end, a.email, excluded.email),
      is_bot = a.is_bot or excluded.is_bot,
      first_seen_at = least(a.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at)
    where (a.name, a.email, a.is_bot, a.first_seen_at, a.last_seen_at) is distinct from (
      coalesce(case when excluded.last_seen_at >= a.last_seen_at then excluded.name end, a.name, excluded.name),
      coalesce(case when excluded.last_seen_at >= a.last_seen_at then excluded.email end, a.email, excluded.email),
      a.is_bot or excluded.is_bot, least(a.first_seen_at, excluded.first_seen_at),
      greatest(a.last_seen_at, excluded.last_seen_at))`)
}
