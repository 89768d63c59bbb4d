import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
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
  const found = await on.execute<StateCount>(sql`
    select (floor(extract(epoch from e.occurred_at) * 1000 / ${stepMs}::float8) * ${stepMs}::float8)::float8 as "startMs",
      e.state, count(*)::int as count
    from executions e
    where ${matches(scope, question)}
    group by 1, 2 order by 1, 2
    limit 5000`)
  return found.rows
}
