/** Every state an execution or a task run can be in; the tool's own word is always kept beside it. */
export const STATES = [
  'scheduled',
  'queued',
  'running',
  'waiting',
  'retrying',
  'success',
  'warning',
  'failed',
  'cancelled',
  'timed_out',
  'skipped',
  'missing',
  'lost',
  'unknown',
] as const

export type State = (typeof STATES)[number]

const TERMINAL: ReadonlySet<State> = new Set([
  'success',
  'warning',
  'failed',
  'cancelled',
  'timed_out',
  'skipped',
  'missing',
  'lost',
])

/** True when nothing more is expected to happen, short of a re-run. */
export const isTerminal = (state: State): boolean => TERMINAL.has(state)

const BROKEN: ReadonlySet<State> = new Set(['failed', 'timed_out', 'lost', 'missing'])

/** True when a person should look: it did not do what it was there for. */
export const isBroken = (state: State): boolean => BROKEN.has(state)
