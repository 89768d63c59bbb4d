import type { ConformanceNote } from '@/lib/model/event'
import { isObject, listAt, objectAt } from './shape'

/** Fields without which a standard facet says nothing, as its schema has them (any version of the same model). */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  nominalTime: ['nominalStartTime'],
  parent: ['run', 'job'],
  errorMessage: ['message', 'programmingLanguage'],
  extractionError: ['totalTasks', 'failedTasks', 'errors'],
  processing_engine: ['version'],
  externalQuery: ['externalQueryId', 'source'],
  environmentVariables: ['environmentVariables'],
  test: ['tests'],
  jobType: ['processingType', 'integration'],
  sourceCodeLocation: ['type', 'url'],
  sourceCode: ['language', 'sourceCode'],
  sql: ['query'],
  lifecycleStateChange: ['lifecycleStateChange'],
  version: ['datasetVersion'],
  storage: ['storageLayer'],
  columnLineage: ['fields'],
  dataQualityAssertions: ['assertions'],
}

/** What is not as the specification wants it, though it was understood: told to whoever runs the producer. */
export function conformanceNotes(body: Record<string, unknown>): ConformanceNote[] {
  const notes: ConformanceNote[] = []
  for (const key of ['producer', 'schemaURL']) {
    if (typeof body[key] !== 'string' || body[key] === '') notes.push({ path: key, message: 'Missing' })
  }
  for (const key of ['run', 'job', 'dataset'])
    noteFacets(objectAt(body[key], 'facets'), `${key}.facets`, notes)
  for (const [key, facetsKey] of [
    ['inputs', 'inputFacets'],
    ['outputs', 'outputFacets'],
  ] as const) {
    for (const [index, item] of listAt(body, key).entries()) {
      noteFacets(objectAt(item, 'facets'), `${key}[${index}].facets`, notes)
      noteFacets(objectAt(item, facetsKey), `${key}[${index}].${facetsKey}`, notes)
    }
  }
  return notes
}

function noteFacets(facets: Record<string, unknown>, path: string, notes: ConformanceNote[]): void {
  for (const name of Object.keys(facets)) {
    const facet = facets[name]
    if (facet === null) continue
    if (!isObject(facet)) {
      notes.push({ path: `${path}.${name}`, message: 'A facet is an object' })
      continue
    }
    if (facet._deleted === true) continue
    const missing = [
      '_producer',
      '_schemaURL',
      ...(Object.hasOwn(REQUIRED, name) ? (REQUIRED[name] ?? []) : []),
    ]
      // Missing or null is the same: absent.
      .filter((field) => facet[field] === undefined || facet[field] === null)
    if (missing.length > 0) notes.push({ path: `${path}.${name}`, message: `Without ${missing.join(', ')}` })
  }
}
