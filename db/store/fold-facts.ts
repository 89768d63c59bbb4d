import { isDeepStrictEqual } from 'node:util'
import type { ExecutionFact, TaskFact, UnixNano } from '@/lib/model/fact'

/** What one origin says now, and which executions it said something about before. */
export type TraceFold = {
  orgId: string
  /** Key of the origin in the facts of a row: a trace, a run of OpenLineage, the events of a tool. */
  origin: string
  /**
   * Whether this is all that the origin says now (a trace that was read as a whole), or is added to what it said before
   * (events of a tool, of which each tells a little).
   */
  adds?: true
  executions: ExecutionFact[]
  taskRuns: TaskFact[]
  previousExecutionIds: string[]
  /** Executions that the origin still speaks of and whose rows are there: they are read before they are written. */
  storedExecutionIds?: string[]
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
  /** Origins whose fact is added to the one before. */
  adding: Set<string>
  fold: TraceFold
}

/** The facts with the changes made, and whether that made a difference. */
export function applyChange<Fact>(
  facts: Record<string, Fact>,
  change: FactChange<Fact>,
  merge: (before: Fact, now: Fact) => Fact,
): { facts: Record<string, Fact>; isChanged: boolean } {
  const next = { ...facts }
  let isChanged = false
  for (const [origin, said] of change.byOrigin) {
    const before = facts[origin]
    const fact =
      said !== null && before !== undefined && change.adding.has(origin) ? merge(before, said) : said
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
    if (fold.adds !== true) for (const id of fold.previousExecutionIds) changes.set(fold, id, id, null)
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
  const whole = folds.filter((fold) => fold.adds !== true)
  const byOrigin = new Map(whole.map((fold) => [`${fold.orgId}/${fold.origin}`, fold]))
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
    if (change !== undefined) {
      change.byOrigin.set(fold.origin, fact)
      if (fold.adds === true) change.adding.add(fold.origin)
    } else {
      const byOrigin = new Map([[fold.origin, fact]])
      const adding = new Set(fold.adds === true ? [fold.origin] : [])
      this.#byRow.set(key, { orgId: fold.orgId, executionId, id, byOrigin, adding, fold })
    }
  }

  sorted(): FactChange<Fact>[] {
    return [...this.#byRow].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change)
  }
}

/** A fact as it comes back from jsonb has other key order and no undefined; neither is a difference. */
const isSameJson = (stored: unknown, fact: unknown): boolean =>
  isDeepStrictEqual(stored, JSON.parse(JSON.stringify(fact)))
