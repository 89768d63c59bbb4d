import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, matches } from './execution-filter'

export const MATCHING_CAP = 10_000

/** How many executions answer each question, in one statement; one more than the cap says "and more". */
export async function countMatching(
  scope: Scope,
  questions: ExecutionQuestion[],
  on: Db = database(),
): Promise<number[]> {
  if (questions.length === 0) return []
  const counts = questions.map(
    (question, index) => sql`select ${index}::int as index, (select count(*)::int from (
      select 1 from executions e where ${matches(scope, question)} limit ${MATCHING_CAP + 1}) found) as count`,
  )
  const found = await on.execute<{ index: number; count: number }>(sql.join(counts, sql` union all `))
  return questions.map((_, index) => found.rows.find((row) => row.index === index)?.count ?? 0)
}
