import { type SQL, sql } from 'drizzle-orm'
import { COUNTED_MIN } from '@/lib/charts/running-bar'
import type { Scope } from '@/lib/model/scope'
import { type Condition, type Filter, namesExecutions } from '@/lib/query/filter'
import { findUuid } from '@/lib/query/values'
import type { Window } from '@/lib/query/window'
import { isReadable } from './readable'

/** Which executions are asked for: those that pass the filter within the window, of one flow where it is given. */
export type ExecutionQuestion = { filter: Filter | null; window: Window; flowId?: string }

/**
 * The whole condition on `executions e`: organization, readable teams, window, filter. The window is left out only when
 * the filter names executions by id, which is read from keys, not from time.
 */
export function matches(scope: Scope, question: ExecutionQuestion): SQL {
  const passed = passes(scope, question)
  return namesExecutions(question.filter) ? passed : sql`${passed} and ${isWithin(question.window)}`
}

/** The same without the window, for what stands for the executions of a stretch of time. */
export function passes(scope: Scope, { filter, window, flowId }: ExecutionQuestion): SQL {
  const parts = [sql`e.org_id = ${scope.orgId}`, isReadable(scope, sql`e.team_id`)]
  if (flowId !== undefined) parts.push(sql`e.flow_id = ${flowId}`)
  if (filter) parts.push(compile(filter, { orgId: scope.orgId, window }))
  return sql.join(parts, sql` and `)
}

type Context = { orgId: string; window: Window }

function isWithin({ fromMs, toMs }: Window): SQL {
  const from = sql`e.occurred_at >= ${moment(fromMs)}`
  return toMs === null ? from : sql`(${from} and e.occurred_at < ${moment(toMs)})`
}

/** The years that an ISO date of four digits and Postgres both have. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59Z')

const moment = (ms: number): SQL =>
  sql`${new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS)).toISOString()}::timestamptz`

function compile(filter: Filter, context: Context): SQL {
  switch (filter.type) {
    case 'and':
    case 'or': {
      const parts = filter.filters.map((each) => compile(each, context))
      return sql`(${sql.join(parts, filter.type === 'and' ? sql` and ` : sql` or `)})`
    }
    case 'not':
      // Not `not`: where nothing is known the condition is null, and what is not so must still be found.
      return sql`((${compile(filter.filter, context)}) is not true)`
    default:
      return compileCondition(filter, context)
  }
}

function compileCondition(condition: Condition, context: Context): SQL {
  switch (condition.type) {
    case 'state':
      return sql`e.state = any(${sql.param(condition.states)}::text[])`
    case 'word':
      return anyOf(condition.values, (value) => isLike(condition.key, wildcards(value), context))
    case 'text':
      return anyOf(condition.values, (value) => isLike(condition.key, `%${escaped(value)}%`, context))
    case 'prefix':
      return anyOf(condition.values, (value) => isLike(condition.key, `${escaped(value)}%`, context))
    case 'present':
      return isLike(condition.key, '%', context)
    case 'number':
      return sql`e.attempt ${ORDERING[condition.ordering]} ${condition.value}`
    case 'duration':
      // Not as a bigint: half a millisecond and a thousand years can be asked for, too.
      return sql`${LASTED_MS} ${ORDERING[condition.ordering]} ${condition.value}::float8`
    case 'longer':
      return against(sql`${LASTED_MS} >= u.longer_from_ms`, context)
    case 'times':
      return against(
        sql`${LASTED_MS} ${ORDERING[condition.ordering]} u.p50_ms * ${condition.value}::float8`,
        context,
      )
    case 'time':
      return isWithin({ fromMs: condition.fromMs ?? 0, toMs: condition.toMs })
    case 'id':
      return anyOf(condition.values, (value) =>
        condition.key === 'id' ? hasId(value) : isOfTrace(value, context),
      )
    case 'free':
      return isSaid(condition, context)
    default:
      return condition satisfies never
  }
}

const ORDERING = { '=': sql`=`, '>': sql`>`, '>=': sql`>=`, '<': sql`<`, '<=': sql`<=` }

/** `exists`, so that the planner may read what is usual once for all executions instead of once for each. */
const against = (compared: SQL, { orgId }: Context): SQL => sql`exists (select 1 from flow_usual u
  where u.org_id = ${orgId} and u.flow_id = e.flow_id and u.counted >= ${COUNTED_MIN}::int and ${compared})`

/** What still runs has lasted until now. */
export const LASTED_MS = sql`coalesce(e.duration_ms, case when e.ended_at_unix_nano is null and e.started_at_unix_nano is not null
  then (extract(epoch from now()) * 1000 - e.started_at_unix_nano / 1000000)::bigint end)`

/** Where each key is kept. Only what stands here ever becomes SQL. */
const COLUMNS: Record<string, SQL> = {
  state: sql`e.state`,
  environment: sql`e.environment`,
  trigger: sql`e.trigger`,
  actor: sql`e.actor`,
  task: sql`e.failed_task`,
  commit: sql`e.commit`,
  branch: sql`e.branch`,
  version: sql`e.version`,
  dialect: sql`e.dialect`,
}

function isLike(key: string, pattern: string, { orgId }: Context): SQL {
  const column = COLUMNS[key]
  if (column) return sql`${column} ilike ${pattern}`
  if (key.startsWith('label.')) return hasLabel(key.slice('label.'.length), pattern)
  switch (key) {
    case 'error':
      return sql`(e.error_message ilike ${pattern} or e.error_type ilike ${pattern})`
    case 'flow':
      return sql`e.flow_id in (select f.id from flows f where f.org_id = ${orgId} and f.name ilike ${pattern})`
    case 'namespace':
      return sql`e.flow_id in (select f.id from flows f where f.org_id = ${orgId} and f.namespace ilike ${pattern}
        and f.namespace <> '')`
    case 'source':
      return sql`e.source_id in (select s.id from sources s where s.org_id = ${orgId}
        and (s.slug ilike ${pattern} or s.name ilike ${pattern}))`
    case 'team':
      return sql`e.team_id in (select t.id from teams t where t.org_id = ${orgId}
        and (t.slug ilike ${pattern} or t.name ilike ${pattern}))`
    default:
      // `attempt:*`, `duration:*`, `started:*`, `id:*`: what every execution has.
      return sql`true`
  }
}

/** A plain value is looked up in the index of labels; a pattern is compared. */
function hasLabel(name: string, pattern: string): SQL {
  const isPlain = !/(?<!\\)[%_]/.test(pattern)
  if (!isPlain) return sql`e.labels ->> ${name} ilike ${pattern}`
  const value = pattern.replace(/\\([\\%_])/g, '$1')
  return sql`e.labels @> ${JSON.stringify({ [name]: value })}::jsonb`
}

function hasId(value: string): SQL {
  const uuid = findUuid(value)
  return uuid ? sql`(e.id = ${uuid} or e.native_id = ${value})` : sql`e.native_id = ${value}`
}

/** By the key of the trace; there is no index from executions to their trace, the trace knows its executions. */
const isOfTrace = (traceUuid: string, { orgId }: Context): SQL => sql`e.id = any(array(
  select unnest(t.execution_ids) from traces t where t.org_id = ${orgId} and t.trace_id = ${traceUuid}))`

function isSaid({ text, uuid }: { text: string; uuid: string | null }, context: Context): SQL {
  if (uuid) {
    const nativeId = sql`(${isWithin(context.window)} and (e.native_id = ${text} or e.url = ${text}))`
    return sql`(e.id = ${uuid} or ${isOfTrace(uuid, context)} or ${nativeId})`
  }
  const pattern = `%${escaped(text)}%`
  return sql`(e.flow_id in (select f.id from flows f where f.org_id = ${context.orgId}
      and (f.name ilike ${pattern} or f.namespace ilike ${pattern}))
    or e.title ilike ${pattern} or e.native_id ilike ${pattern} or e.error_message ilike ${pattern}
    or e.error_type ilike ${pattern} or e.failed_task ilike ${pattern} or e.url = ${text})`
}

const anyOf = (values: string[], each: (value: string) => SQL): SQL =>
  sql`(${sql.join(values.map(each), sql` or `)})`

const escaped = (value: string): string => value.replace(/[\\%_]/g, (sign) => `\\${sign}`)
const wildcards = (value: string): string => escaped(value).replaceAll('*', '%')
