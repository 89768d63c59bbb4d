import { isTerminal, type State } from '@/lib/model/state'

/** As much of an execution as says whether it is open for too long. */
export type OpenExecution = {
  state: State
  /** Milliseconds since 1970: when it began, as far as that is known. */
  startedAtMs: number
  /** When anything was last received about it. */
  heardAtMs: number
  /** What 95 of 100 executions of its flow take; null where too few were seen. */
  usualP95Ms: number | null
  /** It runs until it is stopped, so its age says nothing (`jobType.processingType` of OpenLineage). */
  isEndless: boolean
}

const MINUTE_MS = 60_000
const FACTOR = 3
const AT_LEAST_MS = 15 * MINUTE_MS
const UNKNOWN_USUAL_MS = 24 * 60 * MINUTE_MS

/** Milliseconds after which an open execution is not believed any more: three times the usual, and never less than a quarter of an hour. */
export const overdueAfterMs = (usualP95Ms: number | null): number =>
  usualP95Ms === null ? UNKNOWN_USUAL_MS : Math.max(AT_LEAST_MS, usualP95Ms * FACTOR)

/** True when it has been open for far longer than usual, so that its source should be asked. */
export function isOverdue(execution: OpenExecution, nowMs: number): boolean {
  const { state, startedAtMs, usualP95Ms, isEndless } = execution
  if (isEndless || isTerminal(state) || state === 'unknown') return false
  return nowMs - startedAtMs > overdueAfterMs(usualP95Ms)
}

/** Whether silence says anything; milliseconds since 1970. */
export type Hearing = {
  /** When anything was last received from its source, about whatever; null where that is never. */
  sourceHeardAtMs: number | null
  /** Since when this process listens. */
  listensSinceMs: number
}

/**
 * True when nobody can be asked, and it has been silent for as long as would have been enough for all of it, while somebody
 * listened: its source told of other things since, or Runledger has been up all the while. Silence from before a restart says
 * nothing, for what was sent meanwhile was not heard. What waits for a person or for its time may be silent for as long as it
 * likes.
 */
export function isLost(
  execution: OpenExecution,
  { sourceHeardAtMs, listensSinceMs }: Hearing,
  nowMs: number,
): boolean {
  const { state, heardAtMs, usualP95Ms } = execution
  if (state === 'waiting' || state === 'scheduled' || !isOverdue(execution, nowMs)) return false
  const graceMs = overdueAfterMs(usualP95Ms)
  const isSourceAlive = sourceHeardAtMs !== null && sourceHeardAtMs - heardAtMs > graceMs
  return isSourceAlive || nowMs - Math.max(heardAtMs, listensSinceMs) > graceMs
}
