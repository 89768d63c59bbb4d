import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { addCounts } from '@/lib/charts/duration-buckets'
import type { FigureDays, FlowSort } from '@/lib/flow/flow-address'
import { asksForState } from '@/lib/flow/flow-query'
import type { ListedFlow, Outcome } from '@/lib/model/listed-flow'
import type { Scope } from '@/lib/model/scope'
import type { Filter } from '@/lib/query/filter'
import { FLOWS_FROM, flowMatches, latestOf } from './flow-filter'
import { BROKEN_LAST, LAST_ERROR, lastBrokenOf, ownStartsOf } from './flow-parts'
import { isReadable } from './readable'

/** Which flows are asked for, and which part of them. */
export type FlowQuestion = {
  filter: Filter | null
  sort: FlowSort
  order: 'asc' | 'desc'
  days: FigureDays
  /** From 1. */
  page: number
}

export const FLOWS_PER_PAGE = 50
const PAGES_MAX = 2000
const OUTCOMES = 20

/**
 * A page of the catalogue. Only what it is sorted or filtered by is found out for every flow; the rest for the fifty that
 * are shown, by keys.
 */
export async function listFlows(
  scope: Scope,
  question: FlowQuestion,
  on: Db = database(),
): Promise<{ rows: ListedFlow[]; hasMore: boolean }> {
  const offset = (Math.min(Math.max(1, question.page), PAGES_MAX) - 1) * FLOWS_PER_PAGE
  const { join, key } = sortOf(scope, question)
  const needsLatest = question.sort === 'last' || asksForState(question.filter)
  const direction = question.order === 'asc' ? sql`asc` : sql`desc`
  const found = await on.execute<Row>(sql`
    with listed as materialized (
      select f.org_id, f.id, f.name, f.namespace, coalesce(s.name, '') as source, coalesce(s.kind, f.dialect) as kind,
        coalesce(s.is_sample, false) as is_sample, coalesce(s.environment, '') as environment,
        coalesce(t.name, '') as team, row_number() over (order by ${key} ${direction} nulls last, f.name, f.id) as place
      ${FLOWS_FROM} ${needsLatest ? latestOf(scope) : sql``} ${join}
      where ${flowMatches(scope, question.filter)}
      order by place limit ${FLOWS_PER_PAGE + 1} offset ${offset}
    )
    select l.id, l.name, l.namespace, l.source, l.kind as "sourceKind", l.is_sample as "isSample", l.environment, l.team,
      outcomes.newest, outcomes.starts, figures.*, case when failure."executionId" is not null then to_json(failure) end as "lastError"
    from listed l
    left join lateral (${newestOf(scope)}) outcomes on true
    left join lateral (${figuresOf(scope, question.days)}) figures on true
    left join lateral (${lastErrorOf(scope)}) failure on true
    order by l.place`)
  return {
    rows: found.rows.slice(0, FLOWS_PER_PAGE).map(listed),
    hasMore: found.rows.length > FLOWS_PER_PAGE,
  }
}

type Row = Omit<ListedFlow, 'outcomes' | 'figures' | 'startsMs'> & {
  newest: Outcome[] | null
  starts: number[] | null
  executions: number | null
  good: number | null
  broken: number | null
  durations: number[][] | null
}

function listed({ newest, starts, executions, good, broken, durations, ...row }: Row): ListedFlow {
  return {
    ...row,
    outcomes: newest ?? [],
    startsMs: starts ?? [],
    figures: {
      executions: executions ?? 0,
      good: good ?? 0,
      broken: broken ?? 0,
      durations: addCounts(durations ?? []),
    },
  }
}

/** The value that flows are ordered by, and where it comes from. */
function sortOf(scope: Scope, { sort, days }: FlowQuestion): { join: SQL; key: SQL } {
  switch (sort) {
    case 'name':
      return { join: sql``, key: sql`lower(f.name)` }
    case 'last':
      return { join: sql``, key: sql`latest.occurred_at` }
    case 'executions':
      return { join: totalsOf(scope, days), key: sql`coalesce(totals.executions, 0)` }
    case 'success':
      return {
        join: totalsOf(scope, days),
        key: sql`totals.good::float8 / nullif(totals.good + totals.broken, 0)`,
      }
    case 'p95':
      return {
        join: sql`left join flow_usual usual on usual.org_id = f.org_id and usual.flow_id = f.id`,
        key: days === '7' ? sql`usual.p95_of_7_days_ms` : sql`usual.p95_of_30_days_ms`,
      }
    default:
      return sort satisfies never
  }
}

/** Days are of UTC; today is the last of them. */
const daysOf = (scope: Scope, days: FigureDays): SQL => sql`d.org_id = ${scope.orgId}
  and d.day > (now() at time zone 'UTC')::date - ${Number(days)}::int and ${isReadable(scope, sql`d.team_id`)}`

const totalsOf = (scope: Scope, days: FigureDays): SQL => sql`left join (
  select d.flow_id, sum(d.executions)::int as executions, sum(d.succeeded + d.warned)::int as good,
    sum(d.broken)::int as broken
  from flow_days d where ${daysOf(scope, days)} group by d.flow_id) totals on totals.flow_id = f.id`

/** The newest executions as shapes, and the starts from which the rhythm is learned. */
const newestOf = (scope: Scope): SQL => sql`
  select json_agg(json_build_object('id', n.id, 'state', n.state, 'atMs', n.at_ms) order by n.place)
      filter (where n.place <= ${OUTCOMES}) as newest,
    json_agg(n.at_ms order by n.place) filter (where n.is_own) as starts
  from (${ownStartsOf(scope, sql`l.id`)}) n`

const figuresOf = (scope: Scope, days: FigureDays): SQL => sql`
  select sum(d.executions)::int as executions, sum(d.succeeded + d.warned)::int as good, sum(d.broken)::int as broken,
    json_agg(d.durations) as durations
  from flow_days d where d.flow_id = l.id and ${daysOf(scope, days)}`

const lastErrorOf = (scope: Scope): SQL => sql`
  select ${LAST_ERROR} from ${lastBrokenOf(scope, { orgId: sql`l.org_id`, flowId: sql`l.id` })} ${BROKEN_LAST}`

/** How many flows each filter leaves, in one statement. */
export async function countFlows(
  scope: Scope,
  filters: (Filter | null)[],
  on: Db = database(),
): Promise<number[]> {
  if (filters.length === 0) return []
  const counts = filters.map(
    (filter, index) => sql`select ${index}::int as index, (select count(*)::int ${FLOWS_FROM}
      ${asksForState(filter) ? latestOf(scope) : sql``} where ${flowMatches(scope, filter)}) as count`,
  )
  const found = await on.execute<{ index: number; count: number }>(sql.join(counts, sql` union all `))
  return filters.map((_, index) => found.rows.find((row) => row.index === index)?.count ?? 0)
}

export type FlowValues = { teams: string[]; sources: string[]; environments: string[] }

/** What the choices of the catalogue's filter offer: only what readable flows have. */
export async function listFlowValues(scope: Scope, on: Db = database()): Promise<FlowValues> {
  const found = await on.execute<{ [key in keyof FlowValues]: string[] | null }>(sql`
    select array_agg(distinct t.name order by t.name) as teams, array_agg(distinct s.name order by s.name) as sources,
      array_agg(distinct s.environment order by s.environment) as environments
    ${FLOWS_FROM} where ${flowMatches(scope, null)}`)
  const some = (values: string[] | null | undefined) => (values ?? []).filter((value) => value !== null)
  const [row] = found.rows
  return { teams: some(row?.teams), sources: some(row?.sources), environments: some(row?.environments) }
}
