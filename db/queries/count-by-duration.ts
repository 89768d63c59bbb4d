import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { HEAT_EDGES } from '@/lib/charts/duration-heat'
import type { HeatCount } from '@/lib/model/heat-count'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, LASTED_MS, matches } from './execution-filter'

/** The newest so many are counted. */
export const HEAT_MAX = 20_000

export type HeatCounts = { counts: HeatCount[]; isCut: boolean; oldestMs: number | null }

/** Executions by when they began and how long they took (up to now, for what still runs), in one grouped question. */
export async function countByDuration(
  scope: Scope,
  question: ExecutionQuestion,
  stepMs: number,
  on: Db = database(),
): Promise<HeatCounts> {
  const edges = sql.param(HEAT_EDGES.map(({ ms }) => ms))
  const found = await on.execute<HeatCount & { isCut: boolean; oldestMs: number }>(sql`
    with newest as materialized (
      select e.occurred_at as at, ${LASTED_MS} as lasted,
        e.state in ('failed', 'timed_out', 'lost', 'missing') as broken
      from executions e where ${matches(scope, question)}
      order by e.occurred_at desc, e.id desc limit ${HEAT_MAX + 1})
    select (extract(epoch from date_bin(${stepMs}::float8 * interval '1 millisecond', at, 'epoch'::timestamptz))
        * 1000)::float8 as "startMs",
      width_bucket(lasted, ${edges}::bigint[]) as row, count(*)::int as count,
      (count(*) filter (where broken))::int as broken,
      (select count(*) > ${HEAT_MAX} from newest) as "isCut",
      (select floor(extract(epoch from min(at)) * 1000)::float8 from newest) as "oldestMs"
    from newest where lasted is not null
    group by 1, 2 order by 1, 2
    limit 5000`)
  const [first] = found.rows
  return {
    counts: found.rows.map(({ startMs, row, count, broken }) => ({ startMs, row, count, broken })),
    isCut: first?.isCut ?? false,
    oldestMs: first?.oldestMs ?? null,
  }
}
