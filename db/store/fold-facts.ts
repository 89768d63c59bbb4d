import { isDeepStrictEqual } from 'node:util'
import type { ExecutionFact, TaskFact, UnixNano } from '@/lib/model/fact'

/** What one trace says now, and which executions it said something about before. */
export type TraceFold = {
  orgId: string
  /** Key of the trace in the facts of a row. */
  origin: string
  executions: ExecutionFact[]
  taskRuns: TaskFact[]
  previousExecutionIds: string[]
  /** Where a fact knows no time at all. */
  startedAt: UnixNano
  /** Owner of rows whose own source is unknown. */
  fallback: { teamId: string; environment: string }
}

/** What is to change in one row's facts: by origin, the new fact, or null where the origin says nothing any more. */
export type FactChange<Fact> = {
  orgId: string
  executionId: string
  id: string
  byOrigin: Map<string, Fact | null>
  fold: TraceFold
}

/** The facts with the changes made, and whether that made a difference. */
export function applyChange<Fact>(
  facts: Record<string, Fact>,
  change: FactChange<Fact>,
): { facts: Record<string, Fact>; isChanged: boolean } {
  const next = { ...facts }
  let isChanged = false
  for (const [origin, fact] of change.byOrigin) {
    const before = facts[origin]
    if (fact === null) {
      if (before === undefined) continue
      delete next[origin]
      isChanged = true
    } else if (before === undefined || !isSameJson(before, fact)) {
      next[origin] = fact
      isChanged = true
    }
  }
  return { facts: next, isChanged }
}

/** The changes of all folds to executions, by row, in the one order that every writer takes locks in. */
export function executionChanges(folds: readonly TraceFold[]): FactChange<ExecutionFact>[] {
  const changes = new Changes<ExecutionFact>()
  for (const fold of folds) {
    for (const id of fold.previousExecutionIds) changes.set(fold, id, id, null)
    for (const fact of fold.executions) changes.set(fold, fact.executionId, fact.executionId, fact)
  }
  return changes.sorted()
}

/** The changes of all folds to task runs; `stored` are the rows in which an origin already has a say. */
export function taskRunChanges(
  folds: readonly TraceFold[],
  stored: Iterable<{ orgId: string; executionId: string; id: string; facts: Record<string, TaskFact> }>,
): FactChange<TaskFact>[] {
  const changes = new Changes<TaskFact>()
  const byOrigin = new Map(folds.map((fold) => [`${fold.orgId}/${fold.origin}`, fold]))
  for (const row of stored) {
    for (const origin of Object.keys(row.facts)) {
      const fold = byOrigin.get(`${row.orgId}/${origin}`)
      if (fold !== undefined) changes.set(fold, row.executionId, row.id, null)
    }
  }
  for (const fold of folds) {
    for (const fact of fold.taskRuns) changes.set(fold, fact.executionId, fact.taskRunId, fact)
  }
  return changes.sorted()
}

/** Key of a row among changes. */
export const rowKey = ({
  orgId,
  executionId,
  id,
}: {
  orgId: string
  executionId: string
  id: string
}): string => `${orgId}/${executionId}/${id}`

class Changes<Fact> {
  readonly #byRow = new Map<string, FactChange<Fact>>()

  set(fold: TraceFold, executionId: string, id: string, fact: Fact | null): void {
    const key = rowKey({ orgId: fold.orgId, executionId, id })
    const change = this.#byRow.get(key)
    if (change !== undefined) change.byOrigin.set(fold.origin, fact)
    else {
      const byOrigin = new Map([[fold.origin, fact]])
      this.#byRow.set(key, { orgId: fold.orgId, executionId, id, byOrigin, fold })
    }
  }

  sorted(): FactChange<Fact>[] {
    return [...this.#byRow].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change)
  }
}

/** A fact as it comes back from jsonb has other key order and no undefined; neither is a difference. */
const isSameJson = (stored: unknown, fact: unknown): boolean =>
  isDeepStrictEqual(stored, JSON.parse(JSON.stringify(fact)))
