import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { addCounts, quantileOf } from '@/lib/charts/duration-buckets'
import { longerFromMs, USUAL_DAYS, usualOf } from '@/lib/charts/running-bar'

/** A flow of an organization. */
export type FlowKey = { orgId: string; flowId: string }

/** The flows of which an execution was written since then. */
export async function flowsWrittenSince(since: Date, on: Db = database()): Promise<FlowKey[]> {
  const found = await on.execute<FlowKey>(sql`
    select distinct e.org_id as "orgId", e.flow_id as "flowId" from organizations o
      join executions e on e.org_id = o.org_id and e.updated_at > ${since.toISOString()}::timestamptz`)
  return found.rows
}

/** The flows that have ever had a figure, in the order of their keys, from behind the one that is given. */
export async function flowsWithFigures(
  after: FlowKey | null,
  limit: number,
  on: Db = database(),
): Promise<FlowKey[]> {
  const behind = after ? sql`(org_id, flow_id) > (${after.orgId}::uuid, ${after.flowId}::uuid)` : sql`true`
  const found = await on.execute<FlowKey>(sql`
    select org_id as "orgId", flow_id as "flowId" from (
      select org_id, id as flow_id from flows union select org_id, flow_id from flow_usual) f
    where ${behind} order by 1, 2 limit ${limit}`)
  return found.rows
}

/** Works out anew what is usual for the flows, by the counts of their last days. Doing it again changes nothing. */
export async function rollUpFlowUsual(flows: readonly FlowKey[], on: Db = database()): Promise<void> {
  if (flows.length === 0) return
  const days = await on.execute<Day>(sql`
    select d.org_id as "orgId", d.flow_id as "flowId", (now() at time zone 'UTC')::date - d.day as ago, d.durations
    from ${wanted(flows)}
      join flow_days d on d.org_id = w.org_id and d.flow_id = w.flow_id
        and d.day > (now() at time zone 'UTC')::date - ${FARTHEST_DAYS}::int`)
  const byFlow = new Map<string, Day[]>()
  for (const day of days.rows) byFlow.set(keyOf(day), [...(byFlow.get(keyOf(day)) ?? []), day])
  const rows = flows.flatMap((flow) => figuresOf(flow, byFlow.get(keyOf(flow)) ?? []))
  await on.execute(sql`
    with computed as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(org_id uuid, flow_id uuid, p50_ms bigint,
        p95_ms bigint, counted integer, longer_from_ms bigint, p95_of_7_days_ms bigint, p95_of_30_days_ms bigint)),
    emptied as (
      delete from flow_usual u using ${wanted(flows)}
      where u.org_id = w.org_id and u.flow_id = w.flow_id and not exists (
        select 1 from computed c where c.org_id = w.org_id and c.flow_id = w.flow_id))
    insert into flow_usual (${FIGURES}, updated_at) select ${FIGURES}, now() from computed order by org_id, flow_id
    on conflict (org_id, flow_id) do update set ${OVERWRITE}
    where (${THERE}) is distinct from (${GIVEN})`)
}

type Day = FlowKey & { ago: number; durations: number[] }

const FARTHEST_DAYS = 30

const NAMES = ['p50_ms', 'p95_ms', 'counted', 'longer_from_ms', 'p95_of_7_days_ms', 'p95_of_30_days_ms']
const FIGURES = sql.raw(['org_id', 'flow_id', ...NAMES].join(', '))
const OVERWRITE = sql.raw([...NAMES, 'updated_at'].map((name) => `${name} = excluded.${name}`).join(', '))
const THERE = sql.raw(NAMES.map((name) => `flow_usual.${name}`).join(', '))
const GIVEN = sql.raw(NAMES.map((name) => `excluded.${name}`).join(', '))

const keyOf = ({ orgId, flowId }: FlowKey): string => `${orgId} ${flowId}`

const wanted = (
  flows: readonly FlowKey[],
): SQL => sql`unnest(${sql.param(flows.map((each) => each.orgId))}::uuid[],
  ${sql.param(flows.map((each) => each.flowId))}::uuid[]) as w(org_id, flow_id)`

/** One row, or none where nothing that ended is left to be counted. */
function figuresOf({ orgId, flowId }: FlowKey, days: readonly Day[]) {
  const within = (most: number) =>
    addCounts(days.filter((day) => day.ago < most).map(({ durations }) => durations))
  const [week, fortnight, month] = [within(7), within(USUAL_DAYS), within(FARTHEST_DAYS)]
  if (quantileOf(month, 0.5) === null) return []
  const usual = usualOf(fortnight)
  return {
    org_id: orgId,
    flow_id: flowId,
    p50_ms: quantileOf(fortnight, 0.5),
    p95_ms: quantileOf(fortnight, 0.95),
    counted: fortnight.reduce((sum, count) => sum + count, 0),
    longer_from_ms: usual && longerFromMs(usual),
    p95_of_7_days_ms: quantileOf(week, 0.95),
    p95_of_30_days_ms: quantileOf(month, 0.95),
  }
}
