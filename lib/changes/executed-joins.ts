import { stableJson } from '@/lib/executions/stable-json'
import { compare, isCommitOf } from './git-steps'
import { MINUTE, type Micros, microsOf } from './instant'
import type { Joined } from './join-steps'
import type { ExecutedWitness } from './witnesses'

const CLOCK_SLACK = 5 * MINUTE

/** The execution that was first to run what each change brought: by its revision or commit, else by what it meant. */
export function firstExecutions(
  joined: readonly Joined[],
  executed: readonly ExecutedWitness[],
): Map<Joined, ExecutedWitness> {
  const first = new Map<Joined, ExecutedWitness>()
  const inOrder = executed.toSorted(
    (a, b) => microsOf(a.firstAt) - microsOf(b.firstAt) || compare(stableJson(a), stableJson(b)),
  )
  for (const witness of inOrder) {
    const at = microsOf(witness.firstAt)
    const before = joined.filter((each) => each.at <= at + CLOCK_SLACK)
    const change =
      before.findLast((each) => isNamed(each, witness)) ??
      before.findLast(({ after }) => typeof after === 'string' && after === witness.hash)
    if (change !== undefined && !first.has(change) && !isOver(change, joined, at)) first.set(change, witness)
  }
  return first
}

const isNamed = ({ step, move, after }: Joined, { version, commit, hash }: ExecutedWitness): boolean =>
  (move?.telling.revision !== undefined &&
    move.telling.revision === version &&
    (hash === null || hash === after)) ||
  (step !== null && isCommitOf(step, commit))

/** Something else had taken its place by then, so that what ran was told late. */
function isOver(change: Joined, joined: readonly Joined[], at: Micros): boolean {
  if (change.move === null) return false
  const { at: since } = change.move
  return joined.some(
    ({ move }) =>
      move !== null && move.at > since && move.at + CLOCK_SLACK * 12 < at && move.hash !== change.after,
  )
}
