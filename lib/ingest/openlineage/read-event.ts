import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { ConformanceNote } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import type { Facets, LineageEvent, LineageName, LineageUse } from '@/lib/model/lineage'
import { isObject, listAt } from './shape'

/** Below the least that an event must hold: it could not be kept as anything. */
export class Invalid extends Error {
  override readonly name = 'Invalid'
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message)
  }
}

export const EVENT_TYPES: ReadonlySet<string> = new Set([
  'START',
  'RUNNING',
  'COMPLETE',
  'ABORT',
  'FAIL',
  'OTHER',
])

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Names of flows are in an index, which takes no more. */
const MAX_NAME_BYTES = 2_000
const MAX_RUN_ID = 500
/** Names of facets are in an index, too. */
const MAX_FACET_NAME = 500

/**
 * The event by its shape (a run makes it a run event, a dataset a dataset event, else a job makes it a job event), whatever
 * its schemaURL says. Throws `Invalid` where run id, names or time are missing; adds to `notes` what else is odd.
 */
export function readLineageEvent(body: Record<string, unknown>, notes: ConformanceNote[]): LineageEvent {
  const read = new JsonReader(body)
  const at = timeOf(read, notes)
  const producer = read.at('producer').text() ?? null
  const common = { at, eventType: eventTypeOf(read, notes), producer }
  const uses = () => ({
    inputs: usesOf(body, 'inputs', 'inputFacets', notes),
    outputs: usesOf(body, 'outputs', 'outputFacets', notes),
  })
  if (read.at('run').isThere) {
    const run = { id: runIdOf(read, notes), facets: facetsOf(read.at('run', 'facets'), notes) }
    return { kind: 'run', ...common, run, job: jobOf(read, notes), dataset: null, ...uses() }
  }
  if (read.at('dataset').isThere) {
    const facets = facetsOf(read.at('dataset', 'facets'), notes)
    const dataset = { ...nameOf(read.at('dataset')), facets }
    return {
      kind: 'dataset',
      ...common,
      eventType: null,
      run: null,
      job: null,
      dataset,
      inputs: [],
      outputs: [],
    }
  }
  if (read.at('job').isThere)
    return {
      kind: 'job',
      ...common,
      eventType: null,
      run: null,
      job: jobOf(read, notes),
      dataset: null,
      ...uses(),
    }
  throw new Invalid('', 'An OpenLineage event has a run, a job or a dataset')
}

function timeOf(read: JsonReader, notes: ConformanceNote[]): UnixNano {
  const time = read.at('eventTime')
  const at = time.time()
  if (at === undefined)
    throw new Invalid('eventTime', time.isThere ? 'Not a time as in RFC 3339' : 'The time is missing')
  if (typeof time.value !== 'string') notes.push({ path: 'eventTime', message: 'Not text as in RFC 3339' })
  else if (!/(z|utc|[+-]\d{2}:?\d{2})\s*$/i.test(time.value))
    notes.push({ path: 'eventTime', message: 'Without a time zone: read as UTC' })
  return at
}

function eventTypeOf(read: JsonReader, notes: ConformanceNote[]): string | null {
  const said = read.at('eventType').text()
  if (said === undefined) return null
  const type = said.toUpperCase()
  if (EVENT_TYPES.has(type)) {
    if (type !== said) notes.push({ path: 'eventType', message: 'Not in capital letters' })
    return type
  }
  notes.push({ path: 'eventType', message: `Not one of ${[...EVENT_TYPES].join(', ')}: read as OTHER` })
  return 'OTHER'
}

function runIdOf(read: JsonReader, notes: ConformanceNote[]): string {
  const id = read.at('run', 'runId').text()
  if (id === undefined) throw new Invalid('run.runId', 'The id of the run is missing')
  if (id.length > MAX_RUN_ID)
    throw new Invalid('run.runId', `Longer than ${MAX_RUN_ID} characters; an id should be a UUID`)
  const uuid = sameRunId(id)
  if (!UUID.test(id)) notes.push({ path: 'run.runId', message: 'Not a UUID' })
  return uuid
}

/** UUIDs are the same in either case; other ids are kept to the letter. */
export const sameRunId = (id: string): string => (UUID.test(id) ? id.toLowerCase() : id)

function jobOf(read: JsonReader, notes: ConformanceNote[]): LineageName & { facets: Facets } {
  return { ...nameOf(read.at('job')), facets: facetsOf(read.at('job', 'facets'), notes) }
}

function nameOf(read: JsonReader): LineageName {
  const [namespace, name] = [nameText(read.at('namespace')), nameText(read.at('name'))]
  if (namespace === undefined) throw new Invalid(read.at('namespace').path, 'The namespace is missing')
  if (name === undefined) throw new Invalid(read.at('name').path, 'The name is missing')
  if (isTooLong(namespace, name))
    throw new Invalid(read.at('name').path, `Namespace and name are longer than ${MAX_NAME_BYTES} bytes`)
  return { namespace, name }
}

/** A name to the letter: with another space in it, it is another name. */
const nameText = (read: JsonReader): string | undefined =>
  typeof read.value === 'string' && read.value.trim() !== '' ? read.value : read.text()

/** True for names that no index would take. */
export const isTooLong = (namespace: string, name: string): boolean =>
  namespace.length + name.length > MAX_NAME_BYTES / 4 &&
  Buffer.byteLength(namespace) + Buffer.byteLength(name) > MAX_NAME_BYTES

function usesOf(
  body: Record<string, unknown>,
  key: 'inputs' | 'outputs',
  facetsKey: string,
  notes: ConformanceNote[],
): LineageUse[] {
  return listAt(body, key).flatMap((item, index) => {
    const read = new JsonReader(item, `${key}[${index}]`)
    const [namespace, name] = [nameText(read.at('namespace')), nameText(read.at('name'))]
    if (namespace === undefined || name === undefined || isTooLong(namespace, name)) {
      const message = 'A dataset without namespace and name (or too long ones): left out'
      notes.push({ path: read.path, message })
      return []
    }
    return [
      {
        namespace,
        name,
        facets: facetsOf(read.at('facets'), notes),
        useFacets: facetsOf(read.at(facetsKey), notes),
      },
    ]
  })
}

const NONE: Facets = {}

/** Every facet that is not null, exactly as it is. */
function facetsOf(read: JsonReader, notes: ConformanceNote[]): Facets {
  if (!isObject(read.value)) return NONE
  const facets = Object.entries(read.value)
  const isSound = ([name, value]: [string, unknown]) => value !== null && name.length <= MAX_FACET_NAME
  if (facets.every(isSound)) return read.value
  if (facets.some(([name]) => name.length > MAX_FACET_NAME))
    notes.push({
      path: read.path,
      message: `Facets with names of over ${MAX_FACET_NAME} characters: left out`,
    })
  return Object.fromEntries(facets.filter(isSound))
}
