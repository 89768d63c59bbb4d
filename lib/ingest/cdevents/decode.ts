import { cutText } from '@/lib/executions/cut-text'
import type { CloudEvent } from '@/lib/ingest/cloudevents/cloud-event'
import { contentKey, kept, told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { ConformanceNote, DecodedEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { linksOf } from './links'
import { isRun, type RunEvent, runTelling } from './run'

/** An event of CDEvents 0.3 to 0.6, with the CloudEvent that brought it where there was one. */
type Sent = { of: JsonReader; body: unknown; receivedAt: UnixNano; envelope: CloudEvent | null }

const TYPE = /^dev\.cdevents(x?)\.([a-z0-9-]+)\.([a-z]+)\.(\d[\w.-]*)$/i

/** Whether a document is an event of CDEvents, or one of its links that stand alone. */
export const isCdevent = (of: JsonReader): boolean =>
  /^dev\.cdeventsx?\./.test(of.at('context', 'type').text() ?? '') || isLink(of)

const isLink = (of: JsonReader): boolean =>
  of.at('linkType').text() !== undefined && of.at('timestamp').isThere && of.at('chainId').isThere

/** One event: runs are told, changes of what runs and where are kept. */
export function decodeCdevent(sent: Sent): DecodedEvent | { path: string; message: string } {
  const { of, body, receivedAt } = sent
  if (isLink(of) && !of.at('context').isThere) return decodeLink(sent)
  const context = of.at('context')
  const [id, source, type] = ['id', 'source', 'type'].map((name) => context.at(name).text())
  const subjectId = of.at('subject', 'id').text()
  for (const [name, value] of Object.entries({ id, source, type })) {
    if (value === undefined) return { path: context.at(name).path, message: `CDEvents need context.${name}.` }
  }
  if (subjectId === undefined)
    return { path: of.at('subject', 'id').path, message: 'CDEvents need subject.id.' }
  const at = context.at('timestamp').time()
  const [, custom = '', subject = '', predicate = ''] = TYPE.exec(type ?? '') ?? []
  const links = linksOf(context)
  const named = {
    // Some senders use one id for all that they say of a run: the type is part of the key as well.
    key: `${source} ${id} ${type}`,
    type: type ?? '',
    at: at ?? null,
    subject: subjectOf(of, subject.toLowerCase(), subjectId),
    body,
  }
  const notes = [...notesOn(sent, at), ...links.notes]
  if (custom !== '' || !isRun(subject.toLowerCase()))
    return { ...kept(named, whyKept(custom, subject)), notes }
  const run: RunEvent = {
    of,
    subject: subject.toLowerCase(),
    predicate: predicate.toLowerCase(),
    id: subjectId,
    source: of.at('subject', 'source').text() ?? source ?? '',
    eventId: id ?? '',
    at: at ?? receivedAt,
    chainId: context.at('chainId').text(),
    traceparent: sent.envelope?.traceparent,
    links: links.references,
  }
  return { ...told(named, [runTelling(run)]), notes }
}

const whyKept = (custom: string, subject: string): string => {
  if (custom !== '') return 'An event of a tool’s own, by CDEvents: kept whole.'
  if (subject === '') return 'Its type is none of CDEvents: kept whole.'
  return 'It changes what runs, where, or why, and is not a run: kept for the history of changes.'
}

/** A link between events that was sent by itself. */
function decodeLink({ of, body }: Sent): DecodedEvent {
  const type = cutText(of.at('linkType').text() ?? '', 50)
  const named = {
    key: contentKey(of.value),
    type: `link.${type.toLowerCase()}`,
    at: of.at('timestamp').time() ?? null,
    subject: of.at('chainId').text() ?? null,
    body,
  }
  return kept(named, 'A link between events that are told elsewhere: kept whole.')
}

/** What it is about, for a person. */
function subjectOf(of: JsonReader, subject: string, id: string): string {
  const content = of.at('subject', 'content')
  const words = [
    content.at('pipelineName').text() ??
      content.at('taskName').text() ??
      content.at('testSuite', 'name').text() ??
      content.at('testCase', 'name').text() ??
      content.at('summary').text() ??
      content.at('description').text(),
    id,
    content.at('environment', 'id').text(),
    content.at('artifactId').text(),
  ]
  const said = words.filter((word) => word !== undefined).join(' · ')
  return subject === '' ? said : `${subject} ${said}`
}

function notesOn({ of, envelope }: Sent, at: UnixNano | undefined): ConformanceNote[] {
  const context = of.at('context')
  const notes: ConformanceNote[] = []
  if (!context.at('specversion').isThere && !context.at('version').isThere)
    notes.push({ path: 'context', message: 'It does not say by which version of CDEvents it is.' })
  if (at === undefined) notes.push({ path: 'context.timestamp', message: 'It has no time of its own.' })
  if (envelope === null) return notes
  for (const name of ['id', 'source', 'type'] as const) {
    if (context.at(name).text() !== envelope[name])
      notes.push({
        path: `context.${name}`,
        message: `The CloudEvent around it has another ${name}: this one counts.`,
      })
  }
  return notes
}
