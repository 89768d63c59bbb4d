import type { Outcome } from './listed-flow'
import type { State } from './state'

/** A flow whose newest execution did not do what it was there for. */
export type FailingFlow = {
  id: string
  name: string
  namespace: string
  teamId: string
  team: string
  source: string
  sourceKind: string
  executionId: string
  state: State
  /** ISO, of the newest execution. */
  occurredAt: string
  /** ISO, of the first of those in a row that broke. */
  since: string
  /** How many in a row, as far as was looked back. */
  inARow: number
  /** True when it broke as far back as was looked. */
  isLonger: boolean
  isSample: boolean
  failedTask: string | null
  errorType: string | null
  /** First line of the message. */
  error: string | null
}

/** All flows that are failing by count, and those that need somebody most. */
export type FailingFlows = { total: number; byTeam: Record<string, number>; worst: FailingFlow[] }

/** How long executions of a flow took in the last fortnight, and of how many that was read. */
export type Usual = { p50Ms: number; p95Ms: number; count: number }

/** Something that runs now, and how long executions of its flow usually take; null where too little is known. */
export type RunningExecution = {
  id: string
  flowId: string
  flow: string
  namespace: string
  team: string
  sourceKind: string
  state: State
  startedAtMs: number
  isSample: boolean
  usual: Usual | null
}

/** All that runs by count, how many of it have taken longer than usual, and those that have run longest by that measure. */
export type RunningNow = {
  total: number
  longer: number
  byTeam: Record<string, number>
  longest: RunningExecution[]
}

/** Whether anything is heard at all, and what broke in the last 24 hours; counted up to a cap. */
export type Pulse = {
  heardAt: string | null
  executions: number
  broken: number
  /** Flows that are ahead of Git or have diverged from it. */
  drifted: number
}

/** Changes of an hour are counted so far, and one more. */
export const MARK_CAP = 100

/** What was changed in an hour: how much of the newest so many, and the newest of it. */
export type ChangeMark = {
  startMs: number
  count: number
  unexplained: number
  id: string
  name: string
  summary: string
}

export type SilentSource = { id: string; name: string; lastHour: string }

/** What a day came to. */
export type HealthDay = { day: string; executions: number; broken: number }

export type TeamHealth = {
  id: string
  name: string
  slug: string
  flows: number
  /** Of the last seven days, today included. */
  executions: number
  good: number
  broken: number
  /** Flows that are ahead of Git or have diverged from it, now. */
  drifted: number
  /** Fourteen, oldest first. */
  days: HealthDay[]
}

export type FavouriteFlow = {
  id: string
  name: string
  namespace: string
  sourceKind: string
  isSample: boolean
  outcomes: Outcome[]
}

/** How far an installation without executions has come. */
export type FirstSteps = { sources: number; newestSourceId: string | null; hasHeard: boolean; people: number }
