import type { State } from './state'

/** Nanoseconds since 1970 as a decimal string: too big for `number`, and JSON has no bigint. */
export type UnixNano = string

/**
 * How much a signal is worth when several disagree (sources.md §14.2), greatest first:
 * a tool's own state word, a tool's span attribute, the CI/CD conventions, a protocol's event type, a span's status; last of
 * all what Runledger concluded from silence, which any word of anybody takes back.
 */
export const PRECEDENCE = {
  word: 4,
  attribute: 3,
  convention: 2,
  eventType: 1,
  status: 0,
  guess: -1,
} as const
export type Precedence = (typeof PRECEDENCE)[keyof typeof PRECEDENCE]

/** One witness that something was in a state at a time. */
export type StateObservation = {
  state: State
  /** The tool's own word, kept as it came. */
  word: string
  at: UnixNano
  precedence: Precedence
  /** The tool can put a finished execution back to work: what was observed before this no longer counts. */
  reopens?: true
}

/** An error as somebody reported it. */
export type ErrorObservation = {
  /** Exception class or the tool's error code. */
  type: string | null
  message: string
  at: UnixNano
  /** Span that reported it, hex, where there is one: the stack trace is read from it. */
  spanId: string | null
  /** Greater wins: 2 the tool's own word for why, 1 an exception, 0 a span's status message. */
  rank: 0 | 1 | 2
}

/** What makes an execution this one and no other (sources.md §14.1). */
export type ExecutionIdentity = {
  sourceId: string
  namespace: string
  flow: string
  nativeId: string
  attempt: number
  /** What told this knows no name of the flow: `flow` is used until somebody tells it. Absent is no. */
  standsIn?: true
}

/** How executions hang together. `kind` says which relation, `evidence` in words where it was read. */
export type ExecutionLink = {
  kind: 'parent' | 'retry_of' | 'root' | 'link'
  /** The other execution when it is known by identity or id, else the trace it is in. */
  executionId: string | null
  traceId: string | null
  spanId: string | null
  evidence: string
}

/** All that one origin (a trace, an event, an answer of a tool's API) says about one execution. */
export type ExecutionFact = ExecutionIdentity & {
  executionId: string
  /** Name of this one execution as the tool shows it ("crimson-fox", "#881"), else null. */
  title: string | null
  dialect: string
  states: StateObservation[]
  queuedAt: UnixNano | null
  startedAt: UnixNano | null
  endedAt: UnixNano | null
  /** Best first: what a person should read first leads. */
  errors: ErrorObservation[]
  /** Name path of the deepest task run that failed first ("build › Run tests"); failures that were allowed do not count. */
  failedTask: string | null
  trigger: string | null
  actor: string | null
  commit: string | null
  branch: string | null
  version: string | null
  environment: string | null
  /** Where the tool itself shows this execution. Hostile until checked when rendered. */
  url: string | null
  labels: Record<string, string>
  links: ExecutionLink[]
  traceId: string | null
  /** The span that stands for the execution, hex. */
  spanId: string | null
  /** For an origin that speaks in events: when each of its words was said, so that the latest counts in any order. */
  saidAt?: Record<string, UnixNano>
}

/** All that one origin says about one task run. */
export type TaskFact = {
  executionId: string
  taskRunId: string
  /** Enclosing task run (a job of its steps), else null. */
  parentTaskRunId: string | null
  name: string
  /** Operator, task type or step kind, in the tool's words. */
  kind: string | null
  nativeId: string | null
  mapIndex: number | null
  attempt: number
  states: StateObservation[]
  queuedAt: UnixNano | null
  startedAt: UnixNano | null
  endedAt: UnixNano | null
  errors: ErrorObservation[]
  worker: string | null
  url: string | null
  traceId: string | null
  spanId: string | null
  /** As of an execution's fact. */
  saidAt?: Record<string, UnixNano>
}
