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
  preparing: 'queued',
  pending: 'queued',
  scheduled: 'queued',
  manual: 'queued',
  running: 'running',
  canceling: 'running',
  success: 'success',
  'success with warnings': 'warning',
  failed: 'failed',
  canceled: 'cancelled',
  skipped: 'skipped',
}
