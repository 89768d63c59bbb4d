import { contentKey, ignored, kept } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { decodeJob } from './job'
import { type KubeObject, objectsIn } from './kube-object'
import { decodePod } from './pod'

/** Objects of the Kubernetes API as a watcher posts them: Jobs and their pods are told, CronJobs and Events are kept. */
export function decodeKubernetes({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const read: DecodedRequest = { events: [], rejected: [] }
  for (const { of, isDeleted } of objectsIn(body)) {
    const event = decodeObject(of, isDeleted, receivedAt)
    if (event !== null) read.events.push(event)
    else {
      const message = 'Not an object of Kubernetes: kind, metadata.name or metadata.uid is missing.'
      read.rejected.push({ path: of.path, reason: 'no_identity', message, item: of.value ?? null })
    }
  }
  if (read.events.length + read.rejected.length > 0) return read
  const message = 'A list without objects.'
  return { events: [], rejected: [{ path: 'items', reason: 'no_identity', message, item: body }] }
}

function decodeObject(of: JsonReader, isDeleted: boolean, receivedAt: UnixNano): DecodedEvent | null {
  const [kind, name] = [of.at('kind').text(), of.at('metadata', 'name').text()]
  if (kind === undefined || name === undefined) return null
  const namespace = of.at('metadata', 'namespace').text() ?? 'default'
  const [uid, version] = ['uid', 'resourceVersion'].map((each) => of.at('metadata', each).text())
  const named: KubeObject['named'] = {
    // The same version of the same object is the same event, however often a watch begins anew.
    key:
      uid === undefined || version === undefined
        ? contentKey(of.value)
        : `${uid} ${version}${isDeleted ? ' deleted' : ''}`,
    type: `${kind}.${isDeleted ? 'deleted' : 'changed'}`,
    at: timeOf(of) ?? null,
    subject: subjectOf(of, `${namespace}/${name}`),
    // As in a watch, so that it reads the same again.
    body: { type: isDeleted ? 'DELETED' : 'MODIFIED', object: of.value },
  }
  const object: KubeObject = { of, kind, namespace, name, uid, isDeleted, named, receivedAt }
  if (kind === 'Job') return decodeJob(object)
  if (kind === 'Pod') return decodePod(object)
  if (kind === 'CronJob')
    return kept(named, 'How something is scheduled, not a run: kept for the history of changes.')
  if (kind === 'Event') return kept(named, 'What Kubernetes says of an object: kept beside it.')
  return ignored(named, `Nothing is made of objects of the kind ${kind.slice(0, 100)}.`)
}

const timeOf = (of: JsonReader): UnixNano | undefined =>
  of.at('series', 'lastObservedTime').time() ??
  of.at('eventTime').time() ??
  of.at('lastTimestamp').time() ??
  of.at('deprecatedLastTimestamp').time() ??
  of.at('status', 'completionTime').time() ??
  of.at('status', 'startTime').time() ??
  of.at('metadata', 'creationTimestamp').time()

/** An Event is about the object that it regards. */
function subjectOf(of: JsonReader, self: string): string {
  const about = of.at('regarding').isObject ? of.at('regarding') : of.at('involvedObject')
  const name = about.at('name').text()
  if (name === undefined) return self
  const words = [
    `${about.at('kind').text() ?? ''} ${name}`.trim(),
    of.at('reason').text(),
    of.at('note').text() ?? of.at('message').text(),
  ]
  return words.filter((word) => word !== undefined).join(' · ')
}
