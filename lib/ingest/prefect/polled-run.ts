import { compareNano } from '@/lib/executions/state'
import { contentKey, ignored, told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { flowRunTelling, handedTo, identityOf, taskRunTellings } from './runs'
import { apiState, type PrefectState } from './states'

/** A flow run with its flow's name, all its states and its task runs, as the poll wraps it. */
export function decodeFlowRun(of: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const run = of.at('item')
  const id = run.at('id').text()
  if (id === undefined) return null
  const flow = of.at('flow').text()
  const name = run.at('name').text()
  const states = statesOf(run, of.at('states').items(), receivedAt)
  const named = {
    key: contentKey(of.value),
    type: `flow-run.${states.at(-1)?.name ?? 'unknown'}`,
    at: states.at(-1)?.at ?? null,
    subject: `${flow ?? 'unknown flow'} · ${name ?? id}`,
    body: of.value,
  }
  if (flow === undefined) return ignored(named, 'Its flow is no longer there to name it.')
  const telling = flowRunTelling({
    id,
    flow,
    name,
    states,
    runCount: run.at('run_count').count(),
    deployment: of.at('deployment').text(),
    workPool: run.at('work_pool_name').text(),
    workQueue: run.at('work_queue_name').text(),
    tags: run
      .at('tags')
      .items()
      .flatMap((tag) => tag.text() ?? []),
    creator: creatorOf(run),
    version: run.at('flow_version').text(),
    parentTaskRun: run.at('parent_task_run_id').text(),
    ui: of.at('ui').text(),
    ...handedTo(run),
  })
  const execution = identityOf({ flow, id })
  const tasks = of
    .at('tasks')
    .items()
    .flatMap((task) => {
      const taskId = task.at('id').text()
      if (taskId === undefined) return []
      return taskRunTellings({
        id: taskId,
        name: task.at('name').text() ?? taskId,
        execution,
        states: taskStates(task, receivedAt),
        runCount: task.at('run_count').count(),
        taskKey: task.at('task_key').text(),
      })
    })
  return told(named, [telling, ...tasks])
}

/** All its states where they were asked for, else the one that holds now; oldest first. */
function statesOf(run: JsonReader, listed: JsonReader[], otherwise: UnixNano): PrefectState[] {
  const told = listed.flatMap((each) => apiState(each, otherwise) ?? [])
  const now = apiState(run.at('state'), otherwise)
  const isListed = now === null || told.some((each) => each.name === now.name && each.at === now.at)
  return (isListed ? told : [...told, now]).sort((a, b) => compareNano(a.at, b.at))
}

/** The API gives one state and the start; that it ran follows. */
function taskStates(task: JsonReader, otherwise: UnixNano): PrefectState[] {
  const now = apiState(task.at('state'), otherwise)
  const startedAt = task.at('start_time').time()
  if (now === null || startedAt === undefined || /^(running|scheduled|pending)$/i.test(now.type)) {
    return now === null ? [] : [now]
  }
  return [{ type: 'RUNNING', name: 'Running', at: startedAt }, now]
}

function creatorOf(run: JsonReader): string | undefined {
  const type = run.at('created_by', 'type').text()
  return type === undefined ? undefined : `prefect.${type.toLowerCase()}`
}
