import type { EventVerdict } from './event'
import type { EventTold } from './listed-event'
import type { State } from './state'

/** What can become of an item that a source sent. */
export type Verdict = 'stored' | 'duplicate' | 'rejected' | 'redacted'

/** How many items of a signal became what, and for rejected and redacted ones why. */
export type CountRow = { signal: string; verdict: Verdict; reason: string; count: number }

/** What a source sent has become so far: for the page that waits for its first event. */
export type Arrival = {
  counts: CountRow[]
  execution: {
    id: string
    flow: string
    title: string | null
    state: State
    nativeState: string | null
    isFinished: boolean
    isBroken: boolean
    failedTask: string | null
  } | null
  /** The newest trace, where there is no execution: a request that was served is browsable, but no execution. */
  trace: { id: string; rootName: string | null } | null
  rejection: { path: string | null; message: string } | null
  event: ArrivedEvent | null
}

/** The newest event of a source that told of an execution, or the newest one at all. */
export type ArrivedEvent = {
  id: string
  type: string
  subject: string | null
  verdict: EventVerdict
  because: string | null
  /** ISO 8601. */
  receivedAt: string
  told: EventTold[]
  /** What it said, cut; null once it is not kept any more. */
  text: string | null
}
