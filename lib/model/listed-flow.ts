import type { State } from './state'

/** One execution as a small shape: how it went, and where to read about it. */
export type Outcome = { id: string; state: State; atMs: number }

/** What went wrong last, and when. */
export type LastError = {
  executionId: string
  state: State
  atMs: number
  failedTask: string | null
  errorType: string | null
  /** First line of the message. */
  error: string | null
}

/** What executions came to over some days. */
export type FlowFigures = {
  executions: number
  /** Ended well, with or without warnings. */
  good: number
  broken: number
  /** How many took how long, by bucket of `lib/charts/duration-buckets`. */
  durations: number[]
}

/** What a row of the catalogue shows. */
export type ListedFlow = {
  id: string
  name: string
  namespace: string
  source: string
  sourceKind: string
  isSample: boolean
  environment: string
  team: string
  /** Newest first, at most twenty. */
  outcomes: Outcome[]
  figures: FlowFigures
  lastError: LastError | null
  /** Starts of the newest executions that nobody started by hand, for learning when it runs. */
  startsMs: number[]
}
