import type { State } from './state'

/** What a row of the list shows. */
export type ListedExecution = {
  id: string
  state: State
  nativeState: string | null
  flow: string
  namespace: string
  title: string | null
  source: string
  sourceKind: string
  /** Simulated. */
  isSample: boolean
  environment: string
  /** ISO, with microseconds. */
  occurredAt: string
  nativeId: string
  /** ISO, with microseconds; null while it has not ended. */
  endedAt: string | null
  /** From queued to started. */
  queuedForMs: number | null
  labels: Record<string, string>
  /** Null where it is not known to have started. */
  startedAtMs: number | null
  durationMs: number | null
  hasEnded: boolean
  trigger: string | null
  actor: string | null
  failedTask: string | null
  errorType: string | null
  /** First line of the message. */
  error: string | null
  version: string | null
  commit: string | null
  branch: string | null
  attempt: number
}
