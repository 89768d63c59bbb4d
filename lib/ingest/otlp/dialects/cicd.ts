import {
  type ErrorObservation,
  type ExecutionIdentity,
  PRECEDENCE,
  type StateObservation,
} from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { lookUp, textOf, urlOf } from './attribute-lookup'
import { type Dialect, hasKeyUnder, type SpanInContext } from './dialect'
import { serviceOf } from './own-root'
import { CICD_RESULTS, GITHUB_WORDS, GITLAB_WORDS, observe, type StateWords } from './state-words'
import { saidAt, surroundings, workerOf } from './surroundings'

/** Custom results are allowed, and tools put their own words there; none of them contradict each other. */
const WORDS: StateWords = { ...GITLAB_WORDS, ...GITHUB_WORDS, ...CICD_RESULTS }

/** The CI/CD semantic conventions 1.44 by whichever tool: span first, then resource, then older names. */
export const cicd: Dialect = {
  name: 'cicd',
  spanKeys: ['cicd.'],
  resourceKeys: ['cicd.pipeline.'],
  mark(of) {
    const { attributes, parentSpanId, kind } = of.span
    if (!hasKeyUnder(attributes, 'cicd.') && !hasKeyUnder(of.resource.attributes, 'cicd.pipeline.'))
      return null
    if (attributes.has('cicd.pipeline.task.name') || attributes.has('cicd.pipeline.task.run.id'))
      return markTask(of)
    const isRun = ['cicd.pipeline.result', 'cicd.pipeline.action.name', 'cicd.pipeline.run.state'].some(
      (key) => attributes.has(key),
    )
    if (isRun || (parentSpanId === null && (kind === 2 || attributes.has('cicd.pipeline.run.id'))))
      return markRun(of)
    // A root of something that ran inside a pipeline: the resource says which, so it is one of its tasks.
    return parentSpanId === null && of.resource.attributes.has('cicd.pipeline.run.id') ? markTask(of) : null
  },
}

const identityOf = (of: SpanInContext, flow: string, nativeId: string): ExecutionIdentity => ({
  sourceId: of.source.sourceId,
  namespace: repositoryOf(of) ?? serviceOf(of),
  flow,
  nativeId,
  attempt: 1,
})

function repositoryOf(of: SpanInContext): string | null {
  const [, path] =
    /^https?:\/\/[^/]+\/(.+?)(?:\.git)?\/?$/.exec(lookUp(of, 'vcs.repository.url.full') ?? '') ?? []
  if (path !== undefined) return path
  const name = lookUp(of, 'vcs.repository.name')
  const owner = lookUp(of, 'vcs.owner.name')
  return name === null || owner === null || name.includes('/') ? name : `${owner}/${name}`
}

function markRun(of: SpanInContext): SpanMark {
  const flow = lookUp(of, 'cicd.pipeline.name') ?? of.span.name
  return {
    dialect: cicd.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...surroundings(of),
    execution: identityOf(of, flow, lookUp(of, 'cicd.pipeline.run.id') ?? of.span.traceId),
    states: runStates(of),
    errors: errorsOf(of),
    trigger: textOf(of.span.attributes, 'cicd.pipeline.trigger.type') ?? undefined,
    actor: lookUp(of, 'cicd.pipeline.run.actor.name', 'cicd.pipeline.run.sender.login') ?? undefined,
    url: urlOf(of, 'cicd.pipeline.run.url.full'),
  }
}

/** The result; while there is none, how far the run is, which the span's end outranks only as the last resort. */
function runStates(of: SpanInContext): StateObservation[] | undefined {
  const result = lookUp(of, 'cicd.pipeline.result', 'cicd.pipeline.run.status')
  if (result !== null) return [observe(WORDS, result, saidAt(of), PRECEDENCE.convention)]
  const state = lookUp(of, 'cicd.pipeline.run.state')
  const isOpen = of.span.endUnixNano === 0n
  return state !== null && isOpen ? [observe(WORDS, state, saidAt(of), PRECEDENCE.convention)] : undefined
}

function markTask(of: SpanInContext): SpanMark {
  const { attributes, name } = of.span
  const result = textOf(attributes, 'cicd.pipeline.task.run.result', 'cicd.pipeline.run.task.status')
  const flow = lookUp(of, 'cicd.pipeline.name')
  const runId = lookUp(of, 'cicd.pipeline.run.id')
  return {
    dialect: cicd.name,
    role: 'task',
    sourceId: of.source.sourceId,
    // Only a root must name its execution; any other task lies in it.
    ...(flow !== null && runId !== null && of.span.parentSpanId === null
      ? { execution: identityOf(of, flow, runId) }
      : {}),
    task: {
      nativeId: textOf(attributes, 'cicd.pipeline.task.run.id'),
      name: textOf(attributes, 'cicd.pipeline.task.name') ?? name,
      kind: textOf(attributes, 'cicd.pipeline.task.type'),
      mapIndex: null,
      attempt: 1,
    },
    states: result === null ? undefined : [observe(WORDS, result, saidAt(of), PRECEDENCE.convention)],
    errors: errorsOf(of),
    worker: workerOf(of),
    url: urlOf(of, 'cicd.pipeline.task.run.url.full'),
  }
}

/** `error.type` is required of failures; the status message, where there is one, says more. */
function errorsOf({ span }: SpanInContext): ErrorObservation[] | undefined {
  const type = textOf(span.attributes, 'error.type')
  if (type === null) return undefined
  return [{ type, message: span.statusMessage || type, at: saidAt({ span }), spanId: span.spanId, rank: 0 }]
}
