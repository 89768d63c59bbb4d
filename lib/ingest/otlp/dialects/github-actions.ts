import {
  type ErrorObservation,
  type ExecutionIdentity,
  PRECEDENCE,
  type StateObservation,
} from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { workflowFlow } from '../../github/workflow-flow'
import { retryOf } from './attempts'
import { attemptOf, lookUp, textOf, urlOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { CICD_RESULTS, GITHUB_WORDS, observe } from './state-words'
import { saidAt, surroundings } from './surroundings'
import { toolTime } from './tool-time'

/**
 * GitHub Actions as exported after the end of a run by an action: corentinmusard/otel-cicd-action (`cicd.*` and
 * `github.*`) and inception-health/otel-export-trace-action (`github.*` alone). Both set the status of cancelled and
 * timed-out runs to OK, so the conclusion counts.
 */
export const githubActions: Dialect = {
  name: 'github-actions',
  spanKeys: ['github.run_id', 'github.job.'],
  scopes: ['otel-cicd-action', 'otel-export-trace'],
  mark(of) {
    const { attributes, parentSpanId, name } = of.span
    if (attributes.has('github.run_id')) return markRun(of)
    if (attributes.has('github.job.step.number') || attributes.has('github.job.step.name'))
      return markStep(of)
    if (attributes.has('github.job.id')) return markJob(of)
    if (name === 'Queued' && parentSpanId !== null && githubActions.scopes?.includes(of.scope.name ?? '')) {
      const at = String(of.span.startUnixNano)
      const queued = { state: 'queued', word: 'queued', at, precedence: PRECEDENCE.attribute } as const
      return {
        dialect: githubActions.name,
        role: 'noise',
        sourceId: of.source.sourceId,
        executionStates: [queued],
      }
    }
    return null
  },
}

function markRun(of: SpanInContext): SpanMark {
  const { attributes } = of.span
  const execution = identityOf(of)
  const around = surroundings(of)
  const commit = textOf(attributes, 'github.head_sha') ?? around.commit
  const workflow = textOf(attributes, 'github.workflow')
  const path = pathOf(of)
  return {
    dialect: githubActions.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...around,
    execution,
    states: statesOf(of, 'github.conclusion', 'cicd.pipeline.result', 'github.status'),
    // The first attempt's creation says nothing about how long a later one waited.
    queuedAt: toolTime(attributes.get(execution.attempt > 1 ? 'github.run_started_at' : 'github.created_at')),
    title: textOf(attributes, 'github.display_title') ?? undefined,
    trigger: textOf(attributes, 'github.event') ?? undefined,
    actor: textOf(attributes, 'github.triggering_actor.login', 'github.actor.login') ?? undefined,
    commit,
    branch: textOf(attributes, 'github.head_branch', 'github.head_ref') ?? around.branch,
    version: around.version === commit ? undefined : around.version,
    url: urlOf(of, 'cicd.pipeline.run.url.full', 'github.html_url'),
    labels: {
      ...around.labels,
      ...(workflow === null ? {} : { 'github.workflow': workflow }),
      ...(path === null ? {} : { 'github.path': path }),
    },
    links: [...retryOf(execution, 'github.run_attempt'), ...(around.links ?? [])],
  }
}

/** The repository and run, from the run's attributes or from the resource's `owner/repo/workflow/run/attempt`. */
function identityOf(of: SpanInContext): ExecutionIdentity {
  const { attributes } = of.span
  const instance = (lookUp(of, 'service.instance.id') ?? '').split('/')
  const [owner, repository, workflowId] = instance.length === 5 ? instance : []
  const url = textOf(attributes, 'cicd.pipeline.run.url.full', 'github.html_url')
  return {
    sourceId: of.source.sourceId,
    namespace:
      repositoryOfUrl(url) ??
      (owner !== undefined
        ? `${owner}/${repository}`
        : (lookUp(of, 'service.namespace', 'service.name') ?? 'github')),
    flow:
      workflowFlow(textOf(attributes, 'github.workflow', 'cicd.pipeline.name'), pathOf(of)) ??
      workflowId ??
      of.span.name,
    nativeId: textOf(attributes, 'github.run_id') ?? of.span.traceId,
    attempt: attemptOf(attributes, 'github.run_attempt'),
  }
}

/** The file of the workflow, without the ref that some exporters put behind it. */
const pathOf = (of: SpanInContext): string | null =>
  textOf(of.span.attributes, 'github.path')?.split('@')[0] ?? null

/** `owner/repo` of a GitHub page of a run, of whatever host. */
export function repositoryOfUrl(url: string | null): string | null {
  const [, owner, repository] =
    /^https?:\/\/[^/]+\/([^/]+)\/([^/]+)\/actions\/runs\/\d+/.exec(url ?? '') ?? []
  return owner === undefined || repository === undefined ? null : `${owner}/${repository}`
}

function markJob(of: SpanInContext): SpanMark {
  const { attributes, name } = of.span
  return {
    dialect: githubActions.name,
    role: 'task',
    sourceId: of.source.sourceId,
    task: {
      nativeId: textOf(attributes, 'github.job.id', 'cicd.pipeline.task.run.id'),
      name: textOf(attributes, 'github.job.name', 'cicd.pipeline.task.name') ?? name,
      kind: 'job',
      mapIndex: null,
      attempt: attemptOf(attributes, 'github.job.run_attempt'),
    },
    states: statesOf(of, 'github.job.conclusion', 'cicd.pipeline.task.run.result', 'github.job.status'),
    queuedAt: toolTime(attributes.get('github.job.created_at')),
    errors: annotationsOf(of),
    worker: textOf(attributes, 'github.job.runner_name', 'cicd.worker.name') ?? undefined,
    url: urlOf(of, 'cicd.pipeline.task.run.url.full', 'github.job.html_url'),
  }
}

function markStep(of: SpanInContext): SpanMark {
  const { attributes, name } = of.span
  return {
    dialect: githubActions.name,
    role: 'task',
    sourceId: of.source.sourceId,
    task: {
      nativeId: null,
      name: textOf(attributes, 'github.job.step.name') ?? name,
      kind: 'step',
      mapIndex: null,
      attempt: 1,
    },
    states: statesOf(
      of,
      'github.job.step.conclusion',
      'cicd.pipeline.task.run.result',
      'github.job.step.status',
    ),
  }
}

/** The conclusion, else the convention's result, else how far it is; nothing where only the span's status is left. */
function statesOf(
  of: SpanInContext,
  conclusion: string,
  result: string,
  progress: string,
): StateObservation[] | undefined {
  const { attributes } = of.span
  const at = saidAt(of)
  const states: StateObservation[] = []
  const concluded = textOf(attributes, conclusion)
  if (concluded !== null) states.push(observe(GITHUB_WORDS, concluded, at, PRECEDENCE.attribute))
  const resulted = textOf(attributes, result)
  if (resulted !== null && (concluded === null || states[0]?.state === 'unknown')) {
    states.push(observe(CICD_RESULTS, resulted, at, PRECEDENCE.convention))
  }
  const progressed = textOf(attributes, progress)
  if (states.length === 0 && progressed !== null && progressed !== 'completed') {
    states.push(observe(GITHUB_WORDS, progressed, at, PRECEDENCE.attribute))
  }
  return states.length === 0 ? undefined : states
}

/** What GitHub noted at the job when it failed; that a command's exit code was 1 is the least of it. */
function annotationsOf(of: SpanInContext): ErrorObservation[] | undefined {
  const { attributes, spanId } = of.span
  const errors: ErrorObservation[] = []
  for (let index = 0; index < 16; index++) {
    const message = textOf(attributes, `github.job.annotations.${index}.message`)
    if (message === null || textOf(attributes, `github.job.annotations.${index}.level`) !== 'failure')
      continue
    const rank = /^Process completed with exit code \d+\.?$/.test(message) ? 1 : 2
    // They share the job's end; a nanosecond each keeps GitHub's order.
    errors.push({ type: null, message, at: String(BigInt(saidAt(of)) + BigInt(index)), spanId, rank })
  }
  return errors.length === 0 ? undefined : errors
}
