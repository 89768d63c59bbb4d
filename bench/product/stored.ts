import type { Expected } from '../generator/traffic'
import type { BenchProduct } from './bench-product'

const TABLES = ['spans', 'log_records', 'traces', 'executions', 'task_runs', 'flows', 'resources', 'scopes']

/** Counts what the bench's source has in the store; Runledger's telemetry of itself has a source of its own. */
export async function storedCounts(product: BenchProduct): Promise<Expected> {
  const { rows } = await product.store.pool.query<Record<keyof Expected, string>>(
    `select
      (select count(*) from spans s where s.resource_id in (select id from resources where source_id = $1)) as spans,
      (select count(*) from traces where $1 = any(source_ids)) as traces,
      (select count(*) from executions where source_id = $1) as executions,
      (select count(*) from task_runs t join executions e using (org_id) where e.id = t.execution_id and e.source_id = $1) as "taskRuns"`,
    [product.sourceId],
  )
  const row = rows[0]
  return {
    spans: Number(row?.spans),
    traces: Number(row?.traces),
    executions: Number(row?.executions),
    taskRuns: Number(row?.taskRuns),
  }
}

/** Throws unless the store holds exactly what was sent: a fast path that loses or doubles is no path. */
export async function assertStored(product: BenchProduct, expected: Expected): Promise<void> {
  const stored = await storedCounts(product)
  for (const key of ['spans', 'traces', 'executions', 'taskRuns'] as const) {
    if (stored[key] !== expected[key]) {
      throw new Error(
        `stored and sent differ: ${JSON.stringify(stored)} stored, ${JSON.stringify(expected)} sent`,
      )
    }
  }
}

/** Empties the telemetry tables, so that each part of a bench starts from the same store. The ingest process must be down. */
export async function emptyStore(product: BenchProduct): Promise<void> {
  await product.store.pool.query(`truncate ${TABLES.join(', ')}`)
}
