import { cutText } from '@/lib/executions/cut-text'
import { nativeKey } from '@/lib/executions/execution-key'
import { told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { inOrder } from '@/lib/ingest/events/told-times'
import { GITLAB_TIMEOUTS, GITLAB_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent, ExecutionTelling, TaskTelling, ToldIdentity } from '@/lib/model/event'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'
import {
  type GitlabEvent,
  type GitlabProject,
  pipelineIdentity,
  pipelineKeys,
  projectOf,
} from './gitlab-event'

/** A job by itself, of which the pipeline is only named: null where it is not. */
export function decodeJob({ of, named, receivedAt }: GitlabEvent): DecodedEvent | null {
  const project = projectOf(of)
  // The hook's "commit" is the pipeline, which old ones name nowhere else.
  const pipeline = of.at('pipeline_id').text() ?? of.at('commit', 'id').text()
  const id = of.at('build_id').text()
  if (project === null || pipeline === undefined || id === undefined) return null
  const execution = pipelineIdentity(project.path, pipeline)
  const job = new JobReader(of, 'build_')
  const task = jobTelling(job, id, { execution, project, receivedAt })
  const [commit, branch] = [of.at('sha').text(), of.at('ref').text()]
  const around: ExecutionTelling = {
    about: 'execution',
    of: execution,
    at: task.at,
    ...(commit === undefined ? {} : { commit }),
    ...(branch === undefined ? {} : { branch }),
    keys: pipelineKeys(project, pipeline),
  }
  return told(named, [around, task])
}

/** A job's fields, which begin with `build_` in its own hook and with nothing in its pipeline's. */
export class JobReader {
  constructor(
    readonly of: JsonReader,
    private readonly prefix: '' | 'build_',
  ) {}

  at(name: string): JsonReader {
    return this.of.at(`${this.prefix}${name}`)
  }
}

type Within = { execution: ToldIdentity; project: GitlabProject; receivedAt: UnixNano }

/** What a hook says of a job. Another try is another job with its own id. */
export function jobTelling(
  job: JobReader,
  id: string,
  { execution, project, receivedAt }: Within,
): TaskTelling {
  const [created, started, finished] = ['created_at', 'started_at', 'finished_at'].map((name) =>
    job.at(name).time(),
  )
  const state = stateOf(job, finished ?? started ?? created ?? receivedAt)
  const isOver = state !== null && isTerminal(state.state)
  const stage = job.at('stage').text()
  const at = state?.at ?? receivedAt
  const page = project.page === undefined ? undefined : `${project.page}/-/jobs/${id}`
  return {
    about: 'task',
    execution,
    of: { nativeId: cutText(id, 500), mapIndex: null, attempt: 1 },
    at,
    name: job.at('name').text() ?? id,
    kind: stage === undefined ? 'job' : `${cutText(stage, 200)} job`,
    ...(state === null ? {} : { states: [state] }),
    ...inOrder({
      queuedAt: created,
      startedAt: started,
      endedAt: isOver ? (finished ?? started) : undefined,
    }),
    ...errorsOf(job, state),
    worker: job.of.at('runner', 'description').text(),
    url: page,
    keys: project.host === undefined ? [] : [nativeKey('gitlab', project.host, 'job', id)],
  }
}

function stateOf(job: JobReader, at: UnixNano): StateObservation | null {
  const word = job.at('status').text()
  if (word === undefined) return null
  const state = observe(GITLAB_WORDS, word, at, PRECEDENCE.word)
  if (state.state !== 'failed') return state
  if (job.at('allow_failure').boolean() === true) return { ...state, state: 'warning' }
  const reason = job.at('failure_reason').text() ?? ''
  return GITLAB_TIMEOUTS.has(reason) ? { ...state, state: 'timed_out', word: reason } : state
}

/** GitLab tells a reason even for success; it means something only where the job failed. */
function errorsOf(job: JobReader, state: StateObservation | null): Pick<TaskTelling, 'errors'> {
  const reason = job.at('failure_reason').text()
  if (state === null || reason === undefined || !['failed', 'timed_out', 'warning'].includes(state.state))
    return {}
  return { errors: [{ type: null, message: cutText(reason, 500), at: state.at, spanId: null, rank: 2 }] }
}
