import { AIRFLOW_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import type { LineageAccount } from '@/lib/model/lineage'
import { jobFacet, runFacet, saidAtOf } from './view'

/** States of tasks that no event of their own tells: Airflow is silent about what it did not run. */
const SILENT: ReadonlySet<string> = new Set(['skipped', 'upstream_failed', 'removed'])

/** A task that only its DAG run speaks of. */
export type SilentTask = { taskId: string; state: StateObservation; kind: string | undefined }

/** Airflow's own word for how the DAG run ended. */
export function dagRunStates(account: LineageAccount): StateObservation[] {
  const said = runFacet(account, 'airflowState').at('dagRunState').text()
  const at = saidAtOf(account, 'airflowState')
  return said === undefined || at === null ? [] : [observe(AIRFLOW_WORDS, said, at, PRECEDENCE.word)]
}

/** Tasks that were skipped, and those whose operators send no events: known from the end of the DAG run alone. */
export function silentTasks(account: LineageAccount): SilentTask[] {
  const at: UnixNano | null = saidAtOf(account, 'airflowState')
  if (at === null) return []
  const tasks = jobFacet(account, 'airflow').at('tasks')
  return runFacet(account, 'airflowState')
    .at('tasksState')
    .entries()
    .flatMap(([taskId, read]) => {
      const said = read.text()
      const task = tasks.at(taskId)
      if (said === undefined || taskId.length > 500) return []
      if (!SILENT.has(said.toLowerCase()) && task.at('emits_ol_events').boolean() !== false) return []
      return [
        {
          taskId,
          state: observe(AIRFLOW_WORDS, said, at, PRECEDENCE.word),
          kind: operatorOf(task.at('operator').text()),
        },
      ]
    })
}

/** `…BigQueryToGCSOperator`, of which Airflow masks the beginning now and then. */
const operatorOf = (path: string | undefined): string | undefined => path?.slice(path.lastIndexOf('.') + 1)

/** `["nightly","eu"]` as Airflow writes it, which is Python's way and not JSON's: `['nightly', 'eu']`. */
export function pythonList(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/'([^']{1,200})'|"([^"]{1,200})"/g)].flatMap(
    ([, single, double]) => single ?? double ?? [],
  )
}
