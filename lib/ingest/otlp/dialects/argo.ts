import { type ErrorObservation, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { textOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { observe, type StateWords } from './state-words'
import { surroundings } from './surroundings'

/** Phases of workflows and their nodes. */
export const ARGO_WORDS: StateWords = {
  pending: 'queued',
  running: 'running',
  succeeded: 'success',
  failed: 'failed',
  error: 'failed',
  skipped: 'skipped',
  omitted: 'skipped',
}

const DEADLINE = /deadline|max duration limit exceeded/i

const MACHINERY = new Set([
  'startup_controller',
  'startup_cache_sync',
  'persist_updates',
  'reconcile_workflow',
  'reconcile_task_results',
  'reconcile_task_result',
  'pod_reconciliation',
  'try_acquire_lock',
  'create_workflow_pod',
  'wait_client_rate_limiter',
  'run_init_container',
  'run_main_container',
  'run_supervisor_container',
  'run_wait_container',
])

/**
 * Argo Workflows 4.1 (beta): a workflow's span, one for each node, and beside each the phases it went through, which
 * are what tells how it ended. Argo's attributes have no namespace, so names of spans count as much.
 */
export const argo: Dialect = {
  name: 'argo',
  spanKeys: ['node_id', 'node_phase', 'phase'],
  scopes: ['argo-workflows*', 'github.com/argoproj/argo-workflows*'],
  mark(of) {
    const { attributes, name, parentSpanId } = of.span
    const { sourceId } = of.source
    if (name === 'workflow' && attributes.has('name') && attributes.has('namespace')) return markWorkflow(of)
    if (name === 'workflow_phase' && attributes.has('phase')) {
      return { dialect: argo.name, role: 'noise', sourceId, executionStates: [phase(of, 'phase')] }
    }
    if ((name === 'node' || name === 'node_phase') && attributes.has('node_id')) return markNode(of)
    const isRoot = parentSpanId === null && name === 'startup_controller'
    const isArgos = isRoot || argo.scopes?.some((scope) => of.scope.name?.startsWith(scope.slice(0, -1)))
    return MACHINERY.has(name) && (isArgos || attributes.has('node_id'))
      ? { dialect: argo.name, role: 'noise', sourceId }
      : null
  },
}

/** A phase was entered when its span began. */
function phase({ span }: SpanInContext, key: string): StateObservation {
  const at = String(span.startUnixNano)
  const observed = observe(ARGO_WORDS, textOf(span.attributes, key) ?? '', at, PRECEDENCE.attribute)
  const message = textOf(span.attributes, 'message') ?? ''
  return observed.state === 'failed' && DEADLINE.test(message)
    ? { ...observed, state: 'timed_out' }
    : observed
}

function markWorkflow(of: SpanInContext): SpanMark {
  const name = textOf(of.span.attributes, 'name') ?? of.span.name
  return {
    dialect: argo.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...surroundings(of),
    execution: {
      sourceId: of.source.sourceId,
      namespace: textOf(of.span.attributes, 'namespace') ?? 'default',
      flow: flowOf(name),
      nativeId: name,
      attempt: 1,
    },
    title: name,
    // The resource's version is the controller's.
    version: undefined,
  }
}

/** Kubernetes and Argo's schedules name each workflow anew: after its template, with five letters or the time. */
export const flowOf = (workflow: string): string =>
  workflow.replace(/-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{10})$/, '')

function markNode(of: SpanInContext): SpanMark {
  const { attributes } = of.span
  const nodeId = textOf(attributes, 'node_id') ?? of.span.spanId
  const isPhase = of.span.name === 'node_phase'
  const states = isPhase ? [phase(of, 'node_phase')] : undefined
  return {
    dialect: argo.name,
    role: 'task',
    sourceId: of.source.sourceId,
    // Node and phases are one task run: they share its id. Its display name is not told.
    task: {
      nativeId: nodeId,
      name: nodeId,
      kind: textOf(attributes, 'node_type'),
      mapIndex: null,
      attempt: 1,
    },
    states,
    errors: isPhase ? errorsOf(of, states?.[0]) : undefined,
  }
}

function errorsOf(
  { span }: SpanInContext,
  state: StateObservation | undefined,
): ErrorObservation[] | undefined {
  const message = textOf(span.attributes, 'message')
  if (message === null || (state?.state !== 'failed' && state?.state !== 'timed_out')) return undefined
  return [{ type: null, message, at: String(span.startUnixNano), spanId: span.spanId, rank: 2 }]
}
