import { compareNano } from '@/lib/executions/state'
import { kept, told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldMessage, wholeNumber } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { jobIdentity, ownerOf } from './job'
import type { KubeObject } from './kube-object'

/** Phases of pods, and reasons that say more than their phase. */
export const POD_WORDS: StateWords = {
  pending: 'queued',
  running: 'running',
  succeeded: 'success',
  failed: 'failed',
  deadlineexceeded: 'timed_out',
  deleted: 'cancelled',
}

/** A pod of a Job: one try of it, and so a task run. */
export function decodePod(object: KubeObject): DecodedEvent | null {
  const { of, namespace, name, uid, named } = object
  const job = ownerOf(of, 'Job')
  if (uid === undefined) return null
  if (job?.uid === undefined) return kept(named, 'A pod of no Job: it serves, and does not run to an end.')
  const state = stateOf(object)
  const isOver = isTerminal(state.state)
  const index = of.at('metadata', 'annotations', 'batch.kubernetes.io/job-completion-index').count()
  return told(named, [
    {
      about: 'task',
      execution: jobIdentity(namespace, job.name, job.uid),
      of: { nativeId: uid, mapIndex: index === undefined ? null : wholeNumber(index), attempt: 1 },
      at: state.at,
      name,
      kind: 'pod',
      states: [state],
      ...inOrder({
        queuedAt: of.at('metadata', 'creationTimestamp').time(),
        startedAt: startOf(of),
        endedAt: isOver ? state.at : undefined,
      }),
      errors: errorsOf(of, state),
      worker: of.at('spec', 'nodeName').text(),
    },
  ])
}

const containersOf = (of: JsonReader): JsonReader[] =>
  ['initContainerStatuses', 'containerStatuses'].flatMap((name) => of.at('status', name).items())

/** When its first container ran; the pod's own start is when a node took it. */
function startOf(of: JsonReader): UnixNano | undefined {
  const times = of
    .at('status', 'containerStatuses')
    .items()
    .flatMap((each) =>
      ['running', 'terminated'].flatMap((how) => each.at('state', how, 'startedAt').time() ?? []),
    )
  return times.sort(compareNano)[0]
}

function endOf(of: JsonReader): UnixNano | undefined {
  const times = containersOf(of).flatMap((each) => each.at('state', 'terminated', 'finishedAt').time() ?? [])
  return times.sort(compareNano).at(-1)
}

function stateOf({ of, isDeleted, receivedAt }: KubeObject): StateObservation {
  const phase = of.at('status', 'phase').text() ?? 'Pending'
  const reason = of.at('status', 'reason').text()
  const seen = observe(POD_WORDS, phase, receivedAt, PRECEDENCE.word)
  if (isTerminal(seen.state)) {
    const word = reason === 'DeadlineExceeded' ? reason : phase
    return observe(POD_WORDS, word, endOf(of) ?? receivedAt, PRECEDENCE.word)
  }
  if (isDeleted)
    return observe(
      POD_WORDS,
      'deleted',
      of.at('metadata', 'deletionTimestamp').time() ?? receivedAt,
      PRECEDENCE.word,
    )
  const since = seen.state === 'running' ? startOf(of) : of.at('metadata', 'creationTimestamp').time()
  return { ...seen, at: since ?? receivedAt }
}

/** Why it broke: what its containers said at their end, or else the pod. */
function errorsOf(of: JsonReader, state: StateObservation): ErrorObservation[] | undefined {
  if (!isBroken(state.state)) return undefined
  for (const container of containersOf(of)) {
    const end = container.at('state', 'terminated')
    const code = end.at('exitCode').number()
    if (code === undefined || code === 0) continue
    const reason = end.at('reason').text() ?? 'Error'
    const told =
      end.at('message').text() ?? `${container.at('name').text() ?? 'container'} ended with exit code ${code}`
    return [{ type: reason, message: toldMessage(told), at: state.at, spanId: null, rank: 1 }]
  }
  const message = of.at('status', 'message').text() ?? 'The pod failed.'
  const type = of.at('status', 'reason').text() ?? null
  return [{ type, message: toldMessage(message), at: state.at, spanId: null, rank: 1 }]
}
