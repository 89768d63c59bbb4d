import type { HappenedStep, Happening } from '../happening'
import { stepLogs } from '../step-logs'
import { type Attributes, CLIENT, INTERNAL, spanIdOf, type Told, type ToldSpan, traceIdOf } from '../telling'

const STATES: Record<HappenedStep['outcome'], string> = {
  success: 'success',
  warning: 'success',
  failed: 'failed',
  timed_out: 'failed',
  cancelled: 'failed',
  retrying: 'up_for_retry',
  skipped: 'upstream_failed',
}

/** Airflow as it is since 3.2: a span for the run, one for each try, and the worker's own within that. */
export function tellAirflow(happening: Happening): Told {
  const { flow, key, commit } = happening
  const traceId = traceIdOf(key)
  const at = new Date(happening.queuedMs).toISOString().replace('.000Z', '+00:00')
  const runId = `${happening.isManual ? 'manual' : 'scheduled'}__${at}`
  const run: Attributes = { 'airflow.dag_id': flow.name, 'airflow.dag_run.run_id': runId }
  const root: ToldSpan = {
    traceId,
    spanId: spanIdOf(key),
    parentSpanId: null,
    name: `dag_run.${flow.name}`,
    kind: INTERNAL,
    startMs: happening.startMs,
    endMs: happening.endMs,
    attributes: {
      ...run,
      'airflow.dag_run.run_type': happening.isManual ? 'manual' : 'scheduled',
      'airflow.dag_run.state': happening.outcome === 'success' ? 'success' : 'failed',
      'airflow.dag_run.queued_at': new Date(happening.queuedMs).toISOString(),
      'airflow.dag_run.bundle_version': commit.sha.slice(0, 12),
      ...(happening.isManual ? { 'airflow.dag_run.triggering_user_name': happening.actor } : {}),
    },
    status: { code: happening.outcome === 'success' ? 1 : 2 },
  }
  const tries = happening.steps.flatMap((step): ToldSpan[] => {
    const spanId = spanIdOf(key, step.name, step.attempt)
    const common = { traceId, kind: INTERNAL, startMs: step.startMs, endMs: step.endMs }
    const task: Attributes = {
      ...run,
      'airflow.task_id': step.name,
      'airflow.task_instance.try_number': step.attempt,
      'airflow.task_instance.map_index': -1,
    }
    const span: ToldSpan = {
      ...common,
      spanId,
      parentSpanId: root.spanId,
      name: `task_run.${step.name}`,
      attributes: { ...task, 'airflow.task_instance.state': STATES[step.outcome] },
      status: { code: step.outcome === 'success' ? 1 : 2 },
    }
    if (step.outcome === 'skipped') return [span]
    const worker: ToldSpan = {
      ...common,
      spanId: workerSpanId(key, step),
      parentSpanId: spanId,
      name: `worker.${step.name}`,
      attributes: task,
      startMs: step.startMs + Math.min(900, (step.endMs - step.startMs) / 4),
      status: { code: 0 },
      ...(step.error === null ? {} : { error: { of: step.error, step: step.name } }),
    }
    return [span, worker, callOf(worker, step)]
  })
  return {
    source: flow.source,
    scope: 'airflow',
    spans: [root, ...tries],
    resource: {
      'service.name': 'Airflow',
      'host.name': 'airflow-scheduler-0',
      'deployment.environment.name': 'production',
      'vcs.ref.head.revision': commit.sha,
      'vcs.ref.head.name': 'main',
    },
    logs: stepLogs(happening, traceId, (step) => workerSpanId(key, step)),
  }
}

/** What the task calls, as the client's instrumentation tells it. */
function callOf(worker: ToldSpan, step: HappenedStep): ToldSpan {
  const lastsMs = worker.endMs - worker.startMs
  return {
    ...worker,
    spanId: spanIdOf(worker.spanId, 'call'),
    parentSpanId: worker.spanId,
    name: 'COPY warehouse',
    kind: CLIENT,
    startMs: worker.startMs + lastsMs * 0.1,
    endMs: worker.startMs + lastsMs * 0.85,
    attributes: {
      'db.system.name': 'snowflake',
      'db.operation.name': 'COPY',
      'db.collection.name': step.name,
    },
    status: { code: 0 },
    error: undefined,
  }
}

/** The worker's span of a task: what the task starts in another tool has it for a parent. */
export const workerSpanId = (key: string, step: Pick<HappenedStep, 'name' | 'attempt'>): string =>
  spanIdOf(key, step.name, step.attempt, 'worker')
