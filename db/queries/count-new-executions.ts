import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, matches } from './execution-filter'
import type { ExecutionCursor } from './list-executions'

export const NEW_CAP = 99

/** How many that answer the question came after the newest one on the screen; one more than the cap says "and more". */
export async function countNewExecutions(
  scope: Scope,
  question: ExecutionQuestion,
  newest: ExecutionCursor | null,
  on: Db = database(),
): Promise<number> {
  const isNewer = newest
    ? sql`and (e.occurred_at, e.id) > (${newest.occurredAt}::timestamptz, ${newest.id}::uuid)`
    : sql``
  const found = await on.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from executions e where ${matches(scope, question)} ${isNewer} limit ${NEW_CAP + 1}) newer`)
  return found.rows[0]?.count ?? 0
}
