import type { Precedence, StateObservation, UnixNano } from '@/lib/model/fact'
import type { State } from '@/lib/model/state'

/** A tool's vocabulary. Keys are written as `normal` makes them. */
export type StateWords = Readonly<Record<string, State>>

const normal = (word: string): string => word.trim().toLowerCase()

/** One word as an observation; a word that the tool's vocabulary does not hold is `unknown`, and kept. */
export const observe = (
  words: StateWords,
  word: string,
  at: UnixNano,
  precedence: Precedence,
): StateObservation => ({
  state: Object.hasOwn(words, normal(word)) ? (words[normal(word)] ?? 'unknown') : 'unknown',
  word,
  at,
  precedence,
})

/** Results of the CI/CD conventions 1.44, with the older spellings that the Collector's receivers still send. */
export const CICD_RESULTS: StateWords = {
  success: 'success',
  failure: 'failed',
  error: 'failed',
  timeout: 'timed_out',
  cancellation: 'cancelled',
  skip: 'skipped',
  // Run states of the conventions.
  pending: 'queued',
  executing: 'running',
  finalizing: 'running',
}

/** Statuses and conclusions of GitHub Actions; also what the Collector's receiver copies into old CI/CD attributes. */
export const GITHUB_WORDS: StateWords = {
  requested: 'queued',
  queued: 'queued',
  pending: 'queued',
  waiting: 'queued',
  action_required: 'queued',
  in_progress: 'running',
  success: 'success',
  neutral: 'success',
  failure: 'failed',
  startup_failure: 'failed',
  cancelled: 'cancelled',
  stale: 'cancelled',
  timed_out: 'timed_out',
  skipped: 'skipped',
}

/** Statuses of GitLab pipelines and jobs. */
export const GITLAB_WORDS: StateWords = {
  created: 'queued',
  waiting_for_resource: 'queued',
  waiting_for_callback: 'queued',
  preparing: 'queued',
  pending: 'queued',
  scheduled: 'queued',
  manual: 'queued',
  running: 'running',
  canceling: 'running',
  success: 'success',
  'success with warnings': 'warning',
  'passed with warnings': 'warning',
  failed: 'failed',
  canceled: 'cancelled',
  skipped: 'skipped',
}

/** Reasons of GitLab's for a failure that are a limit of time. */
export const GITLAB_TIMEOUTS: ReadonlySet<string> = new Set([
  'stuck_or_timeout_failure',
  'job_execution_timeout',
  'stale_schedule',
])

/** States of Kestra's executions and task runs, old versions' and 2.0's. */
export const KESTRA_WORDS: StateWords = {
  created: 'queued',
  submitted: 'queued',
  queued: 'queued',
  restarted: 'queued',
  resubmitted: 'queued',
  running: 'running',
  killing: 'running',
  paused: 'running',
  breakpoint: 'running',
  retrying: 'retrying',
  success: 'success',
  warning: 'warning',
  failed: 'failed',
  retried: 'failed',
  killed: 'cancelled',
  cancelled: 'cancelled',
  skipped: 'skipped',
}

/** States of Airflow's DAG runs and task instances. */
export const AIRFLOW_WORDS: StateWords = {
  none: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  up_for_reschedule: 'queued',
  running: 'running',
  deferred: 'running',
  awaiting_input: 'running',
  restarting: 'retrying',
  up_for_retry: 'retrying',
  success: 'success',
  failed: 'failed',
  upstream_failed: 'skipped',
  skipped: 'skipped',
  removed: 'skipped',
}

/** Prefect's types of states. */
export const PREFECT_TYPES: StateWords = {
  scheduled: 'queued',
  pending: 'queued',
  running: 'running',
  cancelling: 'running',
  paused: 'running',
  completed: 'success',
  failed: 'failed',
  crashed: 'failed',
  cancelled: 'cancelled',
}

/** Prefect's names of states that say more than their type. */
export const PREFECT_NAMES: Readonly<Record<string, State>> = {
  AwaitingRetry: 'retrying',
  TimedOut: 'timed_out',
}

/** What the name of a Prefect state says beyond its type. */
export const prefectNameState = (name: string): State | undefined =>
  Object.hasOwn(PREFECT_NAMES, name) ? PREFECT_NAMES[name] : undefined

/** States of Dagster's runs. */
export const DAGSTER_WORDS: StateWords = {
  queued: 'queued',
  not_started: 'queued',
  managed: 'queued',
  starting: 'queued',
  started: 'running',
  suspended: 'running',
  canceling: 'running',
  success: 'success',
  failure: 'failed',
  canceled: 'cancelled',
}

/** States of Dagster's steps: those of their statistics, and the events that lead to them. */
export const DAGSTER_STEP_WORDS: StateWords = {
  in_progress: 'running',
  skipped: 'skipped',
  success: 'success',
  failure: 'failed',
  step_start: 'running',
  step_restarted: 'running',
  step_up_for_retry: 'retrying',
  step_skipped: 'skipped',
  step_success: 'success',
  step_failure: 'failed',
}

/** What dbt's artifacts say of a node, a test or the freshness of a source. */
export const DBT_RESULT_WORDS: StateWords = {
  success: 'success',
  pass: 'success',
  warn: 'warning',
  'partial success': 'warning',
  error: 'failed',
  fail: 'failed',
  'runtime error': 'failed',
  skipped: 'skipped',
  'no-op': 'skipped',
}

/** What dbt Cloud says of a run. */
export const DBT_CLOUD_WORDS: StateWords = {
  queued: 'queued',
  starting: 'queued',
  running: 'running',
  success: 'success',
  error: 'failed',
  errored: 'failed',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** Statuses of Airbyte's jobs and attempts. */
export const AIRBYTE_WORDS: StateWords = {
  pending: 'queued',
  queued: 'queued',
  running: 'running',
  incomplete: 'retrying',
  succeeded: 'success',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** Why a job of Airbyte's failed, where that says more than that it did. */
export const AIRBYTE_ERRORS: StateWords = {
  heartbeat_timeout: 'timed_out',
  destination_timeout: 'timed_out',
  manual_cancellation: 'cancelled',
  config_error: 'failed',
  system_error: 'failed',
  refresh_schema: 'failed',
  transient_error: 'failed',
}

/** Statuses of Hightouch's sync runs. */
export const HIGHTOUCH_WORDS: StateWords = {
  queued: 'queued',
  querying: 'running',
  processing: 'running',
  reporting: 'running',
  success: 'success',
  warning: 'warning',
  completed_with_errors: 'warning',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'cancelled',
}

/** Results of Jenkins' builds and steps. */
export const JENKINS_WORDS: StateWords = {
  success: 'success',
  unstable: 'warning',
  failure: 'failed',
  aborted: 'cancelled',
  not_built: 'skipped',
}
