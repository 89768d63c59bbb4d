import { kept, told } from '@/lib/ingest/events/decoded-event'
import type {
  ConformanceNote,
  DecodedEvent,
  DecodedRequest,
  IncomingEvent,
  RejectedEvent,
} from '@/lib/model/event'
import type { LineageEvent } from '@/lib/model/lineage'
import { canonicalText, sha256, TooDeep } from './canonical'
import { conformanceNotes } from './conformance'
import { Invalid, readLineageEvent } from './read-event'
import { redactEvent } from './redact-facets'
import { isObject, storable } from './shape'

/** Raised whenever the same event tells something else than before. */
export const OPENLINEAGE_PARSER = 1

/**
 * Reads what came to `POST /api/v1/lineage` or `/batch`: one event or an array of them. Only what cannot be keyed or timed
 * is refused, each item alone; whatever else is not as the specification wants it becomes a note.
 */
export function decodeLineage(event: IncomingEvent): DecodedRequest {
  const { body } = event
  const items = Array.isArray(body) ? body : [body]
  const request: DecodedRequest = { events: [], rejected: [] }
  for (const [index, item] of items.entries()) {
    const at = Array.isArray(body) ? `[${index}]` : ''
    const decoded = decodeItem(item, at)
    if ('reason' in decoded) request.rejected.push(decoded)
    else request.events.push(decoded)
  }
  return request
}

function decodeItem(item: unknown, at: string): DecodedEvent | RejectedEvent {
  const reject = (path: string, message: string, shown: unknown = item): RejectedEvent => ({
    path: at !== '' && path !== '' ? `${at}.${path}` : `${at}${path}`,
    reason: 'invalid',
    message,
    item: shown,
  })
  const object = isObject(item) ? item : null
  const notes: ConformanceNote[] = []
  try {
    // Of what was sent, so that what is redacted tomorrow does not make it another event.
    const text = canonicalText(item)
    if (object === null) return reject('', 'An OpenLineage event is a JSON object')
    const body = redactEvent(object)
    const lineage = readLineageEvent(text.includes('\\u') ? storable(body) : body, notes)
    notes.push(...conformanceNotes(body))
    return decodedEvent(sha256(text), body, lineage, notes)
  } catch (error) {
    if (error instanceof TooDeep) return reject('', error.message, null)
    if (error instanceof Invalid) return reject(error.path, error.message)
    throw error
  }
}

const MAX_NOTES = 50

function decodedEvent(
  key: string,
  body: unknown,
  lineage: LineageEvent,
  notes: ConformanceNote[],
): DecodedEvent {
  const named = {
    key,
    type: lineage.eventType ?? { run: 'RunEvent', job: 'JobEvent', dataset: 'DatasetEvent' }[lineage.kind],
    at: lineage.at,
    subject: subjectOf(lineage),
    body,
  }
  const event = lineage.kind === 'run' ? told(named, []) : kept(named, BECAUSE[lineage.kind])
  return { ...event, lineage, notes: notes.slice(0, MAX_NOTES) }
}

const BECAUSE = {
  job: 'It describes a job outside of any run',
  dataset: 'It describes a dataset outside of any run',
} as const

const subjectOf = ({ job, dataset }: LineageEvent): string | null => {
  const named = job ?? dataset
  return named === null ? null : `${named.namespace} · ${named.name}`
}
