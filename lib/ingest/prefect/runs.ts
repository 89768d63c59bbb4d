import { nativeKey } from '@/lib/executions/execution-key'
import { PREFECT_NAMESPACE } from '@/lib/executions/identity'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { inAddress } from '@/lib/ingest/events/polled-item'
import { toldIdentity, wholeNumber } from '@/lib/ingest/events/told-identity'
import { traceParent } from '@/lib/ingest/events/trace-parent'
import type { ExecutionReference, ExecutionTelling, TaskTelling, ToldIdentity } from '@/lib/model/event'
import { errorsOf, observation, observations, type PrefectState, timesOf } from './states'

/** Flow runs and task runs by their ids alone, which are unique everywhere. */
export const flowRunKey = (id: string): string => nativeKey('prefect', 'flow-run', id)
export const taskRunKey = (id: string): string => nativeKey('prefect', 'task-run', id)

/** All that is known of a flow run, whether an event said it or the API. */
export type FlowRun = {
  id: string
  flow: string
  name?: string
  states: PrefectState[]
  /** Type of the state before the first one here. */
  before?: string
  runCount?: number
  deployment?: string
  workPool?: string
  workQueue?: string
  tags: string[]
  creator?: string
  version?: string
  parentTaskRun?: string
  /** Labels and parameters, as the API gives them. */
  handed?: unknown
  traceparent?: string
  ui?: string
}

/**
 * A flow run is one execution for as long as Prefect calls it by one id: a retry goes on in it, and how often it ran is
 * a label. Its flow goes by its name.
 */
export function flowRunTelling(run: FlowRun): ExecutionTelling {
  const last = run.states.at(-1)
  return {
    about: 'execution',
    of: identityOf(run),
    at: last?.at ?? '0',
    title: run.name,
    states: observations(run.states, run.before),
    ...timesOf(run.states),
    errors: errorsOf(run.states),
    trigger: run.creator === undefined ? undefined : (run.creator.split('.')[1] ?? run.creator),
    version: run.version,
    url: pageOf(run),
    labels: labelsOf(run),
    ...(traceParent(run.traceparent) ?? {}),
    keys: [flowRunKey(run.id)],
    references: referencesOf(run),
  }
}

export const identityOf = ({ flow, id }: Pick<FlowRun, 'flow' | 'id'>): ToldIdentity =>
  toldIdentity(PREFECT_NAMESPACE, flow, id)

const pageOf = ({ ui, id }: FlowRun): string | undefined =>
  ui === undefined || !/^https?:\/\//i.test(ui)
    ? undefined
    : `${ui.replace(/\/+$/, '')}/runs/flow-run/${inAddress(id)}`

function labelsOf(run: FlowRun): Record<string, string> {
  const told: [string, string | undefined][] = [
    ['prefect.deployment', run.deployment],
    ['prefect.work_pool', run.workPool],
    ['prefect.work_queue', run.workQueue],
    ['prefect.tags', run.tags.length === 0 ? undefined : [...run.tags].sort().join(', ')],
    ['prefect.run_count', (run.runCount ?? 0) > 1 ? String(run.runCount) : undefined],
  ]
  return Object.fromEntries(told.filter((each): each is [string, string] => each[1] !== undefined))
}

/** A sub-flow names the task run that stands for it in its parent; the parent's own flow is not told. */
function referencesOf(run: FlowRun): ExecutionReference[] {
  const found = mentionsIn(run.handed, '', [flowRunKey(run.id)])
  if (run.parentTaskRun === undefined) return found
  const evidence = 'task run that stands for this sub-flow in its parent'
  return [{ kind: 'parent', key: taskRunKey(run.parentTaskRun), confidence: 'certain', evidence }, ...found]
}

/** All that is known of a task run. */
export type TaskRun = {
  id: string
  name: string
  execution: ToldIdentity
  states: PrefectState[]
  before?: string
  runCount?: number
  taskKey?: string
}

/**
 * A task run and, of one that is tried again, the end of its former try: AwaitingRetry is the last that is said of a
 * try, and the next count of runs is the next try.
 */
export function taskRunTellings(run: TaskRun): TaskTelling[] {
  const attempt = wholeNumber(Math.max(1, run.runCount ?? 1))
  const common = {
    about: 'task' as const,
    execution: run.execution,
    name: run.name,
    kind: run.taskKey,
    keys: [taskRunKey(run.id)],
  }
  const told = (of: number, states: PrefectState[], before?: string): TaskTelling => ({
    ...common,
    of: { nativeId: run.id, mapIndex: null, attempt: of },
    at: states.at(-1)?.at ?? '0',
    states: observations(states, before),
    ...timesOf(states),
    errors: errorsOf(states),
  })
  const retry = run.states.findLast(({ name }) => name === 'Retrying')
  if (attempt === 1 || retry === undefined) return [told(attempt, run.states, run.before)]
  const former = told(attempt - 1, [])
  const failed = { ...observation({ ...retry, name: 'AwaitingRetry' }), state: 'failed' as const }
  return [{ ...former, at: retry.at, states: [failed], endedAt: retry.at }, told(attempt, run.states)]
}

/** Labels and parameters that may name other executions; Prefect keeps a trace's context among the labels. */
export function handedTo(run: JsonReader): Pick<FlowRun, 'handed' | 'traceparent'> {
  const [labels, parameters] = [run.at('labels'), run.at('parameters')]
  return {
    handed: { parameters: parameters.value, context: run.at('context').value },
    traceparent: labels.at('__OTEL_TRACEPARENT').text(),
  }
}
