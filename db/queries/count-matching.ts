import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { countedInAll, countedUntil, isCountedBy } from './counted-executions'
import { type ExecutionQuestion, matches, passes } from './execution-filter'

export const MATCHING_CAP = 10_000

/** How many executions answer each question, in one statement; one more than the cap says "and more". */
export async function countMatching(
  scope: Scope,
  questions: ExecutionQuestion[],
  on: Db = database(),
): Promise<number[]> {
  if (questions.length === 0) return []
  const countedUntilMs = await countedUntil(on)
  const counts = questions.map((question, index) => {
    const isCounted = question.flowId === undefined && isCountedBy(question.filter)
    const counted = isCounted ? countedInAll(scope, question.window, countedUntilMs) : null
    // What has been counted already is added up; anything else is counted until it stops to matter.
    const count = counted
      ? sql`select least(coalesce(sum(e.executions), 0), ${MATCHING_CAP + 1})::int from (${counted}) e
          where ${passes(scope, question)}`
      : sql`select count(*)::int from (
          select 1 from executions e where ${matches(scope, question)} limit ${MATCHING_CAP + 1}) found`
    return sql`select ${index}::int as index, (${count}) as count`
  })
  const found = await on.execute<{ index: number; count: number }>(sql.join(counts, sql` union all `))
  return questions.map((_, index) => found.rows.find((row) => row.index === index)?.count ?? 0)
}
