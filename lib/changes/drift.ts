import type { DriftDetail, DriftState, Standing } from '@/lib/model/flow-change'
import { HOUR, isoOf, MINUTE, type Micros, microsOf } from './instant'

/** What the tracked branch said at a time; a null hash where the file was taken away. */
export type GitStanding = { at: string; hash: string | null; sha: string }

/**
 * What the tool held since a time, and whether somebody put it there by hand. A null hash is that of a definition that was
 * taken away; one that is not readable cannot be compared with Git.
 */
export type HeldStanding = Standing & { isByHand: boolean; isReadable: boolean }

export type Stands = {
  isRepositoryBound: boolean
  /** Else what the last execution ran stands for what is deployed. */
  isDeployedKnown: boolean
  head: { repositoryId: string; path: string; hash: string; sha: string; at: string } | null
  /** The newest commit whose file was not read, where there is one after the head. */
  unread: { sha: string; at: string } | null
  /** Moves of the meaning on the tracked branch, oldest first. */
  git: readonly GitStanding[]
  /** Moves of what the tool held, oldest first. */
  held: readonly HeldStanding[]
  /** What the last execution ran, `at` its beginning. */
  executed: Standing | null
  now: string
}

export type Drift = { state: DriftState; since: string; lagCommits: number | null; detail: DriftDetail }

/** An execution that began before a deployment may be told after it. */
const EXECUTED_SLACK = 10 * MINUTE

/** How Git, the tool and the last execution stand to each other. Times are ISO 8601 in UTC, the lag is in hours. */
export function driftOf(stands: Stands): Drift {
  const { head, held, executed, isDeployedKnown, now } = stands
  const last = held.at(-1) ?? null
  const deployed = isDeployedKnown ? last : null
  const verdict = judge(stands, deployed ?? executed)
  const lag = verdict.isLate ? (microsOf(now) - verdict.since) / HOUR : null
  return {
    state: verdict.state,
    since: isoOf(verdict.since),
    lagCommits: verdict.commits,
    detail: {
      git:
        head === null
          ? null
          : {
              hash: head.hash,
              at: head.at,
              version: null,
              commit: head.sha,
              repositoryId: head.repositoryId,
              path: head.path,
            },
      deployed: deployed === null ? null : standingOf(deployed),
      executed,
      lagHours: lag === null ? null : Math.max(0, Math.round(lag * 10) / 10),
      because: verdict.because,
    },
  }
}

const standingOf = ({ hash, at, version, commit }: Standing): Standing => ({ hash, at, version, commit })

type Verdict = {
  state: DriftState
  since: Micros
  commits: number | null
  /** Git has something that is not deployed since then. */
  isLate: boolean
  because: string
}

function judge(stands: Stands, runs: Standing | null): Verdict {
  const { head, isRepositoryBound, now, git } = stands
  if (!isRepositoryBound) {
    const since = microsOf(runs?.at ?? head?.at ?? now)
    return verdict('unknown', since, 'No repository is bound to the source.')
  }
  if (head === null) return stands.unread === null ? withoutGit(stands, runs) : notRead(stands.unread)
  if (runs === null) {
    const since = microsOf(git.at(-1)?.at ?? head.at)
    return verdict('dormant', since, `In Git since ${day(head.at)}, never deployed and never executed.`)
  }
  if (!isReadable(stands, runs)) return unreadable(stands, runs)
  if (runs.hash === head.hash) return inStep(stands, runs)
  const found = apart(stands, runs, head.hash)
  // What looks like an edit may be that commit.
  return stands.unread !== null && found.state !== 'behind' ? notRead(stands.unread) : found
}

const isReadable = ({ isDeployedKnown, held }: Stands, runs: Standing): boolean => {
  const last = isDeployedKnown ? held.at(-1) : undefined
  return last === undefined ? runs.hash !== null : last.isReadable
}

const notRead = ({ sha, at }: { sha: string; at: string }): Verdict =>
  verdict('unknown', microsOf(at), `What commit ${short(sha)} holds has not been read.`)

function withoutGit({ git, now }: Stands, runs: Standing | null): Verdict {
  const removed = git.at(-1)
  if (runs === null || (runs.hash === null && removed !== undefined)) {
    const because =
      removed === undefined ? 'Nothing says how it is defined.' : 'Removed from Git and from the tool.'
    return verdict(
      removed === undefined ? 'unknown' : 'in_sync',
      microsOf(removed?.at ?? runs?.at ?? now),
      because,
    )
  }
  if (removed !== undefined && removed.hash === null) {
    const since = microsOf(removed.at)
    return verdict(
      'orphan',
      since,
      `Removed from Git by ${short(removed.sha)} on ${day(removed.at)}, and still there.`,
    )
  }
  return verdict('orphan', microsOf(runs.at), 'No file of a bound repository defines it.')
}

/** What runs is known by a name that nobody can put a definition to. */
function unreadable({ git, head }: Stands, runs: Standing): Verdict {
  const newest = [git.at(-1)?.sha, head?.sha]
  if (runs.commit !== null && newest.includes(runs.commit)) {
    return verdict('in_sync', microsOf(runs.at), 'What runs is of the newest commit.')
  }
  const because = `What runs goes by ${runs.version ?? runs.commit ?? 'no name'}, and its definition is not known.`
  return verdict('unknown', microsOf(runs.at), because)
}

/** The tool holds what Git says. What ran since may be something else all the same. */
function inStep(stands: Stands, runs: Standing): Verdict {
  const { executed, git, head, isDeployedKnown } = stands
  const since = Math.max(microsOf(runs.at), microsOf(head?.at ?? runs.at))
  const isStale =
    isDeployedKnown &&
    executed !== null &&
    executed.hash !== null &&
    executed.hash !== runs.hash &&
    microsOf(executed.at) > microsOf(runs.at) + EXECUTED_SLACK
  if (!isStale) return verdict('in_sync', since, 'Git, the tool and what runs say the same.')
  const behind = commitsAfter(git, executed.hash)
  const when = microsOf(executed.at)
  if (behind === null) {
    return verdict('diverged', when, 'The tool holds what Git says; the last execution ran something else.')
  }
  const because = `The tool holds what Git says; the last execution ran what Git said ${count(behind.length)} before.`
  return { state: 'behind', since: when, commits: behind.length, isLate: true, because }
}

function apart(stands: Stands, runs: Standing, head: string): Verdict {
  const { git, held, isDeployedKnown } = stands
  const holding = isDeployedKnown ? held : []
  const base = lastOfGit(stands, holding.slice(0, -1), head)
  const missed = base === null ? null : commitsAfter(git, base.hash)
  if (runs.hash === null) return gone(runs, missed ?? landedAfter(git, microsOf(runs.at)))
  const after = commitsAfter(git, runs.hash)
  const last = holding.at(-1)
  if (after !== null && !(last !== undefined && isTakenBack(stands, last, base))) return behind(after, runs)
  const left = holding[base === null ? 0 : holding.indexOf(base) + 1]
  const leftAt = microsOf(left?.at ?? runs.at)
  return edited(leftAt, missed ?? landedAfter(git, leftAt))
}

/** What the tool held last because Git said so, and not because somebody put it back. */
function lastOfGit(stands: Stands, holding: readonly HeldStanding[], head: string): HeldStanding | null {
  let base: HeldStanding | null = null
  for (const each of holding) {
    const isOfGit = each.hash === head || stands.git.some(({ hash }) => hash === each.hash)
    if (isOfGit && each.hash !== null && !isTakenBack(stands, each, base)) base = each
  }
  return base
}

/** Somebody put an older version in the place of a newer one: that is an edit, though Git once said so. */
function isTakenBack({ git }: Stands, { hash, isByHand }: HeldStanding, base: HeldStanding | null): boolean {
  if (!isByHand || base === null) return false
  const [after, missed] = [commitsAfter(git, hash), commitsAfter(git, base.hash)]
  return after !== null && missed !== null && missed.length < after.length
}

/** The tool holds what Git never said, since it left what Git said; what Git said since is missing there. */
function edited(leftAt: Micros, missing: readonly GitStanding[]): Verdict {
  const [first] = missing
  const left = `Changed in the tool on ${day(isoOf(leftAt))}`
  if (first === undefined) return { ...verdict('ahead', leftAt, `${left}; Git has not got it.`), commits: 0 }
  const since = Math.max(leftAt, microsOf(first.at))
  const because = `${left}, while Git went on by ${count(missing.length)} since ${day(first.at)}.`
  return { state: 'diverged', since, commits: missing.length, isLate: true, because }
}

function behind(after: readonly GitStanding[], runs: Standing): Verdict {
  const [first] = after
  const since = microsOf(first?.at ?? runs.at)
  const because = `Git went on by ${count(after.length)} since ${day(isoOf(since))}; what runs is of ${day(runs.at)}.`
  return { state: 'behind', since, commits: after.length, isLate: true, because }
}

function gone(runs: Standing, after: readonly GitStanding[]): Verdict {
  const because = `Removed from the tool on ${day(runs.at)}; Git still has it.`
  if (after.length === 0) return { ...verdict('ahead', microsOf(runs.at), because), commits: 0 }
  return {
    state: 'diverged',
    since: microsOf(after[0]?.at ?? runs.at),
    commits: after.length,
    isLate: true,
    because,
  }
}

/** Commits after the last that said so; null where none ever did. What stood before the first is older than all. */
function commitsAfter(git: readonly GitStanding[], hash: string | null): readonly GitStanding[] | null {
  const index = git.findLastIndex((each) => each.hash === hash)
  return index < 0 ? null : git.slice(index + 1)
}

const landedAfter = (git: readonly GitStanding[], at: Micros): readonly GitStanding[] =>
  git.filter((each) => microsOf(each.at) > at)

const verdict = (state: DriftState, since: Micros, because: string): Verdict => ({
  state,
  since,
  commits: state === 'in_sync' ? 0 : null,
  isLate: false,
  because,
})

const count = (commits: number): string => `${commits} ${commits === 1 ? 'commit' : 'commits'}`
const short = (sha: string): string => sha.slice(0, 7)
const day = (at: string): string => at.slice(0, 10)
