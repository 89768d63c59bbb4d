import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { erasedAfter, PERSONAL_DATA_ERASED, PlaceRuns } from '@/lib/audit/log-marks'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { audited } from './audited'

/** Entries that are looked through at once. */
const LOOKED_AT = 50_000

/** What became of the entries that tell of a person; those that a legal hold keeps stay as they are. */
export type Erasure = { erased: number; held: number }

/**
 * Takes a person out of the audit log: of each entry that they made, that was made for them, that was done to them or that
 * tells their name or address, all goes but what the tree is made of. An entry says of which, by numbers, and is not erased
 * itself; every proof stays valid.
 */
export async function erasePerson(
  scope: Scope,
  of: { userId: string; reason: string },
  on: Db = database(),
): Promise<Erasure> {
  const { userId } = of
  const { orgId } = scope
  return audited(
    scope,
    { permission: 'audit.write', teamId: null, target: { kind: 'user', id: userId } },
    async (tx) => {
      const tellsOf = await tellsOfPerson(tx, orgId, userId)
      const last = await tx.execute<{ seq: string }>(sql`select seq from audit_heads where org_id = ${orgId}`)
      const places = new PlaceRuns()
      let held = 0
      for (let from = 0; from < Number(last.rows[0]?.seq ?? 0); from += LOOKED_AT) {
        const found = await tx.execute<{ seq: string; isHeld: boolean }>(sql`
          select e.seq, ${isHeld} as "isHeld" from audit_entries e
          where e.org_id = ${orgId} and e.seq > ${from} and e.seq <= ${from + LOOKED_AT} and e.actor_name is not null
            and e.action <> ${PERSONAL_DATA_ERASED} and ${tellsOf} order by e.seq`)
        const erased = found.rows.filter((row) => !row.isHeld).map((row) => Number(row.seq))
        held += found.rows.length - erased.length
        for (const seq of erased) places.add(seq)
        await erase(tx, orgId, erased)
      }
      return {
        result: { erased: places.count, held },
        entry: {
          action: PERSONAL_DATA_ERASED,
          target: { kind: 'user', id: userId, teamId: null },
          after: erasedAfter(places.runs),
          reason: of.reason,
        },
      }
    },
    on,
  )
}

/** By id, and by what an account is called: as a whole value, where it is a name, anywhere, where it is an address. */
async function tellsOfPerson(tx: Db, orgId: string, userId: string): Promise<SQL> {
  const byId = sql`e.actor_id = ${userId} or e.on_behalf_of_id = ${userId}
    or (e.target_kind = 'user' and e.target_id = ${userId})`
  const known = isUuid(userId)
    ? await tx.execute<{ name: string; email: string }>(
        sql`select name, email from users where org_id = ${orgId} and id = ${userId}::uuid`,
      )
    : { rows: [] }
  const [person] = known.rows
  if (person === undefined) return sql`(${byId})`
  const said = sql`lower(coalesce(e.before::text, '') || coalesce(e.after::text, ''))`
  return sql`(${byId} or e.actor_name = ${person.name} or e.on_behalf_of_name = ${person.name}
    or strpos(${said}, ${person.email.toLowerCase()}) > 0
    or strpos(${said}, ${JSON.stringify(person.name).toLowerCase()}) > 0)`
}

async function erase(tx: Db, orgId: string, places: readonly number[]): Promise<void> {
  if (places.length === 0) return
  await tx.execute(sql`
    update audit_entries set actor_name = null, on_behalf_of_name = null, ip = null, request_id = null, before = null,
      after = null, reason = null, salt = null
    where org_id = ${orgId} and seq = any(${sql.param([...places])}::bigint[])`)
}

const isHeld = sql`exists (select 1 from legal_holds h where h.org_id = e.org_id and h.released_at is null
  and (h.scope = 'all' or (h.scope = 'team' and e.team_id = h.team_id)
    or (h.scope = 'target' and e.target_kind = h.target_kind and e.target_id = h.target_id)))`
