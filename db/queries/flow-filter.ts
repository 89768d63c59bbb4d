import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/model/scope'
import type { Condition, Filter } from '@/lib/query/filter'
import { isReadable } from './readable'

/** Condition on `flows f`, `sources s`, `teams t` and, where `asksForState` says so, `latest`. */
export function flowMatches(scope: Scope, filter: Filter | null): SQL {
  const parts = [sql`f.org_id = ${scope.orgId}`, isReadable(scope, sql`f.team_id`)]
  if (filter) parts.push(compile(filter))
  return sql.join(parts, sql` and `)
}

/** The flows with what their conditions are about. */
export const FLOWS_FROM: SQL = sql`from flows f
  left join sources s on s.org_id = f.org_id and s.id = f.source_id
  left join teams t on t.org_id = f.org_id and t.id = f.team_id`

/** The newest execution of each flow that the scope may read: one step into the index a flow. */
export const latestOf = (scope: Scope): SQL => sql`left join lateral (
  select e.state, e.occurred_at from executions e
  where e.org_id = f.org_id and e.flow_id = f.id and ${isReadable(scope, sql`e.team_id`)}
  order by e.occurred_at desc, e.id desc limit 1) latest on true`

function compile(filter: Filter): SQL {
  switch (filter.type) {
    case 'and':
    case 'or':
      return sql`(${sql.join(filter.filters.map(compile), filter.type === 'and' ? sql` and ` : sql` or `)})`
    case 'not':
      return sql`((${compile(filter.filter)}) is not true)`
    default:
      return compileCondition(filter)
  }
}

function compileCondition(condition: Condition): SQL {
  switch (condition.type) {
    case 'state':
      return sql`latest.state = any(${sql.param(condition.states)}::text[])`
    case 'word':
      return anyOf(condition.values, (value) => isLike(condition.key, wildcards(value)))
    case 'text':
      return anyOf(condition.values, (value) => isLike(condition.key, `%${escaped(value)}%`))
    case 'prefix':
      return anyOf(condition.values, (value) => isLike(condition.key, `${escaped(value)}%`))
    case 'present':
      return condition.key === 'state' ? sql`latest.state is not null` : isLike(condition.key, '_%')
    case 'free':
      return isSaid(condition)
    case 'number':
    case 'duration':
    case 'longer':
    case 'times':
    case 'time':
    case 'id':
      throw new TypeError(`${condition.type} is not asked of flows; checkFlowQuery leaves it out`)
    default:
      return condition satisfies never
  }
}

function isLike(key: string, pattern: string): SQL {
  switch (key) {
    case 'flow':
      return sql`f.name ilike ${pattern}`
    case 'namespace':
      return sql`f.namespace ilike ${pattern}`
    case 'source':
      return sql`(s.slug ilike ${pattern} or s.name ilike ${pattern})`
    case 'team':
      return sql`(t.slug ilike ${pattern} or t.name ilike ${pattern})`
    case 'environment':
      return sql`s.environment ilike ${pattern}`
    case 'dialect':
      return sql`f.dialect ilike ${pattern}`
    default:
      throw new TypeError(`${key} is not asked of flows; checkFlowQuery leaves it out`)
  }
}

function isSaid({ text, uuid }: { text: string; uuid: string | null }): SQL {
  const pattern = `%${escaped(text)}%`
  const words = sql`f.name ilike ${pattern} or f.namespace ilike ${pattern}`
  return uuid ? sql`(f.id = ${uuid} or ${words})` : sql`(${words})`
}

const anyOf = (values: string[], each: (value: string) => SQL): SQL =>
  sql`(${sql.join(values.map(each), sql` or `)})`

const escaped = (value: string): string => value.replace(/[\\%_]/g, (sign) => `\\${sign}`)
const wildcards = (value: string): string => escaped(value).replaceAll('*', '%')
