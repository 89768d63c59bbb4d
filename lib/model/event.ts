import type { ChangeTelling } from './change'
import type { ErrorObservation, ExecutionIdentity, StateObservation, UnixNano } from './fact'
import type { LineageEvent } from './lineage'

/** How an event came in. */
export const EVENT_PROTOCOLS = [
  'openlineage',
  'cloudevents',
  'alertmanager',
  'webhook',
  'upload',
  'poll',
] as const
export type EventProtocol = (typeof EVENT_PROTOCOLS)[number]

/** The type of an event by which Runledger put right what it had of an execution: see `lib/ingest/events/reconciled.ts`. */
export const RECONCILED = 'reconciled'

/** What became of a received event. `kept` is understood, but not about an execution; `failed` is a bug of ours. */
export const EVENT_VERDICTS = ['told', 'kept', 'ignored', 'failed'] as const
export type EventVerdict = (typeof EVENT_VERDICTS)[number]

/** One request as a decoder sees it. Secrets are out of it already: nobody tells what is not stored. */
export type IncomingEvent = {
  protocol: EventProtocol
  /** By lower-case name, only those that a decoder may read; never credentials. */
  headers: Readonly<Record<string, string>>
  /** Parsed JSON (text for other media types). */
  body: unknown
  /** When it was received. */
  receivedAt: UnixNano
}

/** What one request holds: its events, and the parts of it that are none. */
export type DecodedRequest = { events: DecodedEvent[]; rejected: RejectedEvent[] }

/** A part of a request that can never be taken, with its path (`[3].run.runId`) and why. */
export type RejectedEvent = { path: string; reason: string; message: string; item: unknown }

/** What does not conform, though it was taken. */
export type ConformanceNote = { path: string; message: string }

/** One event, and all that it says. */
export type DecodedEvent = {
  /** What makes it the same event when it is sent again; unique within its source. */
  key: string
  /** In the protocol's own words: `workflow_run.completed`, `COMPLETE`, `dev.cdevents.pipelinerun.finished.0.2.0`. */
  type: string
  /** The event's own time, null where it has none. */
  at: UnixNano | null
  /** What it is about, for a person: `octo/app · build #12`. */
  subject: string | null
  /** The part of the request that is this event. */
  body: unknown
  tellings: Telling[]
  /** Where nothing is told, why not: null when tellings speak for themselves. */
  because: string | null
  /** True where it is understood and will be of use, though not to an execution (a push, an audit entry of the tool). */
  isKept: boolean
  /** True where a bug of ours kept it from being understood; `because` says which. It can be read again when that is mended. */
  isFailed?: true
  notes: ConformanceNote[]
  /** For an event of OpenLineage: what it says, to be put together with what else was said of the same run. */
  lineage?: LineageEvent
  /** What it says of what is defined: versions, edits, commits, merges, deployments. */
  changes?: ChangeTelling[]
}

/** An execution's identity as the tool knows it; the source is the one that was sent to. */
export type ToldIdentity = Omit<ExecutionIdentity, 'sourceId'>

/** How sure an edge is: it was said outright, it follows from ids that are unique in practice, or it is a suggestion. */
export const CONFIDENCES = ['certain', 'likely', 'possible'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/**
 * A name that another execution goes by, not knowing where it runs (see `lib/executions/execution-key.ts`). The edge
 * stands as soon as some execution has that name, whichever was received first.
 */
export type ExecutionReference = {
  /** `child` is `parent` said from the other end: what this one started, where the child does not name it. */
  kind: 'parent' | 'child' | 'root' | 'retry_of' | 'triggered_by' | 'link'
  key: string
  confidence: Confidence
  /** Where it was read, in words. */
  evidence: string
}

/**
 * What one event says of an execution. Everything but identity and `at` is optional, and what is not said changes
 * nothing. Where events disagree on a word, the one with the latest `at` counts; times widen; states are folded.
 */
export type ExecutionTelling = {
  about: 'execution'
  of: ToldIdentity
  at: UnixNano
  states?: StateObservation[]
  title?: string
  queuedAt?: UnixNano
  startedAt?: UnixNano
  endedAt?: UnixNano
  errors?: ErrorObservation[]
  trigger?: string
  actor?: string
  commit?: string
  branch?: string
  version?: string
  environment?: string
  url?: string
  labels?: Record<string, string>
  /** To executions of the same source, by identity. */
  links?: { kind: 'parent' | 'retry_of' | 'root' | 'link'; of: ToldIdentity; evidence: string }[]
  /** W3C trace it belongs to, 32 hex digits, and the span that stands for it. */
  traceId?: string
  spanId?: string
  /** Names that others may call it by. Its url, trace and native id are added for it. */
  keys?: string[]
  references?: ExecutionReference[]
}

/** Which task run of an execution. */
export type ToldTask = { nativeId: string; mapIndex: number | null; attempt: number }

/** What one event says of a task run. */
export type TaskTelling = {
  about: 'task'
  execution: ToldIdentity
  of: ToldTask
  at: UnixNano
  name: string
  parent?: ToldTask
  kind?: string
  states?: StateObservation[]
  queuedAt?: UnixNano
  startedAt?: UnixNano
  endedAt?: UnixNano
  errors?: ErrorObservation[]
  worker?: string
  url?: string
  traceId?: string
  spanId?: string
  /** Names that others may call it by; an execution that is started from within it finds its parent so. */
  keys?: string[]
}

export type Telling = ExecutionTelling | TaskTelling
