import type { ChangeClass, ChangeWay, MergeTelling, Place, ToldActor, ToldField } from './change'

/** How Git, the tool and the last execution stand to each other; `unknown` where no repository is bound to the source. */
export const DRIFT_STATES = [
  'in_sync',
  'behind',
  'ahead',
  'diverged',
  'orphan',
  'dormant',
  'unknown',
] as const
export type DriftState = (typeof DRIFT_STATES)[number]

/** A definition as it stands at one place. Hashes are hexadecimal; times ISO 8601 in UTC. */
export type Standing = {
  hash: string | null
  at: string
  /** Revision of the tool, or commit. */
  version: string | null
  commit: string | null
}

export type DriftDetail = {
  git: (Standing & { repositoryId: string; path: string }) | null
  deployed: Standing | null
  executed: Standing | null
  /** Hours between the change in Git and now, while it is not deployed. */
  lagHours: number | null
  /** In words, which of the three differs and since when. */
  because: string
}

/** What says that a change happened. */
export type Witness = {
  kind: 'commit' | 'merge' | 'revision' | 'edit' | 'deploy' | 'execution'
  at: string
  /** Who, by the key of the actor. */
  actorKey: string | null
  /** What it says, in words. */
  says: string
  url: string | null
  /** The event that told it, or the commit, or the execution. */
  eventId: string | null
  sha: string | null
  executionId: string | null
}

export type ReasonKind = 'merge' | 'ticket' | 'commit' | 'edit' | 'answer'

/** One difference in meaning: `schedule.cron` from `0 3 * * *` to `0 2 * * *`. */
export type Difference = { class: ChangeClass; path: string; from: unknown; to: unknown }

/** A change of a flow, joined from its witnesses: a function of their set. */
export type Change = {
  id: string
  at: string
  way: ChangeWay
  classes: ChangeClass[]
  summary: string
  beforeHash: string | null
  afterHash: string | null
  differences: Difference[]
  /** Where the tool tells fields and no text. */
  fields: ToldField[]
  /** Everybody who had a part in it, by key of the actor. */
  author: string | null
  committer: string | null
  pusher: string | null
  merger: string | null
  editor: string | null
  deployer: string | null
  reviewers: { actorKey: string; verdict: MergeTelling['reviewers'][number]['verdict'] }[]
  /** Actor of record: merger or committer, else editor. */
  actorKey: string | null
  /** A program that acted, and on behalf of whom where that is known. */
  isByBot: boolean
  reason: { kind: ReasonKind; text: string; url: string | null } | null
  tickets: string[]
  merge: { number: string; title: string; url: string | null } | null
  commit: { sha: string; message: string; url: string | null } | null
  /** Commit, deployment, first sight in the tool, first execution: when the change got how far. */
  reached: { committedAt: string | null; deployedAt: string | null; executedAt: string | null }
  deployExecutionId: string | null
  executionId: string | null
  /** Which kinds of witness agree: Git, the tool, the CI, an execution. */
  isWitnessedBy: { git: boolean; tool: boolean; ci: boolean; execution: boolean }
  isUnexplained: boolean
  witnesses: Witness[]
  /** What is not of any flow: a connection, a variable. */
  object: { kind: string; id: string; name: string | null } | null
}

/** Everybody whom tellings named, for the table of actors. */
export type SeenActor = ToldActor & { at: string }

/** How a definition came to be known at a place. */
export type Sighting = {
  place: Place
  at: string
  lastAt: string
  hash: string | null
  version: string | null
  commit: string | null
}
