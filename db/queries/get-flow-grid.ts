import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { GridCell, GridColumn, GridRow } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { executionMs, firstLine } from './flow-parts'
import type { ExecutionCursor } from './list-executions'
import { isoOf, isReadable } from './readable'

export const GRID_COLUMNS = 25
export const GRID_ROWS = 50
const PAGES_MAX = 100

export type FlowGrid = {
  /** Newest last. */
  columns: GridColumn[]
  /** Where the older columns begin. */
  older: ExecutionCursor | null
  rows: GridRow[]
  rowCount: number
}

/** Executions × tasks, a page of each: the tasks that broke in one of the columns come first, then as they usually begin. */
export async function getFlowGrid(
  scope: Scope,
  flowId: string,
  of: { before: ExecutionCursor | null; page: number; isBrokenOnly: boolean },
  on: Db = database(),
): Promise<FlowGrid> {
  const { columns, older } = await columnsOf(scope, flowId, of.before, on)
  if (columns.length === 0) return { columns, older, rows: [], rowCount: 0 }
  const ids = columns.map((column) => column.id)
  const offset = (Math.min(Math.max(1, of.page), PAGES_MAX) - 1) * GRID_ROWS
  const found = await on.execute<Row>(sql`
    with finals as materialized (
      select distinct on (t.execution_id, t.name, t.map_index) t.execution_id, t.name, t.state, t.duration_ms, t.attempt,
        t.error_message, t.error_type, t.span_id, t.started_at_unix_nano - e.started_at_unix_nano as began,
        case when t.state in ('failed', 'timed_out', 'lost', 'missing') then 0
          when t.ended_at_unix_nano is null then 1 when t.state = 'warning' then 2 else 3 end as rank
      from executions e
      join task_runs t on t.org_id = e.org_id and t.execution_id = e.id
      where e.org_id = ${scope.orgId} and e.id = any(${sql.param(ids)}::uuid[]) and e.flow_id = ${flowId}
        and ${isReadable(scope, sql`e.team_id`)}
      order by t.execution_id, t.name, t.map_index, t.attempt desc, t.started_at_unix_nano desc nulls last
    ), names as (
      select name, bool_or(rank = 0) as has_broken, count(*) over ()::int as total,
        row_number() over (order by bool_or(rank = 0) desc, min(began) nulls last, name) as place
      from finals group by name ${of.isBrokenOnly ? sql`having bool_or(rank = 0)` : sql``}
    ), shown as (select * from names order by place limit ${GRID_ROWS} offset ${offset}),
    cells as (
      select f.name, f.execution_id, count(*)::int as count, max(f.duration_ms)::float8 as "durationMs",
        max(f.attempt) as attempt, (array_agg(f.state order by f.rank))[1] as state,
        (array_agg(coalesce(${firstLine(sql`f.error_message`)}, f.error_type) order by f.rank))[1] as error,
        encode((array_agg(f.span_id order by f.rank))[1], 'hex') as "spanId"
      from finals f join shown s on s.name = f.name group by 1, 2)
    select s.name, s.has_broken as "hasBroken", s.total, json_object_agg(c.execution_id, json_build_object(
      'state', c.state, 'durationMs', c."durationMs", 'attempt', c.attempt, 'count', c.count, 'error', c.error,
      'spanId', c."spanId")) as cells
    from shown s join cells c on c.name = s.name
    group by s.name, s.has_broken, s.total, s.place order by s.place`)
  const rows = found.rows.map(({ name, hasBroken, cells }) => ({
    name,
    hasBroken,
    cells: ids.map((id) => cells[id] ?? null),
  }))
  return { columns, older, rows, rowCount: found.rows[0]?.total ?? 0 }
}

type Row = { name: string; hasBroken: boolean; total: number; cells: Record<string, GridCell> }

async function columnsOf(
  scope: Scope,
  flowId: string,
  before: ExecutionCursor | null,
  on: Db,
): Promise<{ columns: GridColumn[]; older: ExecutionCursor | null }> {
  const isBefore = before
    ? sql`and (e.occurred_at, e.id) < (${before.occurredAt}::timestamptz, ${before.id}::uuid)`
    : sql``
  const found = await on.execute<GridColumn & { occurredAt: string }>(sql`
    select e.id, e.state, ${executionMs} as "atMs", e.duration_ms::float8 as "durationMs", e.trigger,
      ${isoOf(sql`e.occurred_at`)} as "occurredAt"
    from executions e
    where e.org_id = ${scope.orgId} and e.flow_id = ${flowId} and ${isReadable(scope, sql`e.team_id`)} ${isBefore}
    order by e.occurred_at desc, e.id desc limit ${GRID_COLUMNS + 1}`)
  const shown = found.rows.slice(0, GRID_COLUMNS)
  const last = shown.at(-1)
  const hasMore = found.rows.length > GRID_COLUMNS
  return {
    columns: shown.toReversed().map(({ occurredAt: _, ...column }) => column),
    older: hasMore && last ? { occurredAt: last.occurredAt, id: last.id } : null,
  }
}
