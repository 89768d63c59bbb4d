import type { TaskFact, UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal, type State } from '@/lib/model/state'
import { cutText } from './cut-text'
import { compareNano, foldState } from './state'

/** The task run to look at first, with its path of names and the task runs around it, innermost first. */
export type FailedTask<Task extends Told> = { task: Task; path: string; chain: Task[] }

type Told = { fact: TaskFact }
type Judged<Task extends Told = Told> = { task: Task; state: State; endedAt: UnixNano }

const MAX_NAME = 200

/** The deepest task run that failed first. Failures that were allowed or made good by another attempt do not count. */
export function failedTaskOf<Task extends Told>(tasks: readonly Task[]): FailedTask<Task> | null {
  // Most often nothing failed, and nothing need be weighed.
  if (!tasks.some(({ fact }) => fact.states.some((each) => isBroken(each.state)))) return null
  const byId = new Map(tasks.map((task) => [task.fact.taskRunId, judge(task)]))
  const broken = [...byId.values()].filter((each) => isBroken(each.state))
  if (broken.length === 0) return null
  const madeGood = latestGood([...byId.values()])
  const counts = broken.filter((each) => !wasAllowed(each, byId) && !wasMadeGood(each, madeGood))
  const candidates = counts.length > 0 ? counts : broken.filter((each) => !wasAllowed(each, byId))
  const withBrokenInside = new Set(candidates.map((each) => each.task.fact.parentTaskRunId))
  const [first] = candidates
    .filter((each) => !withBrokenInside.has(each.task.fact.taskRunId))
    .sort(
      (a, b) => compareNano(a.endedAt, b.endedAt) || (a.task.fact.taskRunId < b.task.fact.taskRunId ? -1 : 1),
    )
  if (first === undefined) return null
  const chain = chainOf(first, byId).map((each) => each.task)
  const path = chain.map((each) => cutText(each.fact.name, MAX_NAME)).reverse()
  return { task: first.task, path: path.join(' › '), chain }
}

function judge<Task extends Told>(task: Task): Judged<Task> {
  const { fact } = task
  return { task, state: foldState(fact.states).state, endedAt: fact.endedAt ?? fact.startedAt ?? '0' }
}

/** The task run and those around it, innermost first. */
function chainOf<Task extends Told>(
  of: Judged<Task>,
  byId: ReadonlyMap<string, Judged<Task>>,
): Judged<Task>[] {
  const chain: Judged<Task>[] = [of]
  let id = of.task.fact.parentTaskRunId
  while (id !== null) {
    const around = byId.get(id)
    if (around === undefined || chain.includes(around)) break
    chain.push(around)
    id = around.task.fact.parentTaskRunId
  }
  return chain
}

/** A step that failed inside a job that ended well was allowed to. */
const wasAllowed = (of: Judged, byId: ReadonlyMap<string, Judged>): boolean =>
  chainOf(of, byId).some(
    (each) => each.state === 'success' || each.state === 'warning' || each.state === 'skipped',
  )

const sameTask = ({ fact }: Told): string =>
  JSON.stringify([fact.parentTaskRunId, fact.name, fact.kind, fact.mapIndex])

const order = (a: Judged, b: Judged): number =>
  a.task.fact.attempt - b.task.fact.attempt ||
  compareNano(a.task.fact.startedAt ?? '0', b.task.fact.startedAt ?? '0')

function latestGood(all: readonly Judged[]): Map<string, Judged> {
  const good = new Map<string, Judged>()
  for (const each of all) {
    if (!isTerminal(each.state) || isBroken(each.state) || each.state === 'cancelled') continue
    const key = sameTask(each.task)
    const known = good.get(key)
    if (known === undefined || order(each, known) > 0) good.set(key, each)
  }
  return good
}

function wasMadeGood(of: Judged, good: ReadonlyMap<string, Judged>): boolean {
  const later = good.get(sameTask(of.task))
  return later !== undefined && order(later, of) > 0
}
