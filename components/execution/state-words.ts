import type { State } from '@/lib/model/state'

/** What each state is called on screen. */
export const STATE_WORD: Record<State, string> = {
  scheduled: 'scheduled',
  queued: 'queued',
  running: 'running',
  waiting: 'waiting',
  retrying: 'retrying',
  success: 'success',
  warning: 'warning',
  failed: 'failed',
  cancelled: 'cancelled',
  timed_out: 'timed out',
  skipped: 'skipped',
  missing: 'missing',
  lost: 'lost',
  unknown: 'unknown',
}

/** Text colour of each state; written out, since Tailwind finds class names by reading. */
export const STATE_COLOR: Record<State, string> = {
  scheduled: 'text-scheduled',
  queued: 'text-queued',
  running: 'text-running',
  waiting: 'text-waiting',
  retrying: 'text-retrying',
  success: 'text-success',
  warning: 'text-warning',
  failed: 'text-failed',
  cancelled: 'text-cancelled',
  timed_out: 'text-timed-out',
  skipped: 'text-skipped',
  missing: 'text-missing',
  lost: 'text-lost',
  unknown: 'text-unknown',
}

/** The same colours for SVG and charts. */
export const stateVar = (state: State): string => `var(--state-${state.replace('_', '-')})`
