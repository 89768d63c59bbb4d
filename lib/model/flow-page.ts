import type { DriftState } from './flow-change'
import type { LastError, Outcome } from './listed-flow'
import type { State } from './state'

/** A flow with everything the head of its page says about it. */
export type FlowDetail = {
  id: string
  name: string
  namespace: string
  sourceId: string
  source: string
  sourceSlug: string
  sourceKind: string
  isSample: boolean
  environment: string
  team: string
  /** True where a rule gave it to its team; else it is the team of its source. */
  isOwnedByRule: boolean
  /** Whom CODEOWNERS names, where a rule asks that; null where another one, or none, decides. */
  codeOwner: string | null
  dialect: string
  firstSeenAt: string
  latest: (Outcome & { nativeState: string | null }) | null
  isFavourite: boolean
  /** How it stands to Git; null where nothing is known of its definition. */
  drift: DriftState | null
  /** The newest change of it, and who made it, where somebody says so. */
  lastChange: { id: string; at: string; who: string | null } | null
  /** Starts of the newest executions that nobody started by hand, for learning when it runs. */
  startsMs: number[]
}

/** What a flow's executions came to on a day of UTC. */
export type FlowDay = {
  /** `2026-11-21` */
  day: string
  executions: number
  succeeded: number
  warned: number
  broken: number
  cancelled: number
  skipped: number
  active: number
  durations: number[]
}

/** One execution in the chart of durations. */
export type DurationDot = Outcome & { durationMs: number }

export type FlowFailure = LastError & {
  /** The message with its lines, up to a few thousand characters. */
  message: string | null
  spanId: string | null
}

/** One execution as a column of the grid. */
export type GridColumn = Outcome & { durationMs: number | null; trigger: string | null }

/** What became of a task in one execution; of several at once (mapped) the worst. */
export type GridCell = {
  state: State
  durationMs: number | null
  attempt: number
  /** How many it stands for. */
  count: number
  error: string | null
  spanId: string | null
}

/** One task in the executions of the columns, in their order; null where it has no part in one. */
export type GridRow = { name: string; hasBroken: boolean; cells: (GridCell | null)[] }

/** How a task fares across executions. */
export type FlowTask = {
  name: string
  kind: string | null
  executions: number
  broken: number
  retries: number
  p50Ms: number | null
  p95Ms: number | null
  lastError: (LastError & { spanId: string | null }) | null
}

/** One version that was seen to run; without its name a commit is one. */
export type FlowVersion = {
  version: string | null
  /** The newest of `commits`. */
  commit: string | null
  commits: number
  branch: string | null
  executions: number
  good: number
  broken: number
  p95Ms: number | null
  first: { id: string; atMs: number }
  last: { id: string; atMs: number; state: State }
}

/** That the flow is executed by another version from then on; a number is null where that version is not kept. */
export type VersionMark = {
  changeId: string
  atMs: number
  from: number | null
  to: number | null
  summary: string
  who: string | null
  /** Number of the pull or merge request. */
  merge: string | null
  isUnexplained: boolean
}
