import type { UnixNano } from './fact'
import type { SpanMark } from './span-mark'
import type { State } from './state'

/** A span as the waterfall needs it, before it is packed. */
export type LightSpan = {
  spanId: string
  parentSpanId: string | null
  name: string
  service: string
  /** OTLP's number: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number
  startUnixNano: UnixNano
  /** '0' while the span is open. */
  endUnixNano: UnixNano
  statusCode: number
  role: SpanMark['role'] | null
  hasException: boolean
  hasEvents: boolean
  hasLinks: boolean
  /** False for a span of a team that the viewer may not see: it keeps the tree together and is then left out. */
  isVisible: boolean
}

/** What an execution or a task run says about the span that stands for it. */
export type SpanStep = {
  spanId: string
  executionId: string
  taskRunId: string | null
  name: string
  kind: string | null
  attempt: number
  state: State
  queuedAtUnixNano: UnixNano | null
}
