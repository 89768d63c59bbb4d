import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { UnixNano } from '@/lib/model/fact'
import type { LineageAccount, LineageName } from '@/lib/model/lineage'
import { sameRunId } from './read-event'
import { isObject } from './shape'

/** A run by the names that it goes by. */
export type RunName = LineageName & { runId: string }

/** The facet of the run as last said; nothing where it was taken back. */
export const runFacet = (account: LineageAccount, name: string): JsonReader =>
  facetIn(account.run, name, `run.facets.${name}`)

/** The facet of the job as the run's events last said it. */
export const jobFacet = (account: LineageAccount, name: string): JsonReader =>
  facetIn(account.job, name, `job.facets.${name}`)

function facetIn(facets: LineageAccount['run'], name: string, path: string): JsonReader {
  const value = Object.hasOwn(facets, name) ? facets[name]?.value : undefined
  return new JsonReader(isObject(value) && value._deleted === true ? undefined : value, path)
}

/** When a facet was last said. */
export const saidAtOf = (account: LineageAccount, name: string): UnixNano | null =>
  Object.hasOwn(account.run, name) ? (account.run[name]?.at ?? null) : null

/** True where any event was its own: else only others have spoken of it. */
export const isSeen = (account: LineageAccount): boolean => Object.keys(account.types).length > 0

/**
 * The run that started this one, under either key of the facet. Older integrations of Airflow name the task itself where
 * the DAG should stand: then the DAG is what is before the last dot.
 */
export function parentOf(account: LineageAccount, self: RunName): RunName | null {
  for (const key of ['parent', 'parentRun']) {
    const facet = runFacet(account, key)
    const found = runNameAt(facet)
    if (found === null) continue
    const isOwnName = found.namespace === self.namespace && found.name === self.name
    if (isOwnName && found.runId === self.runId) continue
    if (!isOwnName || !found.name.includes('.')) return found
    return { ...found, name: found.name.slice(0, found.name.lastIndexOf('.')) }
  }
  return null
}

/** The run at which it all began, where it was told. */
export const rootOf = (account: LineageAccount): RunName | null =>
  runNameAt(runFacet(account, 'parent').at('root')) ?? runNameAt(runFacet(account, 'parentRun').at('root'))

function runNameAt(read: JsonReader): RunName | null {
  const [runId, namespace, name] = [
    read.at('run', 'runId').text(),
    read.at('job', 'namespace').text(),
    read.at('job', 'name').text(),
  ]
  if (runId === undefined || namespace === undefined || name === undefined) return null
  if (runId.length > 500 || namespace.length + name.length > 500) return null
  return { runId: sameRunId(runId), namespace, name }
}

/** True for what runs until it is stopped: its age says nothing, and what was said last counts. */
export function isEndless(account: LineageAccount): boolean {
  const processing = jobFacet(account, 'jobType').at('processingType').text()?.toUpperCase()
  return processing === 'STREAMING' || processing === 'SERVICE'
}
