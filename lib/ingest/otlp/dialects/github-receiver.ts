import { type ExecutionIdentity, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { workflowFlow } from '../../github/workflow-flow'
import { retryOf } from './attempts'
import { lookUp, textOf, urlOf, wholeOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { repositoryOfUrl } from './github-actions'
import { CICD_RESULTS, GITHUB_WORDS, observe, type StateWords } from './state-words'
import { saidAt, surroundings } from './surroundings'

const WORDS: StateWords = { ...GITHUB_WORDS, ...CICD_RESULTS }
/** A job's resource has its own id alone, not that of the run; run-with-telemetry writes the other one. */
const JOB_IDS = ['cicd.pipeline.task.run.id', 'cicd.pipeline.run.task.id']
const PREVIOUS = 'cicd.pipeline.run.previous_attempt.url.full'

/**
 * The Collector's GitHub receiver: webhooks become spans with ids made of run id and attempt, so that pieces meet.
 * Names are of an early draft of the conventions, and on the resource, which holds the job's name where the span is a job's.
 */
export const githubReceiver: Dialect = {
  name: 'github-receiver',
  spanKeys: [],
  resourceKeys: ['cicd.'],
  mark(of) {
    const vendor = textOf(of.resource.attributes, 'vcs.vendor.name', 'vcs.provider.name')
    const { attributes: said } = of.resource
    const isRuns = said.has('cicd.pipeline.run.id')
    if (vendor !== 'github' || !(isRuns || JOB_IDS.some((key) => said.has(key)))) return null
    const { attributes, parentSpanId, name } = of.span
    if (parentSpanId === null) return isRuns ? markRun(of) : null
    if (attributes.has('cicd.pipeline.run.queue.duration') || /^queue-/.test(name)) {
      return { dialect: githubReceiver.name, role: 'noise', sourceId: of.source.sourceId }
    }
    if (attributes.has('cicd.pipeline.task.name')) return markTask(of, 'step', stepStates(of))
    const isJob = said.has('cicd.pipeline.run.task.status') || textOf(said, 'cicd.pipeline.name') === name
    return isJob ? markTask(of, 'job', jobStates(of)) : null
  },
}

function markRun(of: SpanInContext): SpanMark {
  const { attributes } = of.resource
  const url = textOf(attributes, 'cicd.pipeline.run.url.full')
  const workflow = textOf(attributes, 'cicd.pipeline.name')
  const path = textOf(attributes, 'cicd.pipeline.file.path')
  const execution: ExecutionIdentity = {
    sourceId: of.source.sourceId,
    namespace: repositoryOfUrl(url) ?? repositoryOf(of),
    flow: workflowFlow(workflow, path) ?? of.span.name,
    nativeId: textOf(attributes, 'cicd.pipeline.run.id') ?? of.span.traceId,
    attempt: runAttempt(of),
  }
  const around = surroundings(of)
  const earlierTrace = of.span.links[0]?.traceId
  return {
    dialect: githubReceiver.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...around,
    execution,
    states: wordStates(of, textOf(attributes, 'cicd.pipeline.run.status')),
    actor:
      textOf(attributes, 'github.workflow.trigger.actor.username', 'cicd.pipeline.run.sender.login') ??
      undefined,
    url: urlOf(of, 'cicd.pipeline.run.url.full'),
    labels: {
      ...around.labels,
      ...(workflow === null ? {} : { 'github.workflow': workflow }),
      ...(path === null ? {} : { 'github.path': path.split('@')[0] ?? path }),
    },
    links: execution.attempt > 1 ? retryOf(execution, PREVIOUS, earlierTrace) : around.links,
  }
}

function repositoryOf(of: SpanInContext): string {
  const name = lookUp(of, 'vcs.repository.name', 'service.name') ?? 'github'
  const owner = lookUp(of, 'vcs.owner.name', 'vcs.repository.owner')
  return owner === null || name.includes('/') ? name : `${owner}/${name}`
}

function runAttempt(of: SpanInContext): number {
  const { attributes } = of.resource
  const told = wholeOf(attributes, 'github.workflow.run.attempt')
  if (told !== null) return Math.max(1, told)
  const [, own] = /\/attempts\/(\d{1,6})/.exec(textOf(attributes, 'cicd.pipeline.run.url.full') ?? '') ?? []
  const [, before] = /\/attempts\/(\d{1,6})/.exec(textOf(attributes, PREVIOUS) ?? '') ?? []
  return own !== undefined ? Number(own) : before !== undefined ? Number(before) + 1 : 1
}

function markTask(of: SpanInContext, kind: 'job' | 'step', states: StateObservation[] | undefined): SpanMark {
  const isJob = kind === 'job'
  return {
    dialect: githubReceiver.name,
    role: 'task',
    sourceId: of.source.sourceId,
    task: {
      // A step's resource is its job's.
      nativeId: isJob ? textOf(of.resource.attributes, ...JOB_IDS) : null,
      name: textOf(of.span.attributes, 'cicd.pipeline.task.name') ?? of.span.name,
      kind,
      mapIndex: null,
      attempt: 1,
    },
    states,
    worker: isJob ? (lookUp(of, 'cicd.pipeline.worker.name', 'cicd.worker.name') ?? undefined) : undefined,
    url: isJob ? urlOf(of, 'cicd.pipeline.task.run.url.full', 'cicd.pipeline.run.url.full') : undefined,
  }
}

const jobStates = (of: SpanInContext): StateObservation[] | undefined =>
  wordStates(of, textOf(of.resource.attributes, 'cicd.pipeline.run.task.status'))

/** The attribute, or where that is a word of nobody's the status message, which holds GitHub's own conclusion. */
function wordStates(of: SpanInContext, status: string | null): StateObservation[] | undefined {
  const at = saidAt(of)
  const words = [status, of.span.statusMessage].filter((word): word is string => word !== null && word !== '')
  const states = words.map((word) => observe(WORDS, word, at, PRECEDENCE.convention))
  const known = states.find((each) => each.state !== 'unknown') ?? states[0]
  return known === undefined ? undefined : [known]
}

/** A skipped step is sent as `failure`; only the span's status, then unset, tells them apart. */
function stepStates(of: SpanInContext): StateObservation[] | undefined {
  const word = textOf(of.span.attributes, 'cicd.pipeline.run.task.status')
  if (word === null) return undefined
  const isSkipped = word === 'failure' && of.span.statusCode !== 2
  return [observe(WORDS, isSkipped ? 'skipped' : word, saidAt(of), PRECEDENCE.convention)]
}
