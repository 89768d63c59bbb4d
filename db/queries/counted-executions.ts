import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { lastResultOf } from '@/db/store/job-runs'
import {
  type CountedCells,
  type CountedParts,
  countedParts,
  countedUntilOf,
  EXECUTION_COUNTS_JOB,
} from '@/lib/charts/counted-parts'
import type { Scope } from '@/lib/model/scope'
import type { Filter } from '@/lib/query/filter'
import type { Window } from '@/lib/query/window'
import { type ExecutionQuestion, matches, passes } from './execution-filter'

/** What executions are counted by in `execution_counts`. */
const COUNTED_KEYS = new Set(['state', 'environment', 'trigger', 'source', 'team'])

/**
 * Rows of `occurred_at`, `state` and `executions`, which say how many executions answer the question, for bars of that length:
 * of whole stretches from their counts, of the edges of the window from the executions. Null where the counts do not tell: the
 * question asks for more than they know, or they do not reach into the window.
 */
export function countedByTime(
  scope: Scope,
  question: ExecutionQuestion,
  countedUntilMs: number | null,
  stepMs: number,
): SQL | null {
  const parts = partsOf(question, countedUntilMs, stepMs)
  if (parts === null) return null
  const { filter, window } = question
  const cells = parts.cells.map(
    (
      each,
    ) => sql`select e.start as occurred_at, e.state, sum(e.executions) as executions from execution_counts e
      where ${isOf(each)} and ${passes(scope, { filter, window })} group by 1, 2`,
  )
  const edges = parts.edges.map(
    (edge) => sql`select e.occurred_at, e.state, 1 from executions e
      where ${matches(scope, { filter, window: edge })}`,
  )
  return sql.join([...cells, ...edges], sql` union all `)
}

/**
 * Rows of everything that executions are counted by, with `executions`, over a whole window: few however long it is, so that
 * several questions are answered from them. Null as above.
 */
export function countedInAll(scope: Scope, window: Window, countedUntilMs: number | null): SQL | null {
  const everything = { filter: null, window }
  const parts = partsOf(everything, countedUntilMs, null)
  if (parts === null) return null
  const cells = parts.cells.map(
    (each) => sql`select ${COUNTED_BY}, e.executions from execution_counts e
      where ${isOf(each)} and ${passes(scope, everything)}`,
  )
  const edges = parts.edges.map(
    (edge) => sql`select ${COUNTED_BY}, 1 from executions e
      where ${matches(scope, { filter: null, window: edge })}`,
  )
  return sql`select ${COUNTED_BY}, sum(e.executions) as executions
    from (${sql.join([...cells, ...edges], sql` union all `)}) e group by ${COUNTED_BY}`
}

const COUNTED_BY = sql`e.org_id, e.team_id, e.source_id, e.environment, e.trigger, e.state`

function partsOf(
  { filter, window, flowId }: ExecutionQuestion,
  countedUntilMs: number | null,
  stepMs: number | null,
): CountedParts | null {
  return flowId === undefined && isCountedBy(filter) ? countedParts(window, countedUntilMs, stepMs) : null
}

const isOf = ({ width, fromMs, toMs }: CountedCells): SQL => sql`e.width = ${width}
  and e.start >= to_timestamp(${fromMs / 1000}::float8) and e.start < to_timestamp(${toMs / 1000}::float8)`

/** Until when executions have been counted; null where they have not. */
export const countedUntil = async (on: Db = database()): Promise<number | null> =>
  countedUntilOf(await lastResultOf(EXECUTION_COUNTS_JOB, on))

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
