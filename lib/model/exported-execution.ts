import type { State } from './state'

/** An execution as a file holds it: all that the list can show, nothing shortened but the error. */
export type ExportedExecution = {
  id: string
  nativeId: string
  state: State
  nativeState: string | null
  flow: string
  namespace: string
  title: string | null
  team: string
  source: string
  sourceKind: string
  environment: string
  /** ISO, with microseconds; what the rows are ordered by. */
  occurredAt: string
  queuedAt: string | null
  startedAt: string | null
  endedAt: string | null
  durationMs: number | null
  attempt: number
  trigger: string | null
  actor: string | null
  failedTask: string | null
  errorType: string | null
  errorMessage: string | null
  version: string | null
  commit: string | null
  branch: string | null
  url: string | null
  traceId: string | null
  labels: Record<string, string>
}
