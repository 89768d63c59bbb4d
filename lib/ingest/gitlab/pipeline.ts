import { compareNano } from '@/lib/executions/state'
import { told, withChanges } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { inOrder } from '@/lib/ingest/events/told-times'
import { GITLAB_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent, ExecutionTelling } from '@/lib/model/event'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { pipelineDeployed } from './changes'
import {
  type GitlabEvent,
  type GitlabProject,
  hostOf,
  pipelineIdentity,
  pipelineKey,
  pipelineKeys,
  projectOf,
} from './gitlab-event'
import { JobReader, jobTelling } from './job'

const MAX_JOBS = 5_000

/** A pipeline with its jobs, whenever its status changed: null where it does not say which. */
export function decodePipeline({ of, named, receivedAt }: GitlabEvent): DecodedEvent | null {
  const pipeline = of.at('object_attributes')
  const [project, id] = [projectOf(of), pipeline.at('id').text()]
  if (project === null || id === undefined) return null
  const execution = pipelineIdentity(project.path, id)
  const builds = of.at('builds').items().slice(0, MAX_JOBS)
  const changedAt = latest([pipeline, ...builds]) ?? receivedAt
  const state = stateOf(pipeline, changedAt)
  const keys = pipelineKeys(project, id)
  const telling: ExecutionTelling = {
    about: 'execution',
    of: execution,
    at: changedAt,
    ...progressOf(pipeline, builds, state),
    title: pipeline.at('name').text() ?? numberOf(pipeline),
    trigger: pipeline.at('source').text(),
    actor: of.at('user', 'username').text() ?? of.at('user', 'name').text(),
    commit: pipeline.at('sha').text() ?? of.at('commit', 'id').text(),
    branch: pipeline.at('ref').text(),
    environment: environmentOf(builds),
    url: pipeline.at('url').text() ?? pageOf(project, id),
    labels: labelsOf(of, pipeline),
    keys,
    ...parentOf(of.at('source_pipeline'), project),
  }
  telling.references = [
    ...(telling.references ?? []),
    ...mentionsIn(pipeline.at('variables').value, 'variables', keys),
  ]
  const jobs = builds.flatMap((build) => {
    const jobId = build.at('id').text()
    return jobId === undefined
      ? []
      : [jobTelling(new JobReader(build, ''), jobId, { execution, project, receivedAt })]
  })
  const changes = pipelineDeployed(of, { execution, builds, url: telling.url, receivedAt })
  return withChanges(told(named, [telling, ...jobs]), changes)
}

/** A pipeline has no time of its own change: it is that of the last thing that happened in it. */
function latest(parts: readonly JsonReader[]): UnixNano | undefined {
  let last: UnixNano | undefined
  for (const part of parts) {
    for (const name of ['created_at', 'started_at', 'finished_at']) {
      const time = part.at(name).time()
      if (time !== undefined && (last === undefined || compareNano(time, last) > 0)) last = time
    }
  }
  return last
}

/** A job that is retried or started by hand puts a pipeline back to work, whose end before counts no more. */
function stateOf(pipeline: JsonReader, changedAt: UnixNano): StateObservation | null {
  const status = pipeline.at('status').text()
  if (status === undefined) return null
  const detailed = pipeline.at('detailed_status').text()
  const word = status === 'success' && detailed === 'passed with warnings' ? detailed : status
  const state = observe(GITLAB_WORDS, word, changedAt, PRECEDENCE.word)
  if (!isTerminal(state.state)) return state.state === 'unknown' ? state : { ...state, reopens: true }
  return { ...state, at: pipeline.at('finished_at').time() ?? changedAt }
}

function progressOf(
  pipeline: JsonReader,
  builds: readonly JsonReader[],
  state: StateObservation | null,
): Partial<ExecutionTelling> {
  const isOver = state !== null && isTerminal(state.state)
  const starts = builds.flatMap((build) => build.at('started_at').time() ?? []).sort(compareNano)
  const times = inOrder({
    queuedAt: pipeline.at('created_at').time(),
    startedAt: starts[0],
    endedAt: isOver ? state.at : undefined,
  })
  if (state === null) return times
  const hasFailed = isBroken(state.state)
  const message = `The pipeline ended as ${state.word}.`
  return {
    states: [state],
    ...times,
    ...(hasFailed ? { errors: [{ type: null, message, at: state.at, spanId: null, rank: 0 }] } : {}),
  }
}

/** Where it deploys to, when that is one place. */
function environmentOf(builds: readonly JsonReader[]): string | undefined {
  const names = builds
    .filter((build) => build.at('environment', 'action').text() === 'start')
    .flatMap((build) => build.at('environment', 'name').text() ?? [])
  const [name, ...others] = new Set(names)
  return others.length === 0 ? name : undefined
}

const numberOf = (pipeline: JsonReader): string | undefined => {
  const number = pipeline.at('iid').count()
  return number === undefined ? undefined : `#${number}`
}

const pageOf = ({ page }: GitlabProject, id: string): string | undefined =>
  page === undefined ? undefined : `${page}/-/pipelines/${id}`

function labelsOf(of: JsonReader, pipeline: JsonReader): Record<string, string> {
  const number = pipeline.at('iid').count()
  const mergeRequest = of.at('merge_request', 'iid').count()
  return {
    ...(number === undefined ? {} : { 'gitlab.iid': String(number) }),
    ...(mergeRequest === undefined ? {} : { 'gitlab.merge_request': String(mergeRequest) }),
    ...(pipeline.at('tag').boolean() === true ? { 'gitlab.tag': 'true' } : {}),
  }
}

/** The pipeline that started this one: by identity in this source, by name where its project is another source. */
function parentOf(
  source: JsonReader,
  { host }: GitlabProject,
): Pick<ExecutionTelling, 'links' | 'references'> {
  const id = source.at('pipeline_id').text()
  if (id === undefined) return {}
  const path = source.at('project', 'path_with_namespace').text()
  const evidence = `source_pipeline ${id} of ${path ?? 'its project'}`
  const key = pipelineKey(hostOf(source.at('project', 'web_url').text()) ?? host, id)
  return {
    ...(path === undefined ? {} : { links: [{ kind: 'parent', of: pipelineIdentity(path, id), evidence }] }),
    references: [{ kind: 'parent', key, confidence: 'certain', evidence }],
  }
}
