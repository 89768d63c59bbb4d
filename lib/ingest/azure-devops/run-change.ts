import { cutText } from '@/lib/executions/cut-text'
import { told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldMessage } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import type { DecodedEvent, ExecutionTelling, TaskTelling, ToldIdentity, ToldTask } from '@/lib/model/event'
import type { StateObservation, UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { type AzureEvent, runIdentity, runKeys } from './azure-event'
import { stateOf } from './states'

/** The state of a run, a stage or a job changed, each with all that is around it: null where it does not say of which run. */
export function decodeRunChange({ of, named, at }: AzureEvent): DecodedEvent | null {
  const [run, stage, job] = ['run', 'stage', 'job'].map((name) => of.at('resource', name))
  if (run === undefined || stage === undefined || job === undefined) return null
  const pipeline = of.at('resource', 'pipeline').isObject ? of.at('resource', 'pipeline') : run.at('pipeline')
  const id = run.at('id').text()
  const execution = runIdentity(of, id, pipeline)
  if (execution === null || id === undefined) return null
  const within = { execution, at, message: of.at('message', 'text').text() }
  const runItself = runTelling(of, run, { ...within, id, pipeline, isOwn: !stage.isObject && !job.isObject })
  return told(named, [runItself, ...taskTellings(stage, job, within)])
}

type Within = { execution: ToldIdentity; at: UnixNano; message: string | undefined }

function runTelling(
  of: JsonReader,
  run: JsonReader,
  {
    execution,
    at,
    message,
    id,
    pipeline,
    isOwn,
  }: Within & { id: string; pipeline: JsonReader; isOwn: boolean },
): ExecutionTelling {
  const page = run.at('_links', 'web', 'href').text()
  const keys = runKeys(of, id, page)
  const self = run.at('resources', 'repositories', 'self')
  const revision = pipeline.at('revision').text()
  return {
    about: 'execution',
    of: execution,
    at,
    // In the hook of a stage or job the run's state may be of an earlier moment than the hook.
    ...(isOwn
      ? progressOf(run, stateOf(run, at), message)
      : inOrder({ queuedAt: run.at('createdDate').time() })),
    title: run.at('name').text(),
    commit: self.at('version').text(),
    branch: self
      .at('refName')
      .text()
      ?.replace(/^refs\/heads\//, ''),
    url: page,
    labels: revision === undefined ? {} : { 'azure.pipeline_revision': revision },
    keys,
    references: mentionsIn(
      { templateParameters: run.at('templateParameters').value, variables: run.at('variables').value },
      'run',
      keys,
    ),
  }
}

function progressOf(
  run: JsonReader,
  state: StateObservation | null,
  message: string | undefined,
): Partial<ExecutionTelling> {
  const isOver = state !== null && isTerminal(state.state)
  const created = run.at('createdDate').time()
  return {
    ...(state === null ? {} : { states: [state] }),
    ...inOrder({
      queuedAt: created,
      // A run says only when it was made, and it begins with that.
      startedAt: isOver || state?.state === 'running' ? created : undefined,
      endedAt: isOver ? (run.at('finishedDate').time() ?? state.at) : undefined,
    }),
    ...errorsOf(state, message),
  }
}

/** The sentence that says what happened is all that a hook holds of an error. */
const errorsOf = (
  state: StateObservation | null,
  message: string | undefined,
): Pick<TaskTelling, 'errors'> =>
  state !== null && isBroken(state.state) && message !== undefined
    ? { errors: [{ type: null, message: toldMessage(message), at: state.at, spanId: null, rank: 0 }] }
    : {}

/** The job and its stage, each by its name: a stage that is run again is the same one. */
function taskTellings(stage: JsonReader, job: JsonReader, within: Within): TaskTelling[] {
  const stageName = stage.at('name').text()
  const stageTask: ToldTask | undefined =
    stageName === undefined ? undefined : { nativeId: cutText(stageName, 250), mapIndex: null, attempt: 1 }
  const tellings: TaskTelling[] = []
  if (stageTask !== undefined) {
    const telling = taskTelling(stage, stageTask, 'stage', within)
    // In the hook of a job the stage's state may be of an earlier moment than the hook.
    tellings.push(job.isObject ? { ...telling, states: [], errors: [] } : telling)
  }
  const jobName = job.at('name').text()
  if (jobName !== undefined) {
    const nativeId = `${stageTask?.nativeId ?? ''}/${cutText(jobName, 250)}`
    const telling = taskTelling(job, { nativeId, mapIndex: null, attempt: 1 }, 'job', within)
    tellings.push(stageTask === undefined ? telling : { ...telling, parent: stageTask })
  }
  return tellings
}

function taskTelling(
  of: JsonReader,
  task: ToldTask,
  kind: string,
  { execution, at, message }: Within,
): TaskTelling {
  const state = stateOf(of, at)
  const isOver = state !== null && isTerminal(state.state)
  return {
    about: 'task',
    execution,
    of: task,
    at,
    name: of.at('displayName').text() ?? of.at('name').text() ?? task.nativeId,
    kind,
    ...(state === null ? {} : { states: [state] }),
    ...inOrder({
      startedAt: of.at('startTime').time(),
      endedAt: isOver ? of.at('finishTime').time() : undefined,
    }),
    ...errorsOf(state, message),
  }
}
