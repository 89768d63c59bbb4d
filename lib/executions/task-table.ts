import { isBroken, STATES, type State } from '@/lib/model/state'
import { compareNano } from './state'

export const TASK_SORTS = ['start', 'name', 'state', 'duration', 'wait'] as const
export type TaskSort = (typeof TASK_SORTS)[number]

type Task = {
  id: string
  parentId: string | null
  name: string
  kind: string | null
  attempt: number
  state: State
  queuedAt: string | null
  startedAt: string | null
  durationMs: number | null
  errorType: string | null
  errorMessage: string | null
  worker: string | null
}

export type TaskView<T extends Task> = {
  task: T
  path: string[]
  /** Its own, or that of the step around it. */
  worker: string | null
  waitMs: number | null
  error: string | null
}

export type TaskQuestion = {
  text: string
  state: State | 'broken' | null
  sort: TaskSort
  isDescending: boolean
}

/** The steps that a reader asked for, in the order they asked for, each with the names of those around it. */
export function taskTable<T extends Task>(tasks: readonly T[], question: TaskQuestion): TaskView<T>[] {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const wanted = question.text.trim().toLowerCase()
  const views = tasks
    .filter((task) => question.state === null || isIn(task.state, question.state))
    .map((task) => {
      const around = aroundOf(task, byId)
      const worker = around.find((each) => each.worker !== null)?.worker ?? null
      const path = around.map((each) => each.name).reverse()
      return { task, path, worker, waitMs: waitOf(task), error: errorOf(task) }
    })
    .filter((view) => wanted === '' || textsOf(view).some((text) => text.toLowerCase().includes(wanted)))
  const order = ORDERS[question.sort]
  const sign = question.isDescending ? -1 : 1
  return views.sort((a, b) => sign * order(a, b))
}

/** What one worker did, over its steps. */
export type WorkerGroup = { worker: string | null; steps: number; broken: number; busyMs: number }

export type TaskLine<T extends Task> =
  | { kind: 'step'; view: TaskView<T> }
  | { kind: 'worker'; group: WorkerGroup }

/** The steps under the workers that ran them, in the order in which the workers first occur; those of no known one last. */
export function byWorker<T extends Task>(views: readonly TaskView<T>[]): TaskLine<T>[] {
  const groups = new Map<string | null, TaskView<T>[]>()
  for (const view of views) {
    const { worker } = view
    const group = groups.get(worker)
    if (group) group.push(view)
    else groups.set(worker, [view])
  }
  return [...groups.entries()]
    .sort(([a], [b]) => Number(a === null) - Number(b === null))
    .flatMap(([worker, steps]): TaskLine<T>[] => [
      {
        kind: 'worker',
        group: {
          worker,
          steps: steps.length,
          broken: steps.filter((view) => isBroken(view.task.state)).length,
          busyMs: busyOf(steps),
        },
      },
      ...steps.map((view) => ({ kind: 'step' as const, view })),
    ])
}

/** A step within another of the same worker is part of its time. */
function busyOf(steps: readonly TaskView<Task>[]): number {
  const ids = new Set(steps.map((view) => view.task.id))
  return steps
    .filter((view) => !ids.has(view.task.parentId ?? ''))
    .reduce((sum, view) => sum + (view.task.durationMs ?? 0), 0)
}

/** How many steps are in each state, for the filter. */
export function countByState(tasks: readonly Task[]): { state: State; count: number }[] {
  return STATES.map((state) => ({
    state,
    count: tasks.filter((task) => task.state === state).length,
  })).filter((each) => each.count > 0)
}

const isIn = (state: State, wanted: State | 'broken'): boolean =>
  wanted === 'broken' ? isBroken(state) : state === wanted

const textsOf = (view: TaskView<Task>): string[] =>
  [...view.path, view.task.kind, view.error, view.worker].filter((text) => text !== null)

const ORDERS: Record<TaskSort, (a: TaskView<Task>, b: TaskView<Task>) => number> = {
  start: (a, b) => compareNullable(a.task.startedAt, b.task.startedAt, compareNano),
  name: (a, b) => a.path.join('\u0000').localeCompare(b.path.join('\u0000'), 'en', { numeric: true }),
  state: (a, b) =>
    Number(isBroken(b.task.state)) - Number(isBroken(a.task.state)) ||
    STATES.indexOf(a.task.state) - STATES.indexOf(b.task.state),
  duration: (a, b) => compareNullable(a.task.durationMs, b.task.durationMs, (x, y) => x - y),
  wait: (a, b) => compareNullable(a.waitMs, b.waitMs, (x, y) => x - y),
}

/** What is not known comes after what is. */
function compareNullable<V>(a: V | null, b: V | null, compare: (a: V, b: V) => number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compare(a, b)
}

/** The step and those around it, from the inside out; parents that form a circle are walked once. */
function aroundOf(task: Task, byId: ReadonlyMap<string, Task>): Task[] {
  const around: Task[] = []
  const seen = new Set<string>()
  for (let at: Task | undefined = task; at && !seen.has(at.id); at = byId.get(at.parentId ?? '')) {
    seen.add(at.id)
    around.push(at)
  }
  return around
}

function waitOf(task: Task): number | null {
  if (task.queuedAt === null || task.startedAt === null) return null
  return Math.max(0, Number((BigInt(task.startedAt) - BigInt(task.queuedAt)) / 1000n) / 1000)
}

function errorOf(task: Task): string | null {
  const [line = ''] = (task.errorMessage ?? '').trim().split('\n', 1)
  if (task.errorType === null) return line === '' ? null : line
  return line === '' ? task.errorType : `${task.errorType}: ${line}`
}
