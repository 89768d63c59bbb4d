import type { Database } from '@/db/client'
import { flows } from '@/db/schema/sources'
import { flowIdOf } from '@/lib/executions/identity'
import { seededRandom } from '../generator/random'
import type { Flow } from '../read/company'
import { CopyTarget } from '../read/copy-target'
import { addExecution, addRow, EXECUTION_COLUMNS, runOf, type Targets } from '../read/execution-rows'
import { randomHex } from '../read/random-id'
import { addSpan, addTrace, LOG_COLUMNS, SPAN_COLUMNS, TRACE_COLUMNS } from '../read/span-rows'
import { TASK_COLUMNS } from '../read/task-rows'

/** What the pages that must bear much are measured with. */
export type LargeRows = { traceId: string; executionId: string; gridFlowId: string }

export const SPANS = 100_000
const STEPS = 100
const CALLS = 10
const GRID = { tasks: 500, executions: 25 }

/** Adds a trace of 100,000 spans, and a flow of 500 tasks that has run 25 times, to a loaded installation. */
export async function addLargeRows(
  { db, pool }: Database,
  of: { orgId: string; like: Flow; nowMs: number },
): Promise<LargeRows> {
  const random = seededRandom(4)
  const { like } = of
  const long = named(of.orgId, like, 'rebuild_everything', [])
  const wide = named(
    of.orgId,
    like,
    'score_all_models',
    Array.from({ length: GRID.tasks }, (_, n) => `model ${n + 1}`),
  )
  await db.insert(flows).values(
    [long, wide].map(({ id, source, namespace, name }) => ({
      orgId: of.orgId,
      id,
      sourceId: source.id,
      teamId: source.team.id,
      namespace,
      name,
      dialect: source.kind,
      firstSeenAt: new Date(of.nowMs),
    })),
  )
  const to: Targets = {
    executions: await CopyTarget.open(pool, 'executions', EXECUTION_COLUMNS),
    task_runs: await CopyTarget.open(pool, 'task_runs', TASK_COLUMNS),
    traces: await CopyTarget.open(pool, 'traces', TRACE_COLUMNS),
    spans: await CopyTarget.open(pool, 'spans', SPAN_COLUMNS),
    log_records: await CopyTarget.open(pool, 'log_records', LOG_COLUMNS),
  }
  const ids = await addLongTrace(to, random, { ...of, flow: long })
  for (let n = 0; n < GRID.executions; n++) {
    const startMs = of.nowMs - (GRID.executions - n) * 600_000
    addExecution(to, random, {
      orgId: of.orgId,
      flow: wide,
      startMs,
      nowMs: of.nowMs,
      index: 2e9 + n,
      hasSteps: true,
      spans: 3,
    })
  }
  await Promise.all(Object.values(to).map((target) => target.close()))
  return { ...ids, gridFlowId: wide.id }
}

const named = (orgId: string, like: Flow, name: string, tasks: string[]): Flow => ({
  ...like,
  name,
  tasks,
  id: flowIdOf(orgId, { sourceId: like.source.id, namespace: like.namespace, flow: name }),
  medianMs: 240_000,
  sigma: 0.1,
})

/** An execution of half an hour: a hundred steps one after the other, each with calls, and queries within those. */
async function addLongTrace(
  to: Targets,
  random: () => number,
  { orgId, flow, nowMs }: { orgId: string; flow: Flow; nowMs: number },
): Promise<{ traceId: string; executionId: string }> {
  const startMs = nowMs - 3_600_000
  const endMs = startMs + 1_800_000
  const chance = runOf(random, { orgId, flow, startMs, nowMs, index: 3e9 })
  const error = { type: 'TimeoutError', message: 'timeout of 30000 ms exceeded while waiting for warehouse' }
  const run = { ...chance, state: 'failed' as const, endMs, seenMs: endMs + 1_000, error }
  addRow(to.executions, random, run, startMs)
  addTrace(to, run)
  const queries = Math.floor((SPANS - 1 - STEPS * (1 + CALLS)) / (STEPS * CALLS))
  const within = (
    parent: string,
    name: string,
    fromMs: number,
    lastsMs: number,
    isBroken: boolean,
  ): string => {
    const id = randomHex(random, 4)
    const attributes = { 'db.system.name': 'postgresql', 'customer.id': `c-${Math.floor(random() * 20_000)}` }
    addSpan(to, run, {
      id,
      parent,
      name,
      startMs: fromMs,
      endMs: fromMs + lastsMs,
      attributes,
      isBroken,
      mark: null,
    })
    return id
  }
  for (let step = 0; step < STEPS; step++) {
    const stepMs = (endMs - startMs) / STEPS
    const fromMs = startMs + step * stepMs
    const one = within(run.rootSpan, `step ${step + 1}`, fromMs, stepMs, step === STEPS - 1)
    for (let call = 0; call < CALLS; call++) {
      const callMs = stepMs / CALLS
      const atMs = fromMs + call * callMs
      const inner = within(one, `call ${call + 1}`, atMs, callMs * 0.95, false)
      for (let query = 0; query < queries; query++)
        within(
          inner,
          `SELECT part_${query % 40}`,
          atMs + (query * callMs) / (queries + 1),
          callMs / queries,
          random() < 0.001,
        )
      await to.spans.breathe()
    }
  }
  return { traceId: run.traceHex, executionId: run.id }
}
