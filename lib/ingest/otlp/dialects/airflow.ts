import { airflowDeployment } from '@/lib/ingest/airflow/deployment'
import { type ErrorObservation, type ExecutionIdentity, PRECEDENCE } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { attemptOf, lookUp, textOf, urlOf, wholeOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { serviceOf } from './own-root'
import { AIRFLOW_WORDS, observe } from './state-words'
import { saidAt, surroundings } from './surroundings'
import { toolTime } from './tool-time'

const MACHINERY =
  /^(dag_parsing_loop|emit_metrics|start_new_processes|current_scheduler_exited|new_scheduler|.*(scheduler|triggerer|heartbeat|executor|_loop)\b.*)$/i

/**
 * Apache Airflow, both eras: 2.10 to 3.1 (`airflow.dag_run.*` and `airflow.task.*`, status always unset) and 3.2 on
 * (`dag_run.<id>`, `task_run.<id>`, status ERROR for anything but success, skipped and retried tries among it).
 */
export const airflow: Dialect = {
  name: 'airflow',
  spanKeys: ['airflow.'],
  mark(of) {
    const { attributes, name } = of.span
    const dagId = textOf(attributes, 'airflow.dag_run.dag_id', 'airflow.dag_id')
    const runId = textOf(attributes, 'airflow.dag_run.run_id')
    const isOld = attributes.has('airflow.task.task_id')
    if (isOld) return markOldTask(of)
    if (attributes.has('airflow.task_id')) {
      return name.startsWith('task_run.') || attributes.has('airflow.task_instance.state')
        ? markTask(of, dagId, runId)
        : noise(of)
    }
    if (dagId !== null && runId !== null) return markDagRun(of, dagId, runId)
    return isMachinery(of) ? noise(of) : null
  },
}

const noise = (of: SpanInContext): SpanMark => ({
  dialect: airflow.name,
  role: 'noise',
  sourceId: of.source.sourceId,
})

/** Loops of scheduler, triggerer and parser, which would be executions by the dozen a second. */
function isMachinery({ span, resource }: SpanInContext): boolean {
  if (span.attributes.has('airflow.category')) return true
  const service = resource.serviceName ?? textOf(resource.attributes, 'service.name') ?? ''
  return /^airflow/i.test(service) && span.kind <= 1 && MACHINERY.test(span.name)
}

const identityOf = (of: SpanInContext, dagId: string, runId: string): ExecutionIdentity => ({
  sourceId: of.source.sourceId,
  namespace: airflowDeployment(serviceOf(of)),
  flow: dagId,
  nativeId: runId,
  attempt: 1,
})

function markDagRun(of: SpanInContext, dagId: string, runId: string): SpanMark {
  const { attributes } = of.span
  const word = textOf(attributes, 'airflow.dag_run.state')
  const around = surroundings(of)
  return {
    dialect: airflow.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...around,
    execution: identityOf(of, dagId, runId),
    // Clearing a run starts it again in another trace, under the same run id.
    states:
      word === null
        ? undefined
        : [{ ...observe(AIRFLOW_WORDS, word, saidAt(of), PRECEDENCE.attribute), reopens: true }],
    queuedAt: toolTime(attributes.get('airflow.dag_run.queued_at')),
    startedAt: toolTime(attributes.get('airflow.dag_run.run_start_date')),
    endedAt: toolTime(attributes.get('airflow.dag_run.run_end_date')),
    trigger: textOf(attributes, 'airflow.dag_run.run_type') ?? undefined,
    actor: textOf(attributes, 'airflow.dag_run.triggering_user_name') ?? undefined,
    version:
      textOf(attributes, 'airflow.dag_run.bundle_version', 'airflow.dag_version.version') ?? around.version,
  }
}

function markOldTask(of: SpanInContext): SpanMark {
  const { attributes } = of.span
  const word = textOf(attributes, 'airflow.task.state')
  return {
    dialect: airflow.name,
    role: 'task',
    sourceId: of.source.sourceId,
    task: taskOf(of, 'airflow.task.task_id', 'airflow.task.map_index', 'airflow.task.try_number'),
    states: word === null ? undefined : [observe(AIRFLOW_WORDS, word, saidAt(of), PRECEDENCE.attribute)],
    queuedAt: toolTime(attributes.get('airflow.task.queued_dttm')),
    startedAt: toolTime(attributes.get('airflow.task.start_date')),
    endedAt: toolTime(attributes.get('airflow.task.end_date')),
    errors: errorOf(of, 'airflow.task.error'),
    worker: textOf(attributes, 'airflow.task.hostname') ?? undefined,
    url: urlOf(of, 'airflow.task.log_url'),
  }
}

function markTask(of: SpanInContext, dagId: string | null, runId: string | null): SpanMark {
  const word = textOf(of.span.attributes, 'airflow.task_instance.state')
  return {
    dialect: airflow.name,
    role: 'task',
    sourceId: of.source.sourceId,
    ...(dagId === null || runId === null ? {} : { execution: identityOf(of, dagId, runId) }),
    task: taskOf(
      of,
      'airflow.task_id',
      'airflow.task_instance.map_index',
      'airflow.task_instance.try_number',
    ),
    states: word === null ? undefined : [observe(AIRFLOW_WORDS, word, saidAt(of), PRECEDENCE.attribute)],
    worker: lookUp(of, 'airflow.task_instance.hostname') ?? undefined,
  }
}

/** A task instance is known by its task, map index and try; -1 stands for unmapped. */
function taskOf(of: SpanInContext, id: string, map: string, attempt: string): NonNullable<SpanMark['task']> {
  const { attributes } = of.span
  const name = textOf(attributes, id) ?? of.span.name
  const mapIndex = wholeOf(attributes, map)
  return {
    nativeId: name,
    name,
    kind: textOf(attributes, 'airflow.task.operator', 'airflow.task_instance.operator'),
    mapIndex: mapIndex === null || mapIndex < 0 ? null : mapIndex,
    attempt: attemptOf(attributes, attempt),
  }
}

function errorOf({ span }: SpanInContext, key: string): ErrorObservation[] | undefined {
  const message = textOf(span.attributes, key)
  if (message === null || /^(true|false|none)$/i.test(message)) return undefined
  return [{ type: null, message, at: saidAt({ span }), spanId: span.spanId, rank: 2 }]
}
