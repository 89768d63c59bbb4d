import { cutText } from '@/lib/executions/cut-text'
import { nativeKey } from '@/lib/executions/execution-key'
import { told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent, ToldIdentity } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { flowOfName, type KubeObject } from './kube-object'

/** Conditions of Jobs, and reasons that say more than their condition. */
export const JOB_WORDS: StateWords = {
  pending: 'queued',
  active: 'running',
  retrying: 'retrying',
  suspended: 'waiting',
  complete: 'success',
  failed: 'failed',
  deadlineexceeded: 'timed_out',
  deleted: 'cancelled',
}

/** Which execution a Job is. Its pods know its name and uid, and not which CronJob made it: the flow follows from the name. */
export const jobIdentity = (namespace: string, job: string, uid: string): ToldIdentity =>
  toldIdentity(namespace, flowOfName(job), uid)

/** A Job as an execution; null where it has no uid. */
export function decodeJob(object: KubeObject): DecodedEvent | null {
  const { of, namespace, name, uid, named, receivedAt } = object
  if (uid === undefined) return null
  const state = stateOf(object)
  const isOver = isTerminal(state.state)
  const ended = of.at('status', 'completionTime').time() ?? state.at
  const keys = [nativeKey('kubernetes', 'job', uid)]
  return told(named, [
    {
      about: 'execution',
      of: jobIdentity(namespace, name, uid),
      at: isOver ? ended : receivedAt,
      title: name,
      states: [state],
      ...inOrder({
        queuedAt: of.at('metadata', 'creationTimestamp').time(),
        startedAt: of.at('status', 'startTime').time(),
        endedAt: isOver ? ended : undefined,
      }),
      errors: errorsOf(of, state),
      trigger: ownerOf(of, 'CronJob') === undefined ? 'created' : 'schedule',
      labels: labelsOf(of),
      keys,
      references: mentionsIn(of.at('metadata', 'annotations').value, 'annotations', keys),
    },
  ])
}

/** The condition that holds, the last word first. */
function conditionOf(of: JsonReader): JsonReader | undefined {
  const holding = of
    .at('status', 'conditions')
    .items()
    .filter((each) => each.at('status').text()?.toLowerCase() === 'true')
  for (const type of ['Complete', 'Failed', 'Suspended'])
    for (const each of holding) if (each.at('type').text() === type) return each
  return undefined
}

function stateOf({ of, isDeleted, receivedAt }: KubeObject): StateObservation {
  const condition = conditionOf(of)
  const seenAs = (word: string, at: string) => observe(JOB_WORDS, word, at, PRECEDENCE.word)
  if (condition !== undefined) {
    const type = condition.at('type').text() ?? ''
    const at = condition.at('lastTransitionTime').time() ?? receivedAt
    const reason = condition.at('reason').text()
    // A Job that is let go again is no longer suspended, and then has no such condition.
    return seenAs(type === 'Failed' && reason === 'DeadlineExceeded' ? reason : type, at)
  }
  if (isDeleted) return seenAs('deleted', of.at('metadata', 'deletionTimestamp').time() ?? receivedAt)
  const [active, failed] = ['active', 'failed'].map((name) => of.at('status', name).count() ?? 0)
  if ((active ?? 0) > 0 && (failed ?? 0) > 0) return seenAs('retrying', receivedAt)
  const startedAt = of.at('status', 'startTime').time()
  if ((active ?? 0) > 0) return seenAs('active', startedAt ?? receivedAt)
  return seenAs('pending', of.at('metadata', 'creationTimestamp').time() ?? receivedAt)
}

function errorsOf(of: JsonReader, state: StateObservation): ErrorObservation[] | undefined {
  if (!isBroken(state.state)) return undefined
  const condition = conditionOf(of)
  const message = condition?.at('message').text() ?? `The Job ended as ${cutText(state.word, 200)}.`
  const type = condition?.at('reason').text() ?? null
  return [{ type, message: toldMessage(message), at: state.at, spanId: null, rank: 1 }]
}

/** The name of the owner of a kind. */
export function ownerOf(of: JsonReader, kind: string): { name: string; uid: string | undefined } | undefined {
  for (const owner of of.at('metadata', 'ownerReferences').items()) {
    const name = owner.at('name').text()
    if (owner.at('kind').text() === kind && name !== undefined) return { name, uid: owner.at('uid').text() }
  }
  return undefined
}

function labelsOf(of: JsonReader): Record<string, string> {
  const scheduled = of.at('metadata', 'annotations', 'batch.kubernetes.io/cronjob-scheduled-timestamp').text()
  const told: [string, string | undefined][] = [
    ['kubernetes.job', of.at('metadata', 'name').text()],
    ['kubernetes.cronjob', ownerOf(of, 'CronJob')?.name],
    ['kubernetes.scheduled_at', scheduled],
    ['kubernetes.app', of.at('metadata', 'labels', 'app.kubernetes.io/name').text()],
  ]
  return Object.fromEntries(told.filter((each): each is [string, string] => each[1] !== undefined))
}
