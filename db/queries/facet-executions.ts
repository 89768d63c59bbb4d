import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, matches } from './execution-filter'

export const FACETS = ['state', 'source', 'flow', 'environment', 'trigger'] as const
export type Facet = (typeof FACETS)[number]

/** A value with the number of executions that have it; `value` is what the filter language takes. */
export type FacetValue = { facet: Facet; value: string; count: number }

/** The newest so many are counted; a count above says "and more". */
export const FACET_CAP = 10_000
const VALUES_MAX = 12

const VALUE: Record<Facet, SQL> = {
  state: sql`e.state`,
  source: sql`(select s.slug from sources s where s.org_id = e.org_id and s.id = e.source_id)`,
  flow: sql`(select f.name from flows f where f.org_id = e.org_id and f.id = e.flow_id)`,
  environment: sql`e.environment`,
  trigger: sql`e.trigger`,
}

/** Columns that the sample carries; names are looked up once per group, not once per row. */
const KEY: Record<Facet, SQL> = {
  state: sql`e.state`,
  source: sql`e.source_id`,
  flow: sql`e.flow_id`,
  environment: sql`e.environment`,
  trigger: sql`e.trigger`,
}

/**
 * The values of each facet with their counts, in one statement. Each facet has its own question, which leaves the facet's
 * own part of the filter out: what else could be chosen must stay visible.
 */
export async function facetExecutions(
  scope: Scope,
  questions: Record<Facet, ExecutionQuestion>,
  on: Db = database(),
): Promise<FacetValue[]> {
  const parts = FACETS.map((facet) => {
    const sample = sql`select e.org_id, ${KEY[facet]} from executions e where ${matches(scope, questions[facet])}
      order by e.occurred_at desc, e.id desc limit ${FACET_CAP + 1}`
    return sql`(select ${facet}::text as facet, ${VALUE[facet]} as value, e.count from (
      select e.org_id, ${KEY[facet]}, count(*)::int as count from (${sample}) e
      where ${KEY[facet]} is not null group by 1, 2 order by 3 desc limit ${VALUES_MAX}) e)`
  })
  const found = await on.execute<FacetValue>(sql`select * from (${sql.join(parts, sql` union all `)}) counted
    where value is not null order by facet, count desc, value`)
  return found.rows
}
