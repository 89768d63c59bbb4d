import type { BenchProduct } from '../product/bench-product'
import { SPANS_PER_TRACE } from './exporter'

/** What became of the acknowledged spans, and of the executions that they are. */
export type Verdict = {
  acknowledged: number
  stored_once: number
  lost: number
  doubled: number
  executions: number
  executions_lost: number
  executions_doubled: number
}

/** Holds the store against what was acknowledged, trace by trace. */
export async function verdictOn(product: BenchProduct, ackedTraces: string[]): Promise<Verdict> {
  const stored = await product.store.pool.query<{ trace: string; rows: string; spans: string }>(
    `select replace(trace_id::text, '-', '') as trace, count(*) as rows, count(distinct span_id) as spans
     from spans where resource_id in (select id from resources where source_id = $1) group by trace_id`,
    [product.sourceId],
  )
  const byTrace = new Map(stored.rows.map((row) => [row.trace, row]))
  const executions = await product.store.pool.query<{ trace: string; rows: string }>(
    `select replace(trace_id::text, '-', '') as trace, count(*) as rows from executions where source_id = $1 group by trace_id`,
    [product.sourceId],
  )
  const executionsByTrace = new Map(executions.rows.map((row) => [row.trace, Number(row.rows)]))
  const verdict: Verdict = {
    acknowledged: ackedTraces.length * SPANS_PER_TRACE,
    stored_once: 0,
    lost: 0,
    doubled: 0,
    executions: executions.rows.length,
    executions_lost: 0,
    executions_doubled: 0,
  }
  for (const trace of ackedTraces) {
    const spans = Number(byTrace.get(trace)?.spans ?? 0)
    const extra = Number(byTrace.get(trace)?.rows ?? 0) - spans
    const rows = executionsByTrace.get(trace) ?? 0
    verdict.lost += SPANS_PER_TRACE - spans
    verdict.doubled += extra
    verdict.stored_once += spans - Math.min(spans, extra)
    verdict.executions_lost += rows === 0 ? 1 : 0
    verdict.executions_doubled += Math.max(0, rows - 1)
  }
  return verdict
}
