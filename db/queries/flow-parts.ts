import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

/** From how many of the newest executions the rhythm of a flow is learned. */
const STARTS = 60
const ERROR_LENGTH = 240

/** When execution `e` occurred, in ms. */
export const executionMs: SQL = sql`floor(extract(epoch from e.occurred_at) * 1000)::float8`

/** The newest executions of a flow, counted from 1, and whether each began by itself: by nobody's hand, not as a repetition. */
export const ownStartsOf = (scope: Scope, flowId: SQL): SQL => sql`
  select e.id, e.state, e.native_state, ${executionMs} as at_ms,
    e.attempt <= 1 and e.retry_of_id is null and coalesce(e.trigger, '') not in ('manual', 'backfill', 'retry') as is_own,
    row_number() over (order by e.occurred_at desc, e.id desc) as place
  from executions e
  where e.org_id = ${scope.orgId} and e.flow_id = ${flowId} and ${isReadable(scope, sql`e.team_id`)}
  order by e.occurred_at desc, e.id desc limit ${STARTS}`

/** The broken executions `e` of the newest day on which one broke: the rollup knows it, so nothing has to be walked through. */
export const lastBrokenOf = (scope: Scope, flow: { orgId: SQL; flowId: SQL }): SQL => sql`
  (select d.day::timestamp at time zone 'UTC' as day from flow_days d
    where d.org_id = ${flow.orgId} and d.flow_id = ${flow.flowId} and d.broken > 0
      and ${isReadable(scope, sql`d.team_id`)}
    order by d.day desc limit 1) of
  join executions e on e.org_id = ${flow.orgId} and e.flow_id = ${flow.flowId} and e.occurred_at >= of.day
    and e.occurred_at < of.day + interval '1 day' and e.state in ('failed', 'timed_out', 'lost', 'missing')
    and ${isReadable(scope, sql`e.team_id`)}`

/** Of those, the last. */
export const BROKEN_LAST: SQL = sql`order by e.occurred_at desc, e.id desc limit 1`

/** First line of a message, as far as a cell holds it. */
export const firstLine = (message: SQL): SQL => sql`left(split_part(${message}, E'\n', 1), ${ERROR_LENGTH})`

/** The columns of a last error. */
export const LAST_ERROR: SQL = sql`e.id as "executionId", e.state, ${executionMs} as "atMs",
  e.failed_task as "failedTask", e.error_type as "errorType", ${firstLine(sql`e.error_message`)} as error`
