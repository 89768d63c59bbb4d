import { actorKey, type CommitTelling, type MergeTelling, type ToldActor } from '@/lib/model/change'
import type { Change, SeenActor } from '@/lib/model/flow-change'
import { type GitStep, mergeOf } from './git-steps'
import { isoOf, type Micros, microsOfNano } from './instant'
import type { Joined } from './join-steps'
import type { FlowWitnesses } from './witnesses'

/** Names under which programs act: apps of forges, CI users, services. */
const PROGRAMS =
  /(\[bot\]$|[-_.]bot$|^bot[-_.]|^(web-flow|github-actions|dependabot|renovate|mergify|merge-?queue|bors|gitlab-bot|jenkins|ci|system|airflow|kestra|scheduler|argocd|fluxcd?|terraform|service[-_]?account.*|system:serviceaccount:.*|project_\d+_bot.*|group_\d+_bot.*)$|(^|\+)(github-merge-queue|noreply)@|^noreply@github\.com$)/i

/** True for what acts without a person in front of it. */
export const isProgram = ({ isBot, id, name, email }: ToldActor): boolean =>
  isBot === true ||
  PROGRAMS.test(id) ||
  (name !== undefined && /\[bot\]$|^GitHub$/.test(name)) ||
  email?.toLowerCase() === 'noreply@github.com'

type People = Pick<
  Change,
  'author' | 'committer' | 'pusher' | 'merger' | 'editor' | 'deployer' | 'reviewers' | 'actorKey' | 'isByBot'
>

/** Everybody who had a part in a change. Of record is the merger or committer, else who edited, else who deployed. */
export function peopleOf({ step, move, edits, isSync }: Joined): People {
  const merge = step === null ? null : mergeOf(step)
  const commit = step?.commits[0].telling ?? null
  const last = step?.commits.at(-1)?.telling ?? null
  const merger = merge?.merger ?? null
  const author = commit === null ? null : authorOf(commit, merge)
  const committer = personFirst(last?.committer ?? null, null)
  const pusher = last?.pusher ?? null
  const editor = editorOf(edits) ?? move?.telling.actor ?? null
  const deployer = step === null ? null : (deploysOf(step)[0]?.telling.actor ?? null)
  const ofGit = merger ?? personFirst(committer, personFirst(pusher, author))
  const record = ofGit ?? editor ?? deployer
  return {
    author: keyOf(author),
    committer: keyOf(last?.committer ?? null),
    pusher: keyOf(pusher),
    merger: keyOf(merger),
    editor: keyOf(editor),
    deployer: keyOf(deployer),
    reviewers: reviewersOf(merge),
    actorKey: keyOf(record),
    isByBot: record === null ? isSync : isProgram(record),
  }
}

/** Who wrote what a commit brought: of a merge, that is not who merged. */
function authorOf(commit: CommitTelling, merge: MergeTelling | null): ToldActor {
  const { author, brought = [], message } = commit
  const isMerge = brought.length > 0 || /^Merge /.test(message)
  if (!isMerge && !isProgram(author)) return author
  const written = brought.find((each) => !isProgram(each.author))?.author
  return merge?.author ?? written ?? author
}

/** The last who edited, a person before a program. */
function editorOf(edits: Joined['edits']): ToldActor | null {
  const actors = edits.flatMap(({ telling }) => telling.actor ?? [])
  return actors.findLast((actor) => !isProgram(actor)) ?? actors.at(-1) ?? null
}

const personFirst = (first: ToldActor | null, second: ToldActor | null): ToldActor | null =>
  first === null || (isProgram(first) && second !== null) ? second : first

const keyOf = (actor: ToldActor | null): string | null => (actor === null ? null : actorKey(actor))

function reviewersOf(merge: MergeTelling | null): Change['reviewers'] {
  const last = new Map(merge?.reviewers.map(({ actor, verdict }) => [actorKey(actor), verdict]))
  return [...last]
    .map(([key, verdict]) => ({ actorKey: key, verdict }))
    .sort((a, b) => (a.actorKey < b.actorKey ? -1 : 1))
}

/** Deployments of the step's commits, the earliest first. */
export const deploysOf = (step: GitStep) =>
  step.commits
    .flatMap(({ deploys }) => deploys)
    .sort((a, b) => microsOfNano(a.telling.at) - microsOfNano(b.telling.at))

/** Everybody whom the witnesses name, at the first and the last time. */
export function actorsIn({ commits, tool }: FlowWitnesses): SeenActor[] {
  const seen = new Map<string, { first: Seen; last: Seen }>()
  const see = (actor: ToldActor | null | undefined, at: Micros) => {
    if (actor === null || actor === undefined) return
    const key = actorKey(actor)
    const known = seen.get(key)
    const one = { actor: isProgram(actor) ? { ...actor, isBot: true } : actor, at }
    if (known === undefined) seen.set(key, { first: one, last: one })
    else {
      if (isBefore(one, known.first)) known.first = one
      if (isBefore(known.last, one)) known.last = one
    }
  }
  for (const { telling, merge, deploys } of commits) {
    const at = microsOfNano(telling.at)
    const brought = telling.brought?.map(({ author }) => author) ?? []
    for (const actor of [telling.author, telling.committer, telling.pusher, ...brought]) see(actor, at)
    if (merge !== null) {
      const mergedAt = microsOfNano(merge.at)
      for (const actor of [merge.author, merge.merger, ...merge.reviewers.map((each) => each.actor)])
        see(actor, mergedAt)
    }
    for (const deploy of deploys) see(deploy.telling.actor, microsOfNano(deploy.telling.at))
  }
  for (const { telling } of tool) see(telling.actor, microsOfNano(telling.at))
  return [...seen]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { first, last }]) => (first.at === last.at ? [first] : [first, last]))
    .map(({ actor, at }) => ({ ...actor, at: isoOf(at) }))
}

type Seen = { actor: ToldActor; at: Micros }

/** In an order that does not hang on who came first. */
const isBefore = (a: Seen, b: Seen): boolean =>
  a.at < b.at || (a.at === b.at && JSON.stringify(a.actor) < JSON.stringify(b.actor))
