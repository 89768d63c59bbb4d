import type { State } from './state'

/** An execution of the same flow: enough to name it and to link to it. */
export type NeighbourExecution = {
  id: string
  title: string | null
  nativeId: string
  attempt: number
  state: State
  nativeState: string | null
  /** ISO, with microseconds. */
  occurredAt: string
  durationMs: number | null
}

/** What is usual for a flow, read from its finished executions. */
export type UsualDuration = {
  /** Executions that it is read from. */
  count: number
  p50Ms: number
  p95Ms: number
}

/** Where an execution stands among those of its flow. */
export type ExecutionNeighbours = {
  previous: NeighbourExecution | null
  next: NeighbourExecution | null
  lastGood: NeighbourExecution | null
  /** Null until enough executions have finished before it. */
  usual: UsualDuration | null
}
