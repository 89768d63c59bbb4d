import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/model/scope'
import { teamsFor } from '@/lib/model/scope'

/** Rows of teams whose executions the scope may read. */
export function isReadable(scope: Scope, team: SQL): SQL {
  const teams = teamsFor(scope, 'execution.read')
  return teams === null ? sql`true` : sql`${team} = any(${sql.param(teams)}::uuid[])`
}

/** Rows that at least one such team has a part in. */
export function isReadableByAny(scope: Scope, teamsOfRow: SQL): SQL {
  const teams = teamsFor(scope, 'execution.read')
  return teams === null ? sql`true` : sql`${teamsOfRow} && ${sql.param(teams)}::uuid[]`
}

/** A timestamp as ISO 8601 in UTC with all its digits. */
export const isoOf = (column: SQL): SQL =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Spans of one trace: the window of `traces` keeps the search to the partitions of its days. */
export function inTrace(orgId: string, traceUuid: string): SQL {
  return sql`s.org_id = ${orgId} and s.trace_id = ${traceUuid}
    and s.started_at between ${windowEdge(orgId, traceUuid, 'started_at', '-1 second')}
    and ${windowEdge(orgId, traceUuid, 'ended_at', '1 second')}`
}

/** Log records of one trace. Their clocks are not the spans', so the window is a day wider at both ends. */
export function inTraceOfLogs(orgId: string, traceUuid: string): SQL {
  return sql`l.org_id = ${orgId} and l.trace_id = ${traceUuid}
    and l.occurred_at between ${windowEdge(orgId, traceUuid, 'started_at', '-1 day')}
    and ${windowEdge(orgId, traceUuid, 'ended_at', '1 day')}`
}

function windowEdge(orgId: string, traceUuid: string, edge: 'started_at' | 'ended_at', shift: string): SQL {
  return sql`(select t.${sql.identifier(edge)} + ${shift}::interval from traces t
    where t.org_id = ${orgId} and t.trace_id = ${traceUuid})`
}
