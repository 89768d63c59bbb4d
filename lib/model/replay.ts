import type { EventVerdict } from './event'

/** How many events one call reads again at most. */
export const MOST_REPLAYED = 1_000

/** One field of an execution that would be, or was, put otherwise; in words of the row, times in ISO 8601. */
export type FieldChange = { field: string; before: string | null; after: string | null }

/** What reading events again comes to for one execution. */
export type ReplayedExecution = {
  executionId: string
  flow: string
  nativeId: string
  /** `made` was not there before; `removed` is no execution any more, as nothing speaks of it now. */
  outcome: 'made' | 'changed' | 'removed' | 'same'
  /**
   * True where it was put together anew from every event that ever spoke of it. Where some of them are not stored any
   * more, what is told now is added to what was told before, and nothing is taken back.
   */
  isWhole: boolean
  fields: FieldChange[]
  taskRuns: { made: number; changed: number; removed: number }
}

/** What became of one event that was read again. */
export type ReplayedEvent = {
  eventId: string
  type: string
  before: EventVerdict
  after: EventVerdict
  /** `github@1` */
  parserBefore: string
  parserAfter: string
  because: string | null
}

/** What a replay did, or in a preview would do. */
export type Replay = {
  isPreview: boolean
  /** Events that were read again, those of `events` first. */
  eventCount: number
  /** Events whose body is not stored any more, or that nothing here reads: they stay as they are. */
  unreadCount: number
  /** Executions older than any that are kept, which stay deleted whatever the events say of them. */
  expiredCount: number
  /** Those of which something changed: the verdict, why, or the parser. At most 200. */
  events: ReplayedEvent[]
  /** Executions that they speak of: those that change first. At most 200 of those that the viewer may see. */
  executions: ReplayedExecution[]
  executionCount: number
  changedCount: number
  /** Of teams that the viewer may not see. */
  privateCount: number
}

/** One page of a range; `next` is where to go on, null at its end. */
export type ReplayPage = { replay: Replay; next: string | null }
