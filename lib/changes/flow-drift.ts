import { stableJson } from '@/lib/executions/stable-json'
import type { Standing } from '@/lib/model/flow-change'
import { isProgram } from './change-people'
import { type Drift, driftOf, type GitStanding, type HeldStanding } from './drift'
import { compare, type GitHistory, isCommitOf } from './git-steps'
import { isoOf, microsOf } from './instant'
import type { Edit, ToolHistory, ToolMove } from './tool-steps'
import type { WholeDefinitions } from './whole-definitions'
import type { FlowWitnesses } from './witnesses'

/** How a flow stands by its witnesses; null where nothing at all is known of its definition. */
export function flowDrift(
  witnesses: FlowWitnesses,
  git: GitHistory,
  tool: ToolHistory,
  whole: WholeDefinitions,
): Drift | null {
  const { head, isRepositoryBound, isDeployedKnown, now } = witnesses
  const ofGit = hashesInGit(witnesses, git)
  // What a tool shows of a definition of several files may be any of those with that file: in doubt the newest.
  const inGit: InGit = (hash, commit) => ofGit(whole.newestLike(hash, commit), commit)
  const last = lastExecuted(witnesses, ofGit)
  if (head === null && last === null && tool.moves.length === 0 && git.steps.length === 0) return null
  const isHeld = isDeployedKnown || tool.moves.some(({ telling }) => telling.place === 'deployed')
  const held = isHeld ? tool.moves.map((move) => heldStanding(move, tool.edits, inGit)) : []
  const executed = last ?? (isHeld ? null : lastMove(tool, inGit))
  const unread = unreadIn(git, head)
  const branch = gitStandings(git, head)
  return driftOf({
    isRepositoryBound,
    isDeployedKnown: isHeld,
    head,
    unread,
    git: branch,
    held,
    executed,
    now,
  })
}

/** The newest commit after the head whose file nobody read. */
function unreadIn({ steps }: GitHistory, head: FlowWitnesses['head']): { sha: string; at: string } | null {
  const last = steps.at(-1)
  if (last === undefined || last.after !== undefined) return null
  if (head !== null && microsOf(head.at) >= last.at) return null
  return { sha: last.commits[0].sha, at: isoOf(last.at) }
}

/** What a hash comes to beside those of Git; null where it cannot be compared with them. */
type InGit = (hash: string | null, commit: string | null) => string | null

/** A checksum of the tool's is no hash of a text: it is known by its commit, where that is one of the file's. */
function hashesInGit({ definitions, head }: FlowWitnesses, { steps, repeats }: GitHistory): InGit {
  const known = new Set([...steps.flatMap(({ before, after }) => [before, after]), head?.hash])
  return (hash, commit) => {
    const isText = hash === null || known.has(hash) || definitions.get(hash)?.text !== null
    if (isText || commit === null) return isText ? hash : null
    const step = steps.find((each) => isCommitOf(each, commit))
    if (typeof step?.after === 'string') return step.after
    return repeats.find(({ sha }) => sha === commit)?.afterHash ?? null
  }
}

/** Moves of the branch, begun by what stood before the first of them. */
function gitStandings({ steps }: GitHistory, head: FlowWitnesses['head']): GitStanding[] {
  const standings: GitStanding[] = []
  for (const { before, after, at, commits } of steps) {
    if (after === undefined) continue
    const sha = commits[0].sha
    const first = standings.length === 0 && typeof before === 'string'
    if (first) standings.push({ at: isoOf(at), hash: before, sha: '' })
    standings.push({ at: isoOf(at), hash: after, sha })
  }
  if (head !== null && standings.at(-1)?.hash !== head.hash) {
    standings.push({ at: head.at, hash: head.hash, sha: head.sha })
  }
  return standings
}

const heldStanding = (move: ToolMove, edits: readonly Edit[], inGit: InGit): HeldStanding => ({
  hash: inGit(move.hash, move.telling.commit ?? null),
  isReadable: move.hash === null || inGit(move.hash, move.telling.commit ?? null) !== null,
  at: isoOf(move.at),
  version: move.telling.revision ?? null,
  commit: move.telling.commit ?? null,
  isByHand: edits.some(
    ({ at, telling: { way, revision, actor } }) =>
      (way === 'console' || (way === 'api' && actor !== null && !isProgram(actor))) &&
      (revision === undefined
        ? at <= move.at && at >= (move.sinceAt ?? move.at)
        : revision === move.telling.revision),
  ),
})

/** What the last execution ran of which that is known: one of another branch says nothing of this one. */
function lastExecuted({ executed }: FlowWitnesses, inGit: InGit): Standing | null {
  const inOrder = executed.toSorted(
    (a, b) => microsOf(a.lastAt) - microsOf(b.lastAt) || compare(stableJson(a), stableJson(b)),
  )
  const last = inOrder.findLast(({ hash, commit }) => inGit(hash, commit) !== null) ?? inOrder.at(-1)
  if (last === undefined) return null
  const { hash, lastAt, version, commit } = last
  return { hash: inGit(hash, commit), at: lastAt, version, commit }
}

function lastMove({ moves }: ToolHistory, inGit: InGit): Standing | null {
  const move = moves.at(-1)
  if (move === undefined) return null
  const { revision, commit = null } = move.telling
  return { hash: inGit(move.hash, commit), at: isoOf(move.at), version: revision ?? null, commit }
}
