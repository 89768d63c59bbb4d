import { traceParent } from '@/lib/ingest/events/trace-parent'
import { toolTime } from '@/lib/ingest/otlp/dialects/tool-time'
import type { ExecutionTelling, TaskTelling } from '@/lib/model/event'
import type { LineageAccount } from '@/lib/model/lineage'
import { pythonList } from './airflow'
import { jobFacet, runFacet } from './view'

/** What else is told of an execution: who and what started it, what it was made of, and how people call it. */
export function surroundingsOf(account: LineageAccount): Partial<ExecutionTelling> {
  const dagRun = dagRunOf(account)
  const code = jobFacet(account, 'sourceCodeLocation')
  const bundle = dagRun.at('dag_bundle_version').text()
  const version = code.at('version').text()
  const spark = runFacet(account, 'spark_applicationDetails')
  return {
    title: spark.at('appName').text(),
    queuedAt: dagRun.at('queued_at').time(),
    trigger: dagRun.at('run_type').text() ?? dagRun.at('triggered_by').text(),
    actor: dagRun.at('triggering_user_name').text() ?? spark.at('userName').text(),
    commit: commitIn(bundle) ?? commitIn(version),
    branch: code.at('branch').text(),
    version: bundle ?? dagRun.at('dag_version_number').text() ?? version ?? code.at('tag').text(),
    url: spark.at('historyUrl').text() ?? spark.at('uiWebUrl').text(),
    labels: labelsOf(account),
    ...traceOf(account),
  }
}

/** What else is told of a task run. */
export function taskSurroundingsOf(account: LineageAccount): Partial<TaskTelling> {
  const airflow = runFacet(account, 'airflow')
  const queued = airflow.at('taskInstance', 'queued_dttm').text()
  return {
    kind:
      airflow.at('task', 'operator_class').text() ??
      runFacet(account, 'airflow_mappedTask').at('operatorClass').text() ??
      jobFacet(account, 'jobType').at('jobType').text(),
    queuedAt: queued === undefined ? undefined : toolTime(queued),
    url: airflow.at('taskInstance', 'log_url').text(),
    worker: airflow.at('taskInstance', 'hostname').text() ?? airflow.at('task', 'queue').text(),
    ...traceOf(account),
  }
}

const dagRunOf = (account: LineageAccount) => {
  const told = runFacet(account, 'airflowDagRun').at('dagRun')
  return told.isThere ? told : runFacet(account, 'airflow').at('dagRun')
}

const COMMIT = /^[0-9a-f]{7,64}$/i

const commitIn = (version: string | undefined): string | undefined =>
  version !== undefined && COMMIT.test(version) && /\d/.test(version) && version.length >= 7
    ? version.toLowerCase()
    : undefined

const MASKED = /^\*+$/

function labelsOf(account: LineageAccount): Record<string, string> {
  const labels = new Map<string, string>()
  const say = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') labels.set(name, value)
  }
  for (const facet of [jobFacet(account, 'tags'), runFacet(account, 'tags')]) {
    for (const tag of facet.at('tags').items().slice(0, 32)) {
      const key = tag.at('key').text()
      if (key !== undefined && key.length <= 200) say(key, tag.at('value').text() ?? 'true')
    }
  }
  const dag = runFacet(account, 'airflowDagRun').at('dag')
  const tags = pythonList(dag.at('tags').text())
  if (tags.length > 0) say('airflow.tags', tags.sort().join(', '))
  const owners = jobFacet(account, 'ownership')
    .at('owners')
    .items()
    .flatMap((owner) => owner.at('name').text() ?? [])
    // Airflow's masker of secrets takes a name for one now and then.
    .filter((name) => !MASKED.test(name))
  if (owners.length > 0) say('owner', owners.slice(0, 5).join(', '))
  const nominal = runFacet(account, 'nominalTime')
  say('nominal_start', nominal.at('nominalStartTime').text())
  say('nominal_end', nominal.at('nominalEndTime').text())
  const engine = runFacet(account, 'processing_engine')
  const name = engine.at('name').text()
  if (name !== undefined) say('engine', [name, engine.at('version').text()].filter(Boolean).join(' '))
  say('dbt.project', runFacet(account, 'dbt_run').at('project_name').text())
  const processing = jobFacet(account, 'jobType').at('processingType').text()?.toUpperCase()
  // Such a run is not late because it is old: it runs until it is stopped.
  if (processing === 'STREAMING' || processing === 'SERVICE') say('processing', processing.toLowerCase())
  return Object.fromEntries(labels)
}

/** The trace that the run is in, where a tag or a facet of its own tells it. */
function traceOf(account: LineageAccount): { traceId?: string; spanId?: string } {
  const told = new Map<string, string>()
  const tell = (name: string, value: string | undefined) => {
    if (value !== undefined && !told.has(name)) told.set(name, value)
  }
  for (const tag of runFacet(account, 'tags').at('tags').items()) {
    const key = tag.at('key').text()?.toLowerCase()
    if (key !== undefined) tell(key, tag.at('value').text())
  }
  for (const name of Object.keys(account.run).sort()) {
    const facet = runFacet(account, name)
    for (const key of ['traceparent', 'trace_id', 'traceId']) tell(key.toLowerCase(), facet.at(key).text())
  }
  const parent = traceParent(told.get('traceparent'))
  if (parent !== null) return parent
  const traceId = (told.get('trace_id') ?? told.get('traceid'))?.toLowerCase().replaceAll('-', '')
  return traceId !== undefined && /^(?!0+$)[0-9a-f]{32}$/.test(traceId) ? { traceId } : {}
}
