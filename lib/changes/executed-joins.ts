import { stableJson } from '@/lib/executions/stable-json'
import { compare, groupedBy, isCommitOf } from './git-steps'
import { HOUR, MINUTE, type Micros, microsOf } from './instant'
import type { Joined } from './join-steps'
import type { ExecutedWitness } from './witnesses'

const CLOCK_SLACK = 5 * MINUTE

/** The execution that was first to run what each change brought: by its revision or commit, else by what it meant. */
export function firstExecutions(
  joined: readonly Joined[],
  executed: readonly ExecutedWitness[],
): Map<Joined, ExecutedWitness> {
  const first = new Map<Joined, ExecutedWitness>()
  const brought = groupsOf(joined)
  const inOrder = executed
    .map((witness) => ({ witness, at: microsOf(witness.firstAt) }))
    .sort((a, b) => a.at - b.at || compare(stableJson(a.witness), stableJson(b.witness)))
  for (const { witness, at } of inOrder) {
    const last = (group: readonly Joined[] = []) => group.findLast((each) => each.at <= at + CLOCK_SLACK)
    const { version, commit, hash } = witness
    const ofRevision = brought.byRevision
      .get(version ?? '')
      ?.filter(({ after }) => hash === null || after === hash)
    const ofCommit =
      commit === null ? [] : brought.ofCommits.filter(({ step }) => step !== null && isCommitOf(step, commit))
    const change = last(ofRevision) ?? last(ofCommit) ?? last(brought.byHash.get(hash ?? ''))
    if (change !== undefined && !first.has(change) && !isOver(change, brought.nextMove, at))
      first.set(change, witness)
  }
  return first
}

type Groups = {
  byRevision: Map<string, Joined[]>
  byHash: Map<string, Joined[]>
  ofCommits: Joined[]
  nextMove: Map<Joined, Micros>
}

function groupsOf(joined: readonly Joined[]): Groups {
  const moves = joined.filter(({ move }) => move !== null).sort((a, b) => movedAt(a) - movedAt(b))
  const nextMove = new Map<Joined, Micros>()
  for (const [index, each] of moves.entries()) {
    const next = moves.slice(index + 1, index + 4).find(({ move }) => move !== each.move)
    if (next !== undefined) nextMove.set(each, movedAt(next))
  }
  return {
    byRevision: groupedBy(
      moves.filter(({ move }) => move?.telling.revision !== undefined),
      ({ move }) => move?.telling.revision ?? '',
    ),
    byHash: groupedBy(
      joined.filter(({ after }) => typeof after === 'string'),
      ({ after }) => after ?? '',
    ),
    ofCommits: joined.filter(({ step }) => step !== null),
    nextMove,
  }
}

const movedAt = ({ move }: Joined): Micros => move?.at ?? 0

/** Something else had taken its place by then, so that what ran was told late. */
function isOver(change: Joined, nextMove: Groups['nextMove'], at: Micros): boolean {
  const next = nextMove.get(change)
  return next !== undefined && next + HOUR < at
}
