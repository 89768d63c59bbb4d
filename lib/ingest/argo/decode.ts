import { cutText } from '@/lib/executions/cut-text'
import { contentKey, told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { objectsIn } from '@/lib/ingest/kubernetes/kube-object'
import { ARGO_WORDS, flowOf } from '@/lib/ingest/otlp/dialects/argo'
import { observe } from '@/lib/ingest/otlp/dialects/state-words'
import type {
  DecodedEvent,
  DecodedRequest,
  IncomingEvent,
  TaskTelling,
  ToldIdentity,
} from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'

const MAX_NODES = 5_000
const DEADLINE = /deadline|max duration limit exceeded/i

/** Workflows of Argo, as `kubectl get workflow -o json` gives them: the workflow is told, its nodes as task runs. */
export function decodeArgo({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const read: DecodedRequest = { events: [], rejected: [] }
  for (const { of, isDeleted } of objectsIn(body)) {
    const event = of.at('kind').text() === 'Workflow' ? decodeWorkflow(of, isDeleted, receivedAt) : null
    if (event !== null) read.events.push(event)
    else {
      const message = 'Not a workflow of Argo: its kind is Workflow, and it has metadata.name.'
      read.rejected.push({ path: of.path, reason: 'no_identity', message, item: of.value ?? null })
    }
  }
  if (read.events.length + read.rejected.length > 0) return read
  return {
    events: [],
    rejected: [{ path: 'items', reason: 'no_identity', message: 'A list without workflows.', item: body }],
  }
}

function decodeWorkflow(of: JsonReader, isDeleted: boolean, receivedAt: UnixNano): DecodedEvent | null {
  const name = of.at('metadata', 'name').text()
  if (name === undefined) return null
  const namespace = of.at('metadata', 'namespace').text() ?? 'default'
  const execution = toldIdentity(namespace, flowOf(name), name)
  const status = of.at('status')
  const queuedAt = of.at('metadata', 'creationTimestamp').time()
  const state = stateOf(status, queuedAt ?? receivedAt, isDeleted ? receivedAt : null)
  const named = {
    key: contentKey([of.value ?? null, isDeleted]),
    type: `workflow.${state.word.slice(0, 100)}`,
    at: state.at,
    subject: `${namespace}/${name}`,
    body: { type: isDeleted ? 'DELETED' : 'MODIFIED', object: of.value },
  }
  const nodes = status
    .at('nodes')
    .entries()
    .slice(0, MAX_NODES)
    .flatMap(([id, node]) => nodeTelling(node, node.at('id').text() ?? id, execution, state.at) ?? [])
  return told(named, [
    {
      about: 'execution',
      of: execution,
      at: state.at,
      title: name,
      states: [state],
      ...inOrder({ queuedAt, ...timesOf(status, state) }),
      errors: nodes.some((node) => node.errors !== undefined) ? undefined : errorsOf(status, state, 1),
      trigger: of.at('metadata', 'labels', 'workflows.argoproj.io/cron-workflow').isThere
        ? 'schedule'
        : undefined,
      actor: of.at('metadata', 'labels', 'workflows.argoproj.io/creator').text(),
      labels: labelsOf(of),
      references: mentionsIn(of.at('spec', 'arguments').value, 'arguments'),
    },
    ...nodes,
  ])
}

const timesOf = (of: JsonReader, state: StateObservation) => ({
  startedAt: of.at('startedAt').time(),
  endedAt: isTerminal(state.state) ? (of.at('finishedAt').time() ?? state.at) : undefined,
})

/** A node that ran out of time is Failed, and its message says so. */
function stateOf(of: JsonReader, otherwise: UnixNano, deletedAt: UnixNano | null): StateObservation {
  const word = of.at('phase').text() ?? 'Pending'
  const seen = observe(ARGO_WORDS, word, of.at('startedAt').time() ?? otherwise, PRECEDENCE.word)
  if (!isTerminal(seen.state))
    return deletedAt === null ? seen : { ...seen, state: 'cancelled', word: 'deleted', at: deletedAt }
  const at = of.at('finishedAt').time() ?? seen.at
  const isLate = seen.state === 'failed' && DEADLINE.test(of.at('message').text() ?? '')
  return { ...seen, at, state: isLate ? 'timed_out' : seen.state }
}

function errorsOf(of: JsonReader, state: StateObservation, rank: 1 | 2): ErrorObservation[] | undefined {
  if (!isBroken(state.state)) return undefined
  const message = of.at('message').text() ?? `It ended as ${state.word}.`
  return [{ type: null, message: toldMessage(message), at: state.at, spanId: null, rank }]
}

/** Groups of steps only hold others. */
function nodeTelling(
  node: JsonReader,
  id: string,
  execution: ToldIdentity,
  otherwise: UnixNano,
): TaskTelling | null {
  const kind = node.at('type').text()
  if (!node.isObject || kind === 'StepGroup') return null
  const state = stateOf(node, otherwise, null)
  const boundary = node.at('boundaryID').text()
  return {
    about: 'task',
    execution,
    of: { nativeId: cutText(id, 500), mapIndex: null, attempt: 1 },
    at: state.at,
    name: node.at('displayName').text() ?? node.at('name').text() ?? id,
    kind,
    states: [state],
    ...inOrder(timesOf(node, state)),
    // What holds others fails because they do.
    errors: /^(Steps|DAG|Retry|TaskGroup)$/.test(kind ?? '') ? undefined : errorsOf(node, state, 2),
    worker: node.at('hostNodeName').text(),
    ...(boundary === undefined
      ? {}
      : { parent: { nativeId: cutText(boundary, 500), mapIndex: null, attempt: 1 } }),
  }
}

function labelsOf(of: JsonReader): Record<string, string> {
  const labels = of.at('metadata', 'labels')
  const told: [string, string | undefined][] = [
    [
      'argo.template',
      of.at('spec', 'workflowTemplateRef', 'name').text() ??
        labels.at('workflows.argoproj.io/workflow-template').text(),
    ],
    ['argo.cron_workflow', labels.at('workflows.argoproj.io/cron-workflow').text()],
    ['argo.progress', of.at('status', 'progress').text()],
  ]
  return Object.fromEntries(told.filter((each): each is [string, string] => each[1] !== undefined))
}
