import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import {
  type KnownActor,
  type KnownUser,
  type MergeDecision,
  personsOf,
  suggestMerges,
} from '@/lib/changes/identities'

/** Names of more than so many people are settled by those that were seen last. */
const MOST_ACTORS = 20_000

/**
 * Finds anew which names of an organization are one person: by what people decided, then by what is certain. What is only
 * likely is kept as a suggestion for somebody to decide. Returns how many names belong to another person than before.
 */
export async function settlePersons(tx: Db, orgId: string): Promise<number> {
  const [actors, users, decisions] = [
    await loadActors(tx, orgId),
    await loadUsers(tx, orgId),
    await loadDecisions(tx, orgId),
  ]
  const decided = new Set(decisions.map(pairKey))
  const suggested = suggestMerges(actors, users).filter((pair) => !decided.has(pairKey(pair)))
  if (suggested.length > 0) {
    const rows = suggested.map(({ firstKey, secondKey, evidence, isCertain }) => ({
      first_key: firstKey,
      second_key: secondKey,
      evidence,
      state: isCertain ? 'merged' : 'suggested',
    }))
    await tx.execute(sql`
      insert into actor_merges (org_id, first_key, second_key, evidence, state)
      select ${orgId}::uuid, w.first_key, w.second_key, w.evidence, w.state
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as w(first_key text, second_key text, evidence text, state text)
      order by 2, 3
      on conflict (org_id, first_key, second_key) do nothing`)
  }
  const people = decisions.filter(({ isByPerson }) => isByPerson)
  const persons = [...personsOf(orgId, actors, users, people)].map(([key, id]) => ({ key, id }))
  const { rowCount } = await tx.execute(sql`
    update actors a set person_id = w.id
    from jsonb_to_recordset(${JSON.stringify(persons)}::jsonb) as w(key text, id uuid)
    where a.org_id = ${orgId} and a.key = w.key and a.person_id <> w.id`)
  return rowCount ?? 0
}

/** The same for every organization that anybody is named in. */
export async function settleAllPersons(db: Db): Promise<number> {
  const { rows } = await db.execute<{ orgId: string }>(sql`
    select o.org_id as "orgId" from organizations o
    where exists (select 1 from actors a where a.org_id = o.org_id)`)
  let moved = 0
  for (const { orgId } of rows) moved += await db.transaction((tx) => settlePersons(tx, orgId))
  return moved
}

const pairKey = ({ firstKey, secondKey }: { firstKey: string; secondKey: string }): string =>
  JSON.stringify([firstKey, secondKey])

async function loadActors(tx: Db, orgId: string): Promise<KnownActor[]> {
  type Row = Pick<KnownActor, 'key' | 'kind' | 'id' | 'isBot'> & { name: string | null; email: string | null }
  const { rows } = await tx.execute<Row>(sql`
    select a.key, a.kind, a.handle as id, a.name, a.email, a.is_bot as "isBot" from actors a
    where a.org_id = ${orgId} order by a.last_seen_at desc, a.key limit ${MOST_ACTORS}`)
  return rows.map(({ name, email, ...actor }) => ({
    ...actor,
    ...(name === null ? {} : { name }),
    ...(email === null ? {} : { email }),
  }))
}

async function loadUsers(tx: Db, orgId: string): Promise<KnownUser[]> {
  const { rows } = await tx.execute<KnownUser>(
    sql`select u.id, u.name, u.email from users u where u.org_id = ${orgId} order by u.id`,
  )
  return rows
}

// A suggestion that was not decided is none; what evidence alone had merged is found again by that evidence.
async function loadDecisions(tx: Db, orgId: string): Promise<(MergeDecision & { isByPerson: boolean })[]> {
  const { rows } = await tx.execute<MergeDecision & { isByPerson: boolean }>(sql`
    select m.first_key as "firstKey", m.second_key as "secondKey", m.state,
      m.decided_by is not null and m.state <> 'suggested' as "isByPerson"
    from actor_merges m where m.org_id = ${orgId}`)
  return rows
}
