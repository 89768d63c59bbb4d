import type { ChangeClass, ChangeWay } from './change'
import type { Change, DriftDetail, DriftState } from './flow-change'
import type { Outcome } from './listed-flow'
import type { PlaceInHours } from './working-hours'

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
  'asked_of_me',
  'i_asked',
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

/** What a person said of a change. */
export type ChangeNote = {
  id: string
  kind: 'question' | 'reason' | 'comment' | 'reviewed'
  text: string
  by: string
  at: Date
}

/** A member whom a question goes to, and what they can do with it: answer, only read it, or never see it. */
export type AskedMember = {
  id: string
  name: string
  reach: 'answers' | 'reads' | 'not_readable' | 'deactivated'
}

/** Why nobody knows yet: who asked last, and whom. */
export type OpenQuestion = {
  by: string
  at: Date
  of: AskedMember[]
  /** Names of those who made the change and have no account here. */
  strangers: string[]
}

/** Changes that wait for somebody's reason, and their own questions that were answered and not looked at since. */
export type OpenQuestions = { waiting: number; answered: number }

/** One change with everything that is known of it. */
export type ChangeDetail = ListedChange & {
  change: Change
  /** Everybody who had a part in it, by key. */
  actors: Record<string, ChangeActor>
  before: ChangedDefinition | null
  after: ChangedDefinition | null
  notes: ChangeNote[]
  /** Null where nobody asks, or somebody answered. */
  question: OpenQuestion | null
  /** Who looks asked, and has not opened it since it was answered. */
  isAnswerNew: boolean
  /** When it was made by the clocks of the team. */
  hours: PlaceInHours
  previousId: string | null
  nextId: string | null
}

/** A definition on one side of a change; its text is null where it was never told. */
export type ChangedDefinition = { hash: string; format: string; text: string | null; number: number | null }

/** A version of a flow with its definition. */
export type NumberedDefinition = ChangedDefinition & { number: number; firstAt: Date }

/** How often versions of a flow were told, and how many of them are not the same in meaning. */
export type ToldVersions = { told: number; versions: number }

/** A version of a flow, the newest first, with how executions went before it and with it. */
export type ListedVersion = {
  hash: string
  number: number
  firstAt: Date
  versions: string[]
  commits: string[]
  repeats: number
  hasText: boolean
  /** The change that brought it; null for the first that was seen. */
  changeId: string | null
  classes: ChangeClass[]
  summary: string
  way: ChangeWay | null
  actor: ChangeActor | null
  reason: Change['reason']
  commit: Change['commit']
  merge: Change['merge']
  isUnexplained: boolean
  firstExecutionId: string | null
  lastExecutionId: string | null
  executedAt: Date | null
  lastExecutedAt: Date | null
  before: VersionFigures
  with: VersionFigures
  /** The ten executions before it and the ten from it on, the first first. */
  effect: { before: Outcome[]; from: Outcome[] }
}

/** How executions of a stretch of time went: counts, share of good ones of those that ended, 95th percentile in ms. */
export type VersionFigures = { executions: number; succeeded: number; ended: number; p95Ms: number | null }

/** A flow whose definition stands somehow to Git. */
export type ListedDrift = {
  flowId: string
  flow: string
  namespace: string
  sourceId: string
  source: string
  sourceKind: string
  isSample: boolean
  teamId: string
  team: string
  state: DriftState
  since: Date
  lagCommits: number | null
  /** `host/path` of the repository that defines it, where the scope may read of it. */
  repository: string | null
  detail: DriftDetail
  /** The newest change that says who. */
  actor: ChangeActor | null
  changeId: string | null
}
