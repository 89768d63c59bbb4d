import type { ErrorObservation, ExecutionIdentity, StateObservation, UnixNano } from './fact'

/**
 * What can be read from one span alone, when it is decoded. Stored beside the span, so that a trace can be read again
 * as a whole whenever a further piece of it arrives, without its attributes.
 */
export type SpanMark = {
  /** Dialect that read it; `generic` where no tool's own words were found. */
  dialect: string
  /**
   * `execution`: the span stands for one. `task`: for a step of the execution around it. `request`: a root that serves
   * an HTTP or RPC request. `noise`: machinery of the tool, to be folded. `plain`: only its errors matter.
   */
  role: 'execution' | 'task' | 'request' | 'noise' | 'plain'
  sourceId: string
  /** Its direct children are its task runs even where no dialect marked them. */
  adopts?: true
  /** A task whose own state nobody tells: it is as the tasks inside it are. */
  rollsUp?: true
  /** Which execution, when the span itself says so (a task may, an execution must). */
  execution?: ExecutionIdentity
  /** For `task`: its own identity; without a native id the span id stands in. */
  task?: {
    nativeId: string | null
    name: string
    kind: string | null
    mapIndex: number | null
    attempt: number
  }
  /** What it says about states; where empty, the span's status counts (precedence `status`). */
  states?: StateObservation[]
  /** What it says about the execution's state although it is not the execution's span (a task span of a running DAG). */
  executionStates?: StateObservation[]
  queuedAt?: UnixNano
  /** Only where the tool's own times are better than the span's. */
  startedAt?: UnixNano
  endedAt?: UnixNano
  errors?: ErrorObservation[]
  title?: string
  trigger?: string
  actor?: string
  commit?: string
  branch?: string
  version?: string
  environment?: string
  url?: string
  worker?: string
  labels?: Record<string, string>
  links?: {
    kind: 'parent' | 'retry_of' | 'root' | 'link'
    execution?: ExecutionIdentity
    traceId?: string
    spanId?: string
    evidence: string
  }[]
}
