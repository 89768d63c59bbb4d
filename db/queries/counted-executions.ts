import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { lastResultOf } from '@/db/store/job-runs'
import { EXECUTION_HOURS_JOB, rolledStretch, rolledUntilOf } from '@/lib/charts/rolled-stretch'
import type { Scope } from '@/lib/model/scope'
import type { Filter } from '@/lib/query/filter'
import { type ExecutionQuestion, matches } from './execution-filter'

/** What executions are counted by in `execution_hours`. */
const COUNTED_KEYS = new Set(['state', 'environment', 'trigger', 'source', 'team'])

/**
 * Rows of `occurred_at`, `state`, `source_id`, `environment`, `trigger` and `executions`, which say how many executions answer
 * the question: of whole hours from their counts, of the edges of the window from the executions. Null where the counts do
 * not tell: the question asks for more than they know, or they do not reach into the window.
 */
export function countedExecutions(
  scope: Scope,
  question: ExecutionQuestion,
  rolledUntilMs: number | null,
): SQL | null {
  const stretch = rolledStretch(question.window, rolledUntilMs)
  if (stretch === null || !isCountedBy(question.filter)) return null
  const within = (window: ExecutionQuestion['window']) => matches(scope, { filter: question.filter, window })
  const hours = sql`
    select e.occurred_at, e.state, e.source_id, e.environment, e.trigger, e.executions
    from (select h.org_id, h.hour as occurred_at, h.team_id, h.source_id, h.environment,
      nullif(h.trigger, '') as trigger, h.state, h.executions from execution_hours h) e
    where ${within(stretch.hours)}`
  const edges = stretch.edges.map(
    (edge) => sql`
      select e.occurred_at, e.state, e.source_id, e.environment, e.trigger, 1 from executions e
      where ${within(edge)}`,
  )
  return sql.join([hours, ...edges], sql` union all `)
}

/** Until when executions have been counted by the hour; null where they have not. */
export const countedUntil = async (on: Db = database()): Promise<number | null> =>
  rolledUntilOf(await lastResultOf(EXECUTION_HOURS_JOB, on))

/** True where the filter asks for nothing but what executions are counted by. */
export function isCountedBy(filter: Filter | null): boolean {
  if (filter === null) return true
  switch (filter.type) {
    case 'and':
    case 'or':
      return filter.filters.every(isCountedBy)
    case 'not':
      return isCountedBy(filter.filter)
    case 'state':
      return true
    case 'word':
    case 'text':
    case 'prefix':
    case 'present':
      return COUNTED_KEYS.has(filter.key)
    default:
      return false
  }
}
