import type { TaskFact } from '@/lib/model/fact'
import { isTerminal, type State } from '@/lib/model/state'
import { compareNano, foldState, orderObservations } from './state'
import { type CastTask, implied } from './task-facts'

/** What a group of tasks amounts to, worst last. */
const WORSE: readonly State[] = ['skipped', 'success', 'warning', 'cancelled', 'timed_out', 'failed']

/** Gives task runs whose state nobody tells that of the task runs inside them, innermost first. */
export function rollUp(tasks: readonly CastTask[]): void {
  const inside = new Map<string, TaskFact[]>()
  for (const { fact } of tasks) {
    if (fact.parentTaskRunId === null) continue
    const known = inside.get(fact.parentTaskRunId)
    if (known === undefined) inside.set(fact.parentTaskRunId, [fact])
    else known.push(fact)
  }
  const groups = tasks.filter(({ node }) => node.span.mark?.rollsUp === true)
  for (const { fact } of groups.sort((a, b) => b.node.depth - a.node.depth)) {
    const state = worstOf(inside.get(fact.taskRunId) ?? [])
    if (state === null || fact.endedAt === null) continue
    fact.states = orderObservations([...fact.states, implied(state, 'as its tasks', fact.endedAt)])
  }
}

/** The worst that the last try of each task came to; null while one has not ended. */
function worstOf(facts: readonly TaskFact[]): State | null {
  const lastTry = new Map<string, TaskFact>()
  for (const fact of [...facts].sort(inOrder)) lastTry.set(JSON.stringify([fact.name, fact.mapIndex]), fact)
  let worst: State | null = null
  for (const fact of lastTry.values()) {
    const { state } = foldState(fact.states)
    if (!isTerminal(state)) return null
    if (worst === null || WORSE.indexOf(state) > WORSE.indexOf(worst)) worst = state
  }
  return worst
}

const inOrder = (a: TaskFact, b: TaskFact): number =>
  a.attempt - b.attempt ||
  compareNano(a.startedAt ?? '0', b.startedAt ?? '0') ||
  (a.taskRunId < b.taskRunId ? -1 : 1)
