import { stableJson } from '@/lib/executions/stable-json'
import type { Standing } from '@/lib/model/flow-change'
import { isProgram } from './change-people'
import { type Drift, driftOf, type GitStanding, type HeldStanding } from './drift'
import { compare, type GitHistory } from './git-steps'
import { isoOf, microsOf } from './instant'
import type { Edit, ToolHistory, ToolMove } from './tool-steps'
import type { FlowWitnesses } from './witnesses'

/** How a flow stands by its witnesses; null where nothing at all is known of its definition. */
export function flowDrift(witnesses: FlowWitnesses, git: GitHistory, tool: ToolHistory): Drift | null {
  const { head, executed, isRepositoryBound, isDeployedKnown, now } = witnesses
  const last = lastExecuted(witnesses)
  if (head === null && last === null && tool.moves.length === 0 && git.steps.length === 0) return null
  const isHeld = isDeployedKnown || tool.moves.some(({ telling }) => telling.place === 'deployed')
  const held = isHeld ? tool.moves.map((move) => heldStanding(move, tool.edits)) : []
  const runs = last ?? (isHeld ? null : lastMove(tool))
  const known = executed.length > 0 || isHeld || runs !== null
  const branch = gitStandings(git, head)
  return driftOf({
    isRepositoryBound,
    isDeployedKnown: isHeld,
    head,
    git: branch,
    held,
    executed: known ? runs : null,
    now,
  })
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

const heldStanding = (move: ToolMove, edits: readonly Edit[]): HeldStanding => ({
  hash: move.hash,
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

/** What the last execution ran. */
function lastExecuted({ executed }: FlowWitnesses): Standing | null {
  const last = executed
    .toSorted((a, b) => microsOf(a.lastAt) - microsOf(b.lastAt) || compare(stableJson(a), stableJson(b)))
    .at(-1)
  return last === undefined
    ? null
    : { hash: last.hash, at: last.lastAt, version: last.version, commit: last.commit }
}

function lastMove({ moves }: ToolHistory): Standing | null {
  const move = moves.at(-1)
  if (move === undefined) return null
  const { revision, commit } = move.telling
  return { hash: move.hash, at: isoOf(move.at), version: revision ?? null, commit: commit ?? null }
}
