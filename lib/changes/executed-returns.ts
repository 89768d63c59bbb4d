import { stableJson } from '@/lib/executions/stable-json'
import { compare } from './git-steps'
import { MINUTE, type Micros, microsOf } from './instant'
import { type Joined, nothing } from './join-steps'
import type { ExecutedTurn, ExecutedWitness } from './witnesses'

const CLOCK_SLACK = 5 * MINUTE
/** So long executions of the old version may still begin beside those of the new one. */
const TAKEOVER = 10 * MINUTE

type Turn = ExecutedTurn & { hash: string; time: Micros }

/**
 * Changes back to a version that ran before, which executions alone tell: at the first of them, unless a commit or the tool
 * brought it back. A function of the set of turns.
 */
export function returnsOf(joined: readonly Joined[], turns: readonly ExecutedTurn[]): Joined[] {
  const known = stretchesOf(turns)
  const all = [...joined]
  const ran = new Set<string>()
  const returns: Joined[] = []
  for (const [index, turn] of known.entries()) {
    const last = known[index - 1]
    if (last !== undefined && ran.has(turn.hash) && !isBrought(turn, last, all)) {
      const back = { ...nothing, at: turn.time, before: last.hash, after: turn.hash, edits: [], back: turn }
      returns.push(back)
      all.push(back)
    }
    ran.add(turn.hash)
  }
  return returns
}

/** Turns from one definition to another, oldest first, without those of a takeover. */
function stretchesOf(turns: readonly ExecutedTurn[]): Turn[] {
  const inOrder = turns
    .flatMap((turn) => (turn.hash === null ? [] : [{ ...turn, hash: turn.hash, time: microsOf(turn.at) }]))
    .sort((a, b) => a.time - b.time || compare(stableJson(a), stableJson(b)))
  const stretches: Turn[] = []
  for (const [index, turn] of inOrder.entries()) {
    const current = stretches.at(-1)
    if (current?.hash === turn.hash) continue
    const again = inOrder.slice(index + 1).find(({ hash }) => hash !== turn.hash)
    const isTakeover =
      current !== undefined && again?.hash === current.hash && again.time - current.time <= TAKEOVER
    if (!isTakeover) stretches.push(turn)
  }
  return stretches
}

/** Something else brought it since what ran before it was brought. */
function isBrought(turn: Turn, last: Turn, all: readonly Joined[]): boolean {
  const broughtAt = (hash: string, until: Micros): Micros | undefined => {
    const times = all
      .filter(({ at, after }) => after === hash && at <= until + CLOCK_SLACK)
      .map(({ at }) => at)
    return times.length === 0 ? undefined : Math.max(...times)
  }
  const since = broughtAt(last.hash, last.time) ?? last.time
  const at = broughtAt(turn.hash, turn.time)
  return at !== undefined && at > since
}

/** Turns as witnesses of what ran first after each. */
export const turnWitnesses = (turns: readonly ExecutedTurn[]): ExecutedWitness[] =>
  turns.map(({ at, executionId, ...turn }) => ({
    ...turn,
    firstAt: at,
    lastAt: at,
    firstExecutionId: executionId,
    lastExecutionId: executionId,
  }))
