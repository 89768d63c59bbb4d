import type { Heard, LineageAccount } from '@/lib/model/lineage'
import { jobFacet, type RunName, runFacet } from './view'

/** Tools whose runs are told apart; any other is called by its integration's own name. */
const BY_FACET: [RegExp, string][] = [
  [/^airflow/, 'airflow'],
  [/^dbt_/, 'dbt'],
  [/^spark[._]/, 'spark'],
  [/^flink_/, 'flink'],
  [/^dagster_/, 'dagster'],
]
const BY_PRODUCER: [RegExp, string][] = [
  [/integration\/airflow|apache\/airflow|providers-openlineage/i, 'airflow'],
  [/integration\/dbt/i, 'dbt'],
  [/integration\/spark/i, 'spark'],
  [/integration\/flink/i, 'flink'],
  [/dagster/i, 'dagster'],
]

/** The tool that a run is of: by its job's type, by facets that only one tool has, or by who produced the events. */
export function toolOf(account: LineageAccount): string | null {
  const integration = jobFacet(account, 'jobType').at('integration').text()
  if (integration !== undefined) return integration.toLowerCase().slice(0, 40)
  const names = Object.keys(account.run)
  for (const [pattern, tool] of BY_FACET) if (names.some((name) => pattern.test(name))) return tool
  const producer = account.producer?.value ?? ''
  for (const [pattern, tool] of BY_PRODUCER) if (pattern.test(producer)) return tool
  return null
}

/** Types of jobs that are executions by themselves, whoever started them. */
const OWN: Readonly<Record<string, ReadonlySet<string>>> = {
  airflow: new Set(['DAG']),
  dbt: new Set(['JOB']),
  spark: new Set(['APPLICATION']),
}

/** Types of jobs that are steps in any tool. */
const STEPS: ReadonlySet<string> = new Set(['TASK', 'STEP', 'ACTIVITY', 'OPERATION', 'OPERATOR'])

const DBT_INVOCATION = /^dbt-[a-z-]+-/

/**
 * True where a run is a task run of its parent: its own tool and type of job say so, and the parent is not known to be of
 * another tool. A dbt invocation that Airflow started stays an execution; a model within it is a task run.
 */
export function isTaskRun(
  account: LineageAccount,
  self: RunName,
  parent: RunName,
  parentTool: string | null,
): boolean {
  const tool = toolOf(account)
  if (tool === null || (parentTool !== null && parentTool !== tool)) return false
  const type = jobFacet(account, 'jobType').at('jobType').text()?.toUpperCase()
  if (tool === 'flink') return false
  if (type !== undefined) return Object.hasOwn(OWN, tool) ? OWN[tool]?.has(type) === false : STEPS.has(type)
  const isWithin = self.name.startsWith(`${parent.name}.`)
  return tool === 'dbt' ? isWithin || !DBT_INVOCATION.test(self.name) : isWithin && Object.hasOwn(TOOLS, tool)
}

/** Tools that name a step by the name of what it is a step of. */
const TOOLS: Readonly<Record<string, true>> = { airflow: true, spark: true, dagster: true }

/** The id under which Airflow itself knows the DAG run, which both the DAG's and its tasks' events may tell. */
export function airflowRun(account: LineageAccount): { nativeId: string; attempt: number | null } | null {
  for (const facet of ['airflowDagRun', 'airflow']) {
    const run = runFacet(account, facet).at('dagRun')
    const nativeId = run.at('run_id').text()
    if (nativeId === undefined) continue
    const clears = run.at('clear_number').count()
    return { nativeId: nativeId.slice(0, 500), attempt: clears === undefined ? null : clears + 1 }
  }
  return null
}

/** True for a DAG run of Airflow, which tasks of it never are. */
export const isDagRun = (account: LineageAccount): boolean =>
  runFacet(account, 'airflowDagRun').isThere ||
  (toolOf(account) === 'airflow' &&
    jobFacet(account, 'jobType').at('jobType').text()?.toUpperCase() === 'DAG')

/**
 * What one event of a task run tells of the run that it is part of: enough to know that one by, should it stay silent. Of
 * one event and not of all so far, so that it is the same whatever came before.
 */
export function heardOf(event: LineageAccount, self: RunName, parent: RunName): Heard | null {
  const tool = toolOf(event)
  if (tool === null || !isTaskRun(event, self, parent, null)) return null
  const run = tool === 'airflow' ? airflowRun(event) : null
  return { tool, nativeId: run?.nativeId ?? null, attempt: run?.attempt ?? null }
}
