import { PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { textOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { serviceOf } from './own-root'
import { saidAt, surroundings } from './surroundings'

const RUN_ID = ['run_id', 'temporalRunID', 'temporalRunId']
const WORKFLOW_ID = ['temporalWorkflowID', 'temporalWorkflowId']
const ACTIVITY_ID = ['temporalActivityID', 'temporalActivityId']
const SCOPES = ['@temporalio/*', 'temporal-sdk-*', 'temporalio*', 'io.temporal*']

const VERB =
  /^(Start|SignalWithStart|UpdateWithStart|Run|Complete|Signal|Query|Update|Validate|Handle|Terminate|Cancel|ContinueAsNew|StartChild|Create|Describe|Execute)(Workflow|Activity|LocalActivity|ChildWorkflow|NexusOperation|Signal|Query|Update|WithStart|Nexus)?\w*:(.+)$/

/**
 * Temporal's interceptors of all its SDKs: `RunWorkflow:<type>` is an execution, `RunActivity:<type>` a task run, each
 * try a span of its own. All else (starting, signalling, asking) is noise.
 */
export const temporal: Dialect = {
  name: 'temporal',
  spanKeys: [...WORKFLOW_ID, ...ACTIVITY_ID, 'temporalRunID', 'temporalRunId', 'run_id'],
  scopes: SCOPES,
  mark(of) {
    const { attributes, name } = of.span
    const [, verb, noun, type] = VERB.exec(name) ?? []
    if (verb === undefined || type === undefined) return null
    const isTemporal =
      [...WORKFLOW_ID, ...ACTIVITY_ID, ...RUN_ID].some((key) => attributes.has(key)) ||
      SCOPES.some((scope) => of.scope.name?.startsWith(scope.slice(0, -1)))
    if (!isTemporal) return null
    if (noun === 'Workflow' && (verb === 'Run' || verb === 'Complete'))
      return markWorkflow(of, type, verb === 'Complete')
    if ((noun === 'Activity' || noun === 'LocalActivity') && verb === 'Run') return markActivity(of, type)
    return { dialect: temporal.name, role: 'noise', sourceId: of.source.sourceId }
  },
}

function markWorkflow(of: SpanInContext, type: string, isEnd: boolean): SpanMark {
  const { attributes } = of.span
  const workflowId = textOf(attributes, ...WORKFLOW_ID)
  return {
    dialect: temporal.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...surroundings(of),
    execution: {
      sourceId: of.source.sourceId,
      namespace: textOf(attributes, 'temporalNamespace') ?? serviceOf(of),
      flow: type,
      nativeId: textOf(attributes, ...RUN_ID) ?? workflowId ?? of.span.traceId,
      attempt: 1,
    },
    states: workflowStates(of, isEnd),
    title: workflowId ?? undefined,
  }
}

/** Python's older interceptor tells the beginning by a span without length and the end by another. */
function workflowStates(of: SpanInContext, isEnd: boolean): StateObservation[] | undefined {
  const at = saidAt(of)
  const isMoment = of.span.startUnixNano === of.span.endUnixNano
  if (isMoment && !isEnd)
    return [{ state: 'running', word: 'RunWorkflow', at, precedence: PRECEDENCE.attribute }]
  return endedBy(of)
}

/** Cancellation and timeout are exceptions too; the status says ERROR for them as for a failure. */
function endedBy(of: SpanInContext): StateObservation[] | undefined {
  const types = of.span.events.map((event) => textOf(event.attributes, 'exception.type') ?? '')
  const word = types.find((type) => /(cancell?ed|timeout|timedout)/i.test(type))
  if (word === undefined || of.span.statusCode !== 2) return undefined
  const state = /cancell?ed/i.test(word) ? 'cancelled' : 'timed_out'
  return [{ state, word, at: saidAt(of), precedence: PRECEDENCE.attribute }]
}

function markActivity(of: SpanInContext, type: string): SpanMark {
  return {
    dialect: temporal.name,
    role: 'task',
    sourceId: of.source.sourceId,
    // The activity's id is that of all its tries, which no attribute counts.
    task: { nativeId: null, name: type, kind: 'activity', mapIndex: null, attempt: 1 },
    states: endedBy(of),
    worker: textOf(of.resource.attributes, 'host.name', 'k8s.pod.name') ?? undefined,
  }
}
