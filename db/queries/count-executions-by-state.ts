import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
import { countedByTime, countedUntil } from './counted-executions'
import { type ExecutionQuestion, matches } from './execution-filter'

/** How many executions in a state began in the stretch that starts then. */
export type StateCount = { startMs: number; state: State; count: number }

/** Counts by state in stretches of equal length, aligned to 1970 so that they stay put while time goes on. */
export async function countExecutionsByState(
  scope: Scope,
  question: ExecutionQuestion,
  stepMs: number,
  on: Db = database(),
): Promise<StateCount[]> {
  const rows =
    countedByTime(scope, question, await countedUntil(on), stepMs) ??
    sql`select e.occurred_at, e.state, 1 as executions from executions e where ${matches(scope, question)}`
  const found = await on.execute<StateCount>(sql`
    select (extract(epoch from c.start) * 1000)::float8 as "startMs", c.state, c.count from (
      select date_bin(${stepMs}::float8 * interval '1 millisecond', e.occurred_at, 'epoch'::timestamptz) as start,
        e.state, sum(e.executions)::int as count
      from (${rows}) e
      group by 1, 2 order by 1, 2
      limit 5000) c`)
  return found.rows
}
