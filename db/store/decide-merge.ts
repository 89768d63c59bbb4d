import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'
import { settlePersons } from './settle-persons'

/** What somebody decides of two names: that they are one person, or two. */
export type MergeChoice = { firstKey: string; secondKey: string; state: 'merged' | 'apart' }

/** Decides that two names are one person or two, of the whole organization; what was decided before can be taken back. */
export async function decideMerge(scope: Scope, choice: MergeChoice, on: Db = database()): Promise<void> {
  const { orgId, userId } = scope
  const [firstKey = '', secondKey = ''] = [choice.firstKey, choice.secondKey].sort()
  const target = { kind: 'person', id: `${firstKey} ${secondKey}` }
  await audited(
    scope,
    { permission: 'member.write', teamId: null, target },
    async (tx) => {
      const { rows } = await tx.execute<{ state: string | null; known: number }>(sql`
        select (select m.state from actor_merges m where m.org_id = ${orgId} and m.first_key = ${firstKey}
            and m.second_key = ${secondKey}) as state,
          (select count(*)::int from actors a where a.org_id = ${orgId} and a.key in (${firstKey}, ${secondKey})) as known`)
      const [found] = rows
      if (found === undefined || found.known === 0)
        throw new Refusal('not_found', 'Nobody goes by one of these names.')
      await tx.execute(sql`
        insert into actor_merges (org_id, first_key, second_key, evidence, state, decided_by, decided_at)
        values (${orgId}, ${firstKey}, ${secondKey}, 'a person said so', ${choice.state}, ${userId}, clock_timestamp())
        on conflict (org_id, first_key, second_key) do update
          set state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at`)
      await settlePersons(tx, orgId)
      const action = choice.state === 'merged' ? 'person.merged' : 'person.parted'
      return {
        result: undefined,
        entry: {
          action,
          target: { ...target, teamId: null },
          before: { state: found.state },
          after: { state: choice.state },
        },
      }
    },
    on,
  )
}
