import type { State } from './state'

/** What can become of an item that a source sent. */
export type Verdict = 'stored' | 'duplicate' | 'rejected' | 'redacted'

/** How many items of a signal became what, and for rejected and redacted ones why. */
export type CountRow = { signal: string; verdict: Verdict; reason: string; count: number }

/** What a source's telemetry has become so far: for the page that waits for its first event. */
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
}
