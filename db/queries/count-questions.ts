import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { OpenQuestions } from '@/lib/model/listed-change'
import type { Scope } from '@/lib/model/scope'
import { waitsFor } from './asked-of'
import { isReadable } from './readable'

/** How many changes wait for the reason of who asks, and how many of their own questions have an answer that they have not seen. */
export async function countQuestions(scope: Scope, on: Db = database()): Promise<OpenQuestions> {
  if (scope.userId === null) return { waiting: 0, answered: 0 }
  const mine = sql`c.org_id = ${scope.orgId} and ${isReadable(scope, sql`c.team_id`)}`
  const found = await on.execute<OpenQuestions>(sql`
    select (select count(*)::int from changes c where ${mine} and ${waitsFor(scope)}) as waiting,
      (select count(distinct c.id)::int from change_notes n
        join changes c on c.org_id = n.org_id and c.id = n.change_id
        where n.org_id = ${scope.orgId} and n.user_id = ${scope.userId}::uuid and n.kind = 'question'
          and n.answer_seen_at is null and ${mine} and c.has_reason) as answered`)
  return found.rows[0] ?? { waiting: 0, answered: 0 }
}
