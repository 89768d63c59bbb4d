import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { countedInAll, countedUntil, isCountedBy } from './counted-executions'
import { type ExecutionQuestion, matches, passes } from './execution-filter'

export const FACETS = ['state', 'source', 'flow', 'environment', 'trigger'] as const
export type Facet = (typeof FACETS)[number]

/**
 * A value with the number of executions that have it. Where they were not counted before it is the number among the
 * newest `FACET_CAP`: `isCapped` says that there are older ones. `value` is what the filter language takes.
 */
export type FacetValue = { facet: Facet; value: string; count: number; isCapped: boolean }

/** The newest so many are counted. */
const FACET_CAP = 10_000
/** And no more than so many are looked at to find them, where the filter leaves out many. */
const LOOKED_AT_MAX = 100_000
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
 * own part of the filter out: what else could be chosen must stay visible. Facets with the same question share its rows.
 */
export async function facetExecutions(
  scope: Scope,
  questions: Record<Facet, ExecutionQuestion>,
  on: Db = database(),
): Promise<FacetValue[]> {
  // All facets are asked of the same window: what has been counted in it is put together once for all of them.
  const counted = countedInAll(scope, questions.state.window, await countedUntil(on))
  const tables = new Map<string, { name: SQL; rows: SQL; isCapped: SQL }>()
  const counts = FACETS.map((facet) => {
    const question = questions[facet]
    // There are too many flows to count the executions of each.
    const isCounted = counted !== null && facet !== 'flow' && isCountedBy(question.filter)
    const key = `${isCounted} ${JSON.stringify(question)}`
    const name = sql`${sql.identifier(`rows_${tables.size}`)}`
    const known = tables.get(key) ?? {
      name,
      rows: isCounted
        ? sql`select * from counted e where ${passes(scope, question)}`
        : newestOf(scope, question),
      isCapped: isCounted ? sql`false` : hasOlder(scope, question, name),
    }
    tables.set(key, known)
    return sql`(select ${facet}::text as facet, ${VALUE[facet]} as value, e.count, ${known.isCapped} as "isCapped" from (
      select e.org_id, ${KEY[facet]}, sum(e.executions)::int as count from ${known.name} e
      where ${KEY[facet]} is not null group by 1, 2 order by 3 desc limit ${VALUES_MAX}) e)`
  })
  const all = [...tables.values()].map(({ name, rows }) => sql`${name} as materialized (${rows})`)
  if (counted) all.unshift(sql`counted as materialized (${counted})`)
  const found = await on.execute<FacetValue>(sql`with ${sql.join(all, sql`, `)}
    select * from (${sql.join(counts, sql` union all `)}) counted
    where value is not null order by facet, count desc, value`)
  return found.rows
}

const newestOf = (scope: Scope, question: ExecutionQuestion): SQL => sql`
  select e.org_id, e.state, e.source_id, e.flow_id, e.environment, e.trigger, 1 as executions
  from ${isWalked(question) ? sql`(${newestAtAll(scope, question)})` : sql`executions`} e
  where ${matches(scope, question)} order by e.occurred_at desc, e.id desc limit ${FACET_CAP + 1}`

/** True for a filter by what the index of time holds beside it: then that is walked, and a rare value would be long in coming. */
const isWalked = ({ filter }: ExecutionQuestion): boolean => filter !== null && isCountedBy(filter)

const newestAtAll = (scope: Scope, { window }: ExecutionQuestion): SQL => sql`
  select e.org_id, e.team_id, e.occurred_at, e.id, e.state, e.source_id, e.flow_id, e.environment, e.trigger
  from executions e where ${matches(scope, { filter: null, window })}
  order by e.occurred_at desc, e.id desc limit ${LOOKED_AT_MAX}`

function hasOlder(scope: Scope, question: ExecutionQuestion, rows: SQL): SQL {
  const isFull = sql`(select count(*) > ${FACET_CAP} from ${rows})`
  if (!isWalked(question)) return isFull
  return sql`(${isFull} or exists (select 1 from executions e
    where ${matches(scope, { filter: null, window: question.window })}
    order by e.occurred_at desc, e.id desc offset ${LOOKED_AT_MAX} limit 1))`
}
