import type { ConformanceNote, EventProtocol, EventVerdict } from './event'
import type { State } from './state'

/** What an event spoke of: an execution, or one task run of it. */
export type EventTold = {
  executionId: string
  flow: string
  nativeId: string
  state: State
  /** Name of the task run, where it spoke of one alone. */
  task: string | null
}

/** An event as the inbox lists it. */
export type ListedEvent = {
  id: string
  sourceId: string
  sourceName: string
  protocol: EventProtocol
  type: string
  subject: string | null
  occurredAt: Date | null
  receivedAt: Date
  verdict: EventVerdict
  because: string | null
  notes: ConformanceNote[]
  parser: string
  bytes: number
  repeats: number
  told: EventTold[]
}

/** An event with what it said. */
export type EventDetail = ListedEvent & {
  key: string
  /** Hex of the SHA-256 of the request that brought it. */
  requestHash: string
  /** Null once it is older than bodies are kept. */
  body: { headers: Record<string, string>; text: string } | null
}
