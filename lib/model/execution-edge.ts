import type { Confidence } from './event'
import type { UnixNano } from './fact'
import type { State } from './state'

/** One execution of those that hang together, of whatever tool. */
export type ConnectedExecution = {
  id: string
  flowId: string
  flow: string
  sourceName: string
  sourceKind: string
  title: string | null
  nativeId: string
  attempt: number
  state: State
  nativeState: string | null
  startedAt: UnixNano | null
  durationMs: number | null
  /** How many edges away from the one that was asked for; 0 is itself. */
  distance: number
}

/** Why two executions belong together: `from` is the one before or around, `to` the one after or within. */
export type ExecutionEdge = {
  from: string
  to: string
  kind: 'parent' | 'root' | 'retry_of' | 'triggered_by' | 'link'
  confidence: Confidence
  /** Where it was read, in words. */
  evidence: string
}

export type ConnectedExecutions = {
  executions: ConnectedExecution[]
  edges: ExecutionEdge[]
  /** Connected ones of teams that the viewer may not see. */
  privateCount: number
  /** There are more than are told. */
  isCut: boolean
}
