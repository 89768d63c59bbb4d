import type { StateWords } from '@/lib/ingest/otlp/dialects/state-words'

/** Statuses of a run, which say more than the trigger: that a run was cancelled is `run:errored` among triggers. */
export const TERRAFORM_WORDS: StateWords = {
  pending: 'queued',
  fetching: 'queued',
  fetching_completed: 'queued',
  queuing: 'queued',
  queuing_apply: 'queued',
  plan_queued: 'queued',
  apply_queued: 'queued',
  pre_plan_running: 'running',
  pre_plan_completed: 'running',
  pre_plan_awaiting_decision: 'waiting',
  planning: 'running',
  // A person is to confirm what was planned, or to override a policy.
  planned: 'waiting',
  cost_estimating: 'running',
  cost_estimated: 'waiting',
  policy_checking: 'running',
  policy_override: 'waiting',
  policy_soft_failed: 'waiting',
  policy_checked: 'waiting',
  post_plan_running: 'running',
  post_plan_completed: 'waiting',
  post_plan_awaiting_decision: 'waiting',
  confirmed: 'running',
  pre_apply_running: 'running',
  pre_apply_completed: 'running',
  pre_apply_awaiting_decision: 'waiting',
  applying: 'running',
  planned_and_finished: 'success',
  planned_and_saved: 'success',
  applied: 'success',
  errored: 'failed',
  discarded: 'cancelled',
  canceled: 'cancelled',
  force_canceled: 'cancelled',
}

/** A saved plan is an end that can still be applied. */
export const AFTER_SAVED: ReadonlySet<string> = new Set([
  'confirmed',
  'queuing_apply',
  'apply_queued',
  'pre_apply_running',
  'pre_apply_completed',
  'applying',
])
