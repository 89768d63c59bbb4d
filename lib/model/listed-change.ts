import type { ChangeClass, ChangeWay } from './change'
import type { Change, DriftState } from './flow-change'
import type { Outcome } from './listed-flow'

/** What the list of changes can be narrowed to beyond its filters. */
export const CHANGE_VIEWS = [
  'unexplained',
  'edited_in_tool',
  'before_failure',
  'outside_hours',
  'by_non_owners',
  'schedules',
  'connections',
  'no_reason',
] as const
export type ChangeView = (typeof CHANGE_VIEWS)[number]

/** Somebody who had a part in a change: as the tool names them, and who that is. */
export type ChangeActor = {
  key: string
  name: string
  isBot: boolean
  personId: string
  /** The name of the person, where several names are theirs or they are a member here. */
  person: string | null
}

/** What a row of the changes shows. */
export type ListedChange = {
  id: string
  at: Date
  flowId: string | null
  /** Name of the flow, or of what was changed. */
  name: string
  namespace: string
  sourceId: string
  source: string
  sourceKind: string
  isSample: boolean
  teamId: string
  team: string
  way: ChangeWay
  classes: ChangeClass[]
  summary: string
  actor: ChangeActor | null
  isUnexplained: boolean
  hasReason: boolean
  reason: Change['reason']
  tickets: string[]
  commit: Change['commit']
  merge: Change['merge']
  reached: Change['reached']
  isWitnessedBy: Change['isWitnessedBy']
  deployExecutionId: string | null
  /** How the flow stands now. */
  drift: DriftState | null
  isReviewed: boolean
  /** A question about it that nobody has answered. */
  isAsked: boolean
  /** The next five executions after it had come to where it runs, the first first. */
  effect: Outcome[]
}
