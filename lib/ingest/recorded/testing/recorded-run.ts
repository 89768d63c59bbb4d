import type { EventProtocol } from '@/lib/model/event'
import type { ShownExecution } from './shown-executions'

/** What a tool sent, as it was received, without secrets and without the names of the machine. */
export type RecordedRequest = {
  protocol: EventProtocol | 'otlp'
  /** Those that are kept with an event. */
  headers: Record<string, string>
  body: unknown
}

/** What one run of a tool sent, and what people were shown of it. */
export type RecordedRun = {
  tool: string
  version: string
  /** Of the source that it was sent to. */
  kind: string
  recordedAt: string
  shown: ShownExecution[]
  requests: RecordedRequest[]
}
