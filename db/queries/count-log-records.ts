import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { bandOf, type LOG_BANDS, type LogBand } from '@/lib/model/severity'
import type { TraceId } from '@/lib/model/trace-id'
import { inTraceOfLogs, isReadable } from './readable'

export type LogCounts = {
  total: number
  byBand: Record<LogBand, number>
  /** Records of teams that the viewer may not see. */
  privateCount: number
}

/** How many log records a trace has of each severity, so that the filter says what it would show. */
export async function countLogRecords(scope: Scope, trace: TraceId, on: Db = database()): Promise<LogCounts> {
  const found = await on.execute<{ severity: number; isReadable: boolean; count: number }>(sql`
    select l.severity_number as severity, coalesce(${isReadable(scope, sql`src.team_id`)}, false) as "isReadable",
      count(*)::int as count
    from log_records l
    left join resources r on r.org_id = l.org_id and r.id = l.resource_id
    left join sources src on src.org_id = r.org_id and src.id = r.source_id
    where ${inTraceOfLogs(scope.orgId, trace.uuid)}
    group by 1, 2
  `)
  const counts: LogCounts = {
    total: 0,
    byBand: { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 } satisfies Record<
      (typeof LOG_BANDS)[number],
      number
    >,
    privateCount: 0,
  }
  for (const row of found.rows) {
    if (!row.isReadable) counts.privateCount += row.count
    else {
      counts.total += row.count
      counts.byBand[bandOf(row.severity)] += row.count
    }
  }
  return counts
}
