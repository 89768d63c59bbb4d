import type { State } from './state'

/** A bar of the timeline, as short as it can be sent: there are thousands. Milliseconds since 1970, and of duration. */
export type LaneExecution = [
  id: string,
  laneId: string,
  state: State,
  atMs: number,
  lastedMs: number | null,
  isOpen: boolean,
]
