import type { ToldIdentity } from './event'
import type { UnixNano } from './fact'

/** Where a definition is seen: on the tracked branch, in the tool, and in what an execution ran. */
export const PLACES = ['git', 'deployed', 'executed'] as const
export type Place = (typeof PLACES)[number]

/** What a change touched. `definition` where all that is known is that something did. */
export const CHANGE_CLASSES = [
  'schedule',
  'code',
  'dependencies',
  'parameters',
  'resources',
  'retries',
  'alerting',
  'owner',
  'connection',
  'secrets',
  'definition',
] as const
export type ChangeClass = (typeof CHANGE_CLASSES)[number]

/** How a definition was changed: by a commit, by hand in the tool's console, by its API, by a sync from Git. */
export const CHANGE_WAYS = ['git', 'console', 'api', 'sync', 'unknown'] as const
export type ChangeWay = (typeof CHANGE_WAYS)[number]

/** Where people have names of their own. `email` and `git` (a name without an address) come with commits. */
export const ACTOR_KINDS = [
  'email',
  'git',
  'github',
  'gitlab',
  'bitbucket',
  'azure',
  'kestra',
  'airflow',
  'prefect',
  'terraform',
  'airbyte',
] as const
export type ActorKind = (typeof ACTOR_KINDS)[number]

/** Somebody as one tool names them. Key of the person: kind and id, both in lower case. */
export type ToldActor = {
  kind: ActorKind
  id: string
  name?: string
  email?: string
  /** A program: a CI user, a sync, a merge queue. */
  isBot?: boolean
}

/** `host/path` in lower case without `.git`: what every way to name a repository comes down to. */
export type RepositoryName = string

/** A flow by its tool's names; the source is the one that was sent to. */
export type ToldFlow = { namespace: string; flow: string }

/** One word of a definition that was changed, as the tool tells it. */
export type ToldField = { name: string; from: unknown; to: unknown }

/** A definition as the tool holds it, or as an execution ran it. */
export type DefinitionTelling = {
  about: 'definition'
  of: ToldFlow
  place: 'deployed' | 'executed'
  /** Since when: the tool's own time of this revision, else when it was seen. */
  at: UnixNano
  /** How its text is read: see `lib/changes/meaning`. */
  format: string
  /** Null where the tool gives none; `checksum` then stands for it. */
  text: string | null
  checksum?: string
  revision?: string
  commit?: string
  actor?: ToldActor
  reason?: string
  url?: string
  /** It was taken away at that time. */
  isGone?: true
}

/** What the tool's own log says was done, and by whom. */
export type EditTelling = {
  about: 'edit'
  /** Null for what belongs to no one flow: a connection, a variable. Then `object` names it. */
  of: ToldFlow | null
  at: UnixNano
  way: ChangeWay
  actor: ToldActor | null
  /** In the tool's words: `deployment.updated`, `FLOW UPDATE`. */
  action: string
  classes?: ChangeClass[]
  fields?: ToldField[]
  revision?: string
  reason?: string
  url?: string
  object?: { kind: string; id: string; name?: string }
}

/** A commit that came to a branch. */
export type CommitTelling = {
  about: 'commit'
  repository: RepositoryName
  branch: string
  sha: string
  /** When it came there: the push, else its own time. */
  at: UnixNano
  author: ToldActor
  committer: ToldActor | null
  pusher: ToldActor | null
  message: string
  url?: string
  files: { path: string; was: 'added' | 'modified' | 'removed' }[]
  isForced?: true
  /** Those whom its message names beside the author. */
  coAuthors?: ToldActor[]
  /** Commits that a merge brought to the branch with it, the newest first, of which some may be left out. */
  brought?: { sha: string; author: ToldActor; message: string }[]
  /** Whether its signature was good, where somebody checked. */
  isVerified?: boolean
}

/** A pull or merge request that was merged. */
export type MergeTelling = {
  about: 'merge'
  repository: RepositoryName
  branch: string
  number: string
  title: string
  text?: string
  url?: string
  at: UnixNano
  /** The commit on the branch that it became, and the last of its own. */
  sha: string
  headSha?: string
  author: ToldActor
  merger: ToldActor | null
  reviewers: { actor: ToldActor; verdict: 'approved' | 'changes' | 'commented' | 'asked' }[]
}

/** What somebody said of a pull or merge request, as an event of its own: the last word of each counts. */
export type ReviewTelling = {
  about: 'review'
  repository: RepositoryName
  number: string
  at: UnixNano
  actor: ToldActor
  verdict: MergeTelling['reviewers'][number]['verdict']
  url?: string
}

/** A commit that was brought to where it runs. */
export type DeployTelling = {
  about: 'deploy'
  repository: RepositoryName
  sha: string
  environment: string | null
  at: UnixNano
  actor: ToldActor | null
  /** The execution that did it, of the same source. */
  execution: ToldIdentity | null
  url?: string
}

/** What one event says of what is defined, not of what ran. */
export type ChangeTelling =
  | DefinitionTelling
  | EditTelling
  | CommitTelling
  | MergeTelling
  | ReviewTelling
  | DeployTelling

/** Person's key of an actor: `github:octocat`. An address is one whoever gives it. */
export const actorKey = ({ kind, id, email }: ToldActor): string =>
  kind === 'git' && email !== undefined ? `email:${email.toLowerCase()}` : `${kind}:${id.toLowerCase()}`
