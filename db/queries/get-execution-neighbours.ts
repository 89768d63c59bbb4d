import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ExecutionNeighbours, NeighbourExecution, UsualDuration } from '@/lib/model/execution-neighbours'
import type { Scope } from '@/lib/model/scope'
import type { ExecutionDetail } from './get-execution'
import { isoOf, isReadable } from './readable'

/** Finished executions that say what is usual. */
const USUAL_OF = 50

/** Fewer say nothing about what is usual. */
const USUAL_AT_LEAST = 5

/** Executions of the flow that are looked through for one that went well: a flow that never does must not be read to its beginning. */
const LOOKED_BACK = 1_000

type Row = { role: 'previous' | 'next' | 'lastGood'; neighbour: NeighbourExecution }

/** The execution before, the one after and the last good one of the flow, and how long its executions usually take. */
export async function getExecutionNeighbours(
  scope: Scope,
  of: Pick<ExecutionDetail, 'id' | 'flowId' | 'occurredAt'>,
  on: Db = database(),
): Promise<ExecutionNeighbours> {
  const [near, usual] = await Promise.all([neighbours(scope, of, on), usualOf(scope, of, on)])
  const at = (role: Row['role']) => near.find((row) => row.role === role)?.neighbour ?? null
  return { previous: at('previous'), next: at('next'), lastGood: at('lastGood'), usual }
}

async function neighbours(
  scope: Scope,
  of: Pick<ExecutionDetail, 'id' | 'flowId' | 'occurredAt'>,
  on: Db,
): Promise<Row[]> {
  const place = sql`(${of.occurredAt}::timestamptz, ${of.id}::uuid)`
  // Limited inside and filtered outside: the search stops at the first good one, and at the latest after the thousandth.
  const before = sql`(select ${COLUMNS} from executions e
    where ${ofFlow(scope, of.flowId)} and (e.occurred_at, e.id) < ${place}
    order by e.occurred_at desc, e.id desc limit ${LOOKED_BACK})`
  const found = await on.execute<Row>(sql`
    (select 'previous' as role, to_json(b) as neighbour from ${before} b limit 1)
    union all
    (select 'lastGood', to_json(b) from ${before} b where b.state = 'success' limit 1)
    union all
    (select 'next', to_json(n) from (
      select ${COLUMNS} from executions e
      where ${ofFlow(scope, of.flowId)} and (e.occurred_at, e.id) > ${place}
      order by e.occurred_at, e.id limit 1) n)
  `)
  return found.rows
}

const COLUMNS = sql`e.id, e.title, e.native_id as "nativeId", e.attempt, e.state, e.native_state as "nativeState",
  ${isoOf(sql`e.occurred_at`)} as "occurredAt", e.duration_ms::float8 as "durationMs"`

const ofFlow = (scope: Scope, flowId: string): SQL =>
  sql`e.org_id = ${scope.orgId} and e.flow_id = ${flowId} and ${isReadable(scope, sql`e.team_id`)}`

async function usualOf(
  scope: Scope,
  of: Pick<ExecutionDetail, 'id' | 'flowId' | 'occurredAt'>,
  on: Db,
): Promise<UsualDuration | null> {
  const found = await on.execute<UsualDuration>(sql`
    select count(*)::int as count,
      percentile_cont(0.5) within group (order by duration_ms)::float8 as "p50Ms",
      percentile_cont(0.95) within group (order by duration_ms)::float8 as "p95Ms"
    from (
      select duration_ms from (
        select e.duration_ms from executions e
        where ${ofFlow(scope, of.flowId)} and (e.occurred_at, e.id) < (${of.occurredAt}::timestamptz, ${of.id}::uuid)
        order by e.occurred_at desc, e.id desc limit ${LOOKED_BACK}
      ) recent
      where duration_ms is not null limit ${USUAL_OF}
    ) finished
  `)
  const usual = found.rows[0]
  return usual && usual.count >= USUAL_AT_LEAST ? usual : null
}

export type FlowExecutionPage = { rows: NeighbourExecution[]; isCut: boolean }

const CHOICE_SIZE = 50

/** The latest executions of a flow, for choosing one to compare with. */
export async function listFlowExecutions(
  scope: Scope,
  flowId: string,
  on: Db = database(),
): Promise<FlowExecutionPage> {
  const found = await on.execute<NeighbourExecution>(sql`
    select ${COLUMNS} from executions e where ${ofFlow(scope, flowId)}
    order by e.occurred_at desc, e.id desc limit ${CHOICE_SIZE + 1}
  `)
  return { rows: found.rows.slice(0, CHOICE_SIZE), isCut: found.rows.length > CHOICE_SIZE }
}
