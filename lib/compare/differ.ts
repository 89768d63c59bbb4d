import { isBroken, type State } from '@/lib/model/state'

/** One thing that differs: what it is on either side, null where it is not there at all. */
export type Difference = { key: string; a: string | null; b: string | null }

/** What two sets of named values differ in, by name; what is the same on both sides is only counted. */
export function differencesOf(
  a: Readonly<Record<string, string | null>>,
  b: Readonly<Record<string, string | null>>,
): { differences: Difference[]; sameCount: number } {
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort()
  const all = keys.map((key) => ({ key, a: left.get(key) ?? null, b: right.get(key) ?? null }))
  const known = all.filter((each) => each.a !== null || each.b !== null)
  const differences = known.filter((each) => each.a !== each.b)
  return { differences, sameCount: known.length - differences.length }
}

/** A task run as far as it is compared. */
export type ComparedTask = {
  id: string
  parentId: string | null
  name: string
  mapIndex: number | null
  attempt: number
  state: State
  durationMs: number | null
  error: string | null
}

/** The same task in two executions; `a` or `b` is null where it is only in the other. */
export type TaskDifference = {
  path: string
  a: ComparedTask | null
  b: ComparedTask | null
  /** What differs; empty when only one side has it. */
  of: ('state' | 'duration' | 'error' | 'attempt')[]
}

/** A task takes longer or shorter when both of these say so: a tenth of a second more is not a finding, nor is one percent. */
const SLOWER_BY = 0.2
const SLOWER_BY_MS = 1000

/** Task by task, what differs: what broke first, then other states, then what one side lacks, then the greatest change of duration. */
export function taskDifferences(
  a: readonly ComparedTask[],
  b: readonly ComparedTask[],
): { differences: TaskDifference[]; sameCount: number } {
  const [left, right] = [lastAttempts(a), lastAttempts(b)]
  const paths = [...new Set([...left.keys(), ...right.keys()])]
  const all = paths.map((path) => difference(path, left.get(path) ?? null, right.get(path) ?? null))
  const differences = all.filter((each) => each.a === null || each.b === null || each.of.length > 0)
  return { differences: differences.sort(byWeight), sameCount: all.length - differences.length }
}

function difference(path: string, a: ComparedTask | null, b: ComparedTask | null): TaskDifference {
  if (a === null || b === null) return { path, a, b, of: [] }
  const of: TaskDifference['of'] = []
  if (a.state !== b.state) of.push('state')
  if (isOtherDuration(a.durationMs, b.durationMs)) of.push('duration')
  if (a.error !== b.error) of.push('error')
  if (a.attempt !== b.attempt) of.push('attempt')
  return { path, a, b, of }
}

/** True when the durations differ by more than chance. */
export function isOtherDuration(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a !== b
  const by = Math.abs(a - b)
  return by >= SLOWER_BY_MS && by >= SLOWER_BY * Math.min(a, b)
}

/** By path of names and place in a mapped task; of several attempts the last counts, and two of one name are told apart by their order. */
function lastAttempts(tasks: readonly ComparedTask[]): Map<string, ComparedTask> {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const groups = new Map<string, ComparedTask[]>()
  for (const task of tasks) {
    const path = pathOf(task, byId)
    const group = groups.get(path)
    if (group) group.push(task)
    else groups.set(path, [task])
  }
  const found = new Map<string, ComparedTask>()
  for (const [path, group] of groups) {
    const isRetried = new Set(group.map((task) => task.attempt)).size === group.length
    const kept = isRetried
      ? [group.reduce((last, task) => (task.attempt > last.attempt ? task : last))]
      : group
    for (const [at, task] of kept.entries()) found.set(at === 0 ? path : `${path} (${at + 1})`, task)
  }
  return found
}

function pathOf(task: ComparedTask, byId: ReadonlyMap<string, ComparedTask>): string {
  const names: string[] = []
  const seen = new Set<string>()
  for (let at: ComparedTask | undefined = task; at && !seen.has(at.id); at = byId.get(at.parentId ?? '')) {
    seen.add(at.id)
    names.unshift(at.mapIndex === null ? at.name : `${at.name}[${at.mapIndex}]`)
  }
  return names.join(' › ')
}

function byWeight(x: TaskDifference, y: TaskDifference): number {
  return (
    weightOf(y) - weightOf(x) || changeOf(y) - changeOf(x) || (x.path < y.path ? -1 : x.path > y.path ? 1 : 0)
  )
}

function weightOf({ a, b, of }: TaskDifference): number {
  if (of.includes('state')) return [a, b].some((task) => task !== null && isBroken(task.state)) ? 4 : 3
  return a === null || b === null ? 2 : of.includes('error') ? 1 : 0
}

const changeOf = ({ a, b }: TaskDifference): number => Math.abs((a?.durationMs ?? 0) - (b?.durationMs ?? 0))
