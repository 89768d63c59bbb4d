import { cutText } from '@/lib/executions/cut-text'
import { kept, told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { inOrder } from '@/lib/ingest/events/told-times'
import type { DecodedEvent, TaskTelling, ToldIdentity, ToldTask } from '@/lib/model/event'
import type { StateObservation, UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { type GithubEvent, runIdentity, runKeys, stateOf } from './github-event'

const MAX_STEPS = 1_000

/** A job of a run, when it was queued, waits, began or ended, with its steps: null where it does not say of which run. */
export function decodeWorkflowJob({ of, named, receivedAt }: GithubEvent): DecodedEvent | null {
  const job = of.at('workflow_job')
  const [runId, jobId] = [job.at('run_id').text(), job.at('id').text()]
  const repository = of.at('repository', 'full_name').text()
  if (repository === undefined || runId === undefined || jobId === undefined) return null
  const workflow = job.at('workflow_name').text()
  const execution = runIdentity({ repository, workflow, runId, attempt: job.at('run_attempt').count(1) })
  if (execution === null) return kept(named, 'This GitHub does not say of which workflow its jobs are.')
  const task: ToldTask = { nativeId: cutText(jobId, 500), mapIndex: null, attempt: 1 }
  const at = jobTime(job) ?? receivedAt
  const steps = job
    .at('steps')
    .items()
    .slice(0, MAX_STEPS)
    .flatMap((step, index) => stepTelling(step, index, { execution, job: task, at }) ?? [])
  const failed = steps.some((step) => step.errors !== undefined)
  return told(named, [
    { about: 'execution', of: execution, at, ...wordsOf(job), keys: runKeys(execution, runPage(job)) },
    jobTelling(job, { execution, job: task, at }, failed),
    ...steps,
  ])
}

type Within = { execution: ToldIdentity; job: ToldTask; at: UnixNano }

/** What a job knows of its run, which may be all that is ever sent of it. */
function wordsOf(job: JsonReader): { commit?: string; branch?: string } {
  const [commit, branch] = [job.at('head_sha').text(), job.at('head_branch').text()]
  return { ...(commit === undefined ? {} : { commit }), ...(branch === undefined ? {} : { branch }) }
}

/** The page of the run, from that of its job or from its address in the API. */
function runPage(job: JsonReader): string | undefined {
  const [page] = /^https?:\/\/[^?#]+\/actions\/runs\/\d+/.exec(job.at('html_url').text() ?? '') ?? []
  return page
}

/** A job has no time of its own change: it is that of the last thing that happened to it. */
function jobTime(job: JsonReader): UnixNano | undefined {
  const status = job.at('status').text()
  const [created, started, completed] = ['created_at', 'started_at', 'completed_at'].map((name) =>
    job.at(name).time(),
  )
  // While it is queued, `started_at` is when it was created.
  return status === 'completed'
    ? (completed ?? started ?? created)
    : status === 'in_progress'
      ? (started ?? created)
      : created
}

function jobTelling(job: JsonReader, { execution, job: of, at }: Within, isStepBlamed: boolean): TaskTelling {
  const state = stateOf(job, at)
  const name = job.at('name').text() ?? of.nativeId
  return {
    about: 'task',
    execution,
    of,
    at,
    name,
    kind: 'job',
    ...progress(job, state, job.at('created_at').time()),
    ...(isStepBlamed ? {} : errorOf(`The job “${name}”`, state, 0)),
    worker: job.at('runner_name').text(),
    url: job.at('html_url').text(),
  }
}

function stepTelling(step: JsonReader, index: number, { execution, job, at }: Within): TaskTelling | null {
  if (!step.isObject) return null
  const number = step.at('number').count() ?? index + 1
  const name = step.at('name').text() ?? `Step ${number}`
  const saidAt = step.at('completed_at').time() ?? step.at('started_at').time() ?? at
  const state = stateOf(step, saidAt)
  return {
    about: 'task',
    execution,
    of: { nativeId: `${job.nativeId}/${number}`, mapIndex: null, attempt: 1 },
    at: saidAt,
    name,
    kind: 'step',
    parent: job,
    ...progress(step, state, undefined),
    ...errorOf(`The step “${name}”`, state, 1),
  }
}

function progress(of: JsonReader, state: StateObservation | null, queuedAt: UnixNano | undefined) {
  const isOver = state !== null && isTerminal(state.state)
  return {
    ...(state === null ? {} : { states: [state] }),
    ...inOrder({
      queuedAt,
      startedAt: isOver || state?.state === 'running' ? of.at('started_at').time() : undefined,
      endedAt: isOver ? of.at('completed_at').time() : undefined,
    }),
  }
}

/** Webhooks hold no error text: that something ended badly is all there is to say. */
const errorOf = (what: string, state: StateObservation | null, rank: 0 | 1): Pick<TaskTelling, 'errors'> =>
  state !== null && isBroken(state.state)
    ? {
        errors: [
          {
            type: null,
            message: `${cutText(what, 500)} ended as ${state.word}.`,
            at: state.at,
            spanId: null,
            rank,
          },
        ],
      }
    : {}
