import type { State } from './state'

/** A step as the peek panel lists it; times are nanoseconds since 1970, as text. */
export type PeekedTask = {
  id: string
  name: string
  attempt: number
  state: State
  startedAt: string | null
  endedAt: string | null
  durationMs: number | null
}

/** What the panel beside the list says about an execution. */
export type PeekedExecution = {
  id: string
  state: State
  nativeState: string | null
  flowId: string
  flow: string
  namespace: string
  title: string | null
  nativeId: string
  url: string | null
  queuedAt: string | null
  startedAt: string | null
  endedAt: string | null
  durationMs: number | null
  trigger: string | null
  actor: string | null
  commit: string | null
  branch: string | null
  version: string | null
  environment: string
  attempt: number
  sourceName: string
  isSample: boolean
  teamName: string
  dialect: string
  traceId: string | null
  labels: Record<string, string>
  /** Where it broke, if it did: names from the outermost step to the failed one. */
  broken: { path: string[]; type: string | null; message: string | null; spanId: string | null } | null
  tasks: PeekedTask[]
  taskCounts: { state: State; count: number }[]
}
