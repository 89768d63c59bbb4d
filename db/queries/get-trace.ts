import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import type { State } from '@/lib/model/state'
import type { TraceId } from '@/lib/model/trace-id'
import { isoOf, isReadable, isReadableByAny } from './readable'

/** An execution as a chip: enough to name it and to link to it. */
export type ExecutionChip = {
  id: string
  flow: string
  title: string | null
  nativeId: string
  state: State
  nativeState: string | null
}

export type TraceHead = {
  /** 32 hex digits. */
  traceId: string
  rootName: string | null
  rootService: string | null
  startedAt: string
  endedAt: string
  hasError: boolean
  /** True where a part of it is simulated. */
  isSample: boolean
  updatedAt: string
  sourceIds: string[]
  executions: ExecutionChip[]
}

/** What is known of a trace as a whole, or null where no team of the viewer has a part in it. */
export async function getTrace(scope: Scope, trace: TraceId, on: Db = database()): Promise<TraceHead | null> {
  const found = await on.execute<TraceHead>(sql`
    select replace(t.trace_id::text, '-', '') as "traceId",
      case when ${isRootReadable(scope)} then t.root_name end as "rootName",
      case when ${isRootReadable(scope)} then t.root_service end as "rootService",
      ${isoOf(sql`t.started_at`)} as "startedAt", ${isoOf(sql`t.ended_at`)} as "endedAt",
      exists (select 1 from sources own where own.org_id = t.org_id and own.id = any(t.source_ids)
        and own.is_sample) as "isSample",
      t.has_error = 1 as "hasError", ${isoOf(sql`t.updated_at`)} as "updatedAt", t.source_ids::text[] as "sourceIds",
      coalesce((
        select json_agg(json_build_object('id', e.id, 'flow', coalesce(f.name, e.native_id), 'title', e.title,
          'nativeId', e.native_id, 'state', e.state, 'nativeState', e.native_state) order by e.occurred_at, e.id)
        from executions e left join flows f on f.org_id = e.org_id and f.id = e.flow_id
        where e.org_id = t.org_id and e.id = any(t.execution_ids) and ${isReadable(scope, sql`e.team_id`)}
      ), '[]'::json) as executions
    from traces t
    where t.org_id = ${scope.orgId} and t.trace_id = ${trace.uuid} and ${isReadableByAny(scope, sql`t.team_ids`)}
  `)
  return found.rows[0] ?? null
}

/** A root's name belongs to its team: in a trace of several teams it is told only to who may see all of them. */
export const isRootReadable = (scope: Scope) =>
  sql`not exists (select 1 from unnest(t.team_ids) as part(team_id) where not ${isReadable(scope, sql`part.team_id`)})`
