import {
  type ErrorObservation,
  type ExecutionIdentity,
  PRECEDENCE,
  type StateObservation,
} from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { lookUp, textOf, urlOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { serviceOf } from './own-root'
import { CICD_RESULTS, GITLAB_TIMEOUTS, GITLAB_WORDS, observe, type StateWords } from './state-words'
import { saidAt, surroundings } from './surroundings'

const WORDS: StateWords = { ...CICD_RESULTS, ...GITLAB_WORDS }

/**
 * The Collector's GitLab receiver: one trace for each time a pipeline finished, GitLab's own words in the attributes
 * of the CI/CD conventions. A retried job finishes the pipeline again, in another trace.
 */
export const gitlabReceiver: Dialect = {
  name: 'gitlab-receiver',
  spanKeys: ['gitlab.'],
  resourceKeys: ['gitlab.'],
  mark(of) {
    const isGitlab =
      lookUp(of, 'vcs.provider.name', 'vcs.vendor.name') === 'gitlab' ||
      of.span.attributes.has('gitlab.pipeline.source')
    if (!isGitlab) return null
    if (of.span.parentSpanId === null) return markPipeline(of)
    if (of.span.attributes.has('cicd.pipeline.task.run.id')) return markJob(of)
    return of.resource.attributes.has('cicd.pipeline.run.id') ? markStage(of) : null
  },
}

function markPipeline(of: SpanInContext): SpanMark {
  const { attributes } = of.span
  const namespace = projectOf(of)
  const execution: ExecutionIdentity = {
    sourceId: of.source.sourceId,
    namespace,
    // A pipeline is its project's, as by webhook: its name is free text that often holds the branch, so that is a title.
    flow: namespace,
    nativeId: lookUp(of, 'cicd.pipeline.run.id') ?? of.span.traceId,
    attempt: 1,
  }
  const result = lookUp(of, 'cicd.pipeline.result')
  const around = surroundings(of)
  return {
    dialect: gitlabReceiver.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...around,
    execution,
    states:
      result === null
        ? undefined
        : [{ ...observe(WORDS, result, saidAt(of), PRECEDENCE.attribute), reopens: true }],
    title: of.span.name === execution.flow ? undefined : of.span.name,
    trigger: textOf(attributes, 'gitlab.pipeline.source') ?? undefined,
    actor: lookUp(of, 'gitlab.pipeline.run.actor.username', 'cicd.pipeline.run.actor.name') ?? undefined,
    url: urlOf(of, 'cicd.pipeline.run.url.full'),
    links: [...parentOf(of), ...(around.links ?? [])],
  }
}

/** The project's path: the receiver names the service after it, unless its user calls the service otherwise. */
function projectOf(of: SpanInContext): string {
  const service = lookUp(of, 'service.name')
  if (service?.includes('/') === true) return service
  const page = lookUp(of, 'cicd.pipeline.run.url.full') ?? ''
  const [, path] = /^https?:\/\/[^/]+\/([^?#]+?)\/-\/pipelines\/\d+/.exec(page) ?? []
  return path ?? service ?? serviceOf(of)
}

/** The pipeline that started this one. Its name is not told, so neither is which execution it is. */
function parentOf({ span }: SpanInContext): NonNullable<SpanMark['links']> {
  const id = textOf(span.attributes, 'gitlab.pipeline.source.pipeline.id')
  const project = textOf(
    span.attributes,
    'gitlab.pipeline.source.pipeline.project.url',
    'gitlab.pipeline.source.pipeline.project.namespace',
  )
  return id === null ? [] : [{ kind: 'parent', evidence: `pipeline ${id} of ${project ?? 'its project'}` }]
}

function markStage(of: SpanInContext): SpanMark {
  return {
    dialect: gitlabReceiver.name,
    role: 'task',
    sourceId: of.source.sourceId,
    task: { nativeId: null, name: of.span.name, kind: 'stage', mapIndex: null, attempt: 1 },
    // Its status is that of its first job, which says nothing about the others.
    states: [],
    rollsUp: true,
  }
}

function markJob(of: SpanInContext): SpanMark {
  const { attributes, name } = of.span
  const states = jobStates(of)
  return {
    dialect: gitlabReceiver.name,
    role: 'task',
    sourceId: of.source.sourceId,
    task: {
      nativeId: textOf(attributes, 'cicd.pipeline.task.run.id'),
      name: textOf(attributes, 'cicd.pipeline.task.name') ?? name,
      kind: 'job',
      mapIndex: null,
      attempt: 1,
    },
    states,
    queuedAt: queuedAt(of),
    errors: errorsOf(of, states?.[0]),
    worker: textOf(attributes, 'cicd.worker.name') ?? undefined,
    url: urlOf(of, 'cicd.pipeline.task.run.url.full'),
  }
}

function jobStates(of: SpanInContext): StateObservation[] | undefined {
  const { attributes } = of.span
  const result = textOf(attributes, 'cicd.pipeline.task.run.result')
  if (result === null) return undefined
  const state = observe(WORDS, result, saidAt(of), PRECEDENCE.attribute)
  if (state.state !== 'failed') return [state]
  if (attributes.get('gitlab.job.allow_failure') === true) return [{ ...state, state: 'warning' }]
  const reason = textOf(attributes, 'gitlab.job.failure_reason') ?? ''
  return [GITLAB_TIMEOUTS.has(reason) ? { ...state, state: 'timed_out', word: reason } : state]
}

/** GitLab tells a reason even for success; it means something only where the job failed. */
function errorsOf(
  { span }: SpanInContext,
  state: StateObservation | undefined,
): ErrorObservation[] | undefined {
  const reason = textOf(span.attributes, 'gitlab.job.failure_reason')
  if (reason === null || state === undefined || !['failed', 'timed_out', 'warning'].includes(state.state))
    return undefined
  return [{ type: null, message: reason, at: saidAt({ span }), spanId: span.spanId, rank: 2 }]
}

function queuedAt({ span }: SpanInContext): string | undefined {
  const seconds = span.attributes.get('gitlab.job.queued_duration')
  const waited = typeof seconds === 'number' ? seconds : typeof seconds === 'bigint' ? Number(seconds) : 0
  return waited > 0 ? String(span.startUnixNano - BigInt(Math.round(waited * 1_000)) * 1_000_000n) : undefined
}
