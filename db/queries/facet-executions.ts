import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, matches } from './execution-filter'

export const FACETS = ['state', 'source', 'flow', 'environment', 'trigger'] as const
export type Facet = (typeof FACETS)[number]

/**
 * A value with the number of executions that have it, of the newest `FACET_CAP`: `isCapped` says that there are older ones
 * that were not counted. `value` is what the filter language takes.
 */
export type FacetValue = { facet: Facet; value: string; count: number; isCapped: boolean }

/** The newest so many are counted. */
const FACET_CAP = 10_000
const VALUES_MAX = 12

const VALUE: Record<Facet, SQL> = {
  state: sql`e.state`,
  source: sql`(select s.slug from sources s where s.org_id = e.org_id and s.id = e.source_id)`,
  flow: sql`(select f.name from flows f where f.org_id = e.org_id and f.id = e.flow_id)`,
  environment: sql`e.environment`,
  trigger: sql`e.trigger`,
}

/** What the groups are made by; names are looked up once per group, not once per row. */
const KEY: Record<Facet, SQL> = {
  state: sql`e.state`,
  source: sql`e.source_id`,
  flow: sql`e.flow_id`,
  environment: sql`e.environment`,
  trigger: sql`e.trigger`,
}

/**
 * The values of each facet with their counts, in one statement. Each facet has its own question, which leaves the facet's
 * own part of the filter out: what else could be chosen must stay visible. Facets with the same question share its sample.
 */
export async function facetExecutions(
  scope: Scope,
  questions: Record<Facet, ExecutionQuestion>,
  on: Db = database(),
): Promise<FacetValue[]> {
  const samples = new Map<string, { name: SQL; rows: SQL }>()
  for (const question of Object.values(questions)) {
    const name = sql.identifier(`sample_${samples.size}`)
    const key = JSON.stringify(question)
    if (!samples.has(key)) samples.set(key, { name: sql`${name}`, rows: sampleOf(scope, question) })
  }
  const counts = FACETS.map((facet) => {
    const sample = samples.get(JSON.stringify(questions[facet]))?.name
    return sql`(select ${facet}::text as facet, ${VALUE[facet]} as value, e.count,
      (select count(*) > ${FACET_CAP} from ${sample}) as "isCapped" from (
      select e.org_id, ${KEY[facet]}, count(*)::int as count from ${sample} e
      where ${KEY[facet]} is not null group by 1, 2 order by 3 desc limit ${VALUES_MAX}) e)`
  })
  const tables = [...samples.values()].map(({ name, rows }) => sql`${name} as materialized (${rows})`)
  const found = await on.execute<FacetValue>(sql`with ${sql.join(tables, sql`, `)}
    select * from (${sql.join(counts, sql` union all `)}) counted
    where value is not null order by facet, count desc, value`)
  return found.rows
}

const sampleOf = (scope: Scope, question: ExecutionQuestion): SQL => sql`
  select e.org_id, e.state, e.source_id, e.flow_id, e.environment, e.trigger from executions e
  where ${matches(scope, question)} order by e.occurred_at desc, e.id desc limit ${FACET_CAP + 1}`
