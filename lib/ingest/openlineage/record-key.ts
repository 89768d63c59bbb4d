import { uuidFrom } from '@/lib/executions/identity'
import type { LineageEvent, LineageKind, LineageName } from '@/lib/model/lineage'
import type { RunName } from './view'

/**
 * Key of what is accumulated: a run of a source by its id and its job, since some tools use one id for several jobs; or a
 * job or dataset that was described outside of any run.
 */
export const recordKeyOf = (
  of: { orgId: string; sourceId: string },
  kind: LineageKind,
  { runId, namespace, name }: RunName,
): string => uuidFrom('lineage', of.orgId, of.sourceId, kind, runId, namespace, name)

/** The names of what an event is about; no run id outside of a run. */
export const selfOf = ({ run, job, dataset }: LineageEvent): RunName => {
  const named: LineageName = job ?? dataset ?? { namespace: '', name: '' }
  return { runId: run?.id ?? '', namespace: named.namespace, name: named.name }
}

/** Ids by organization and name, as a batch names the same few datasets again and again; emptied when it grows. */
const datasetIds = new Map<string, string>()
const MOST_IDS = 20_000

/** A dataset is one for an organization, whichever of its sources speaks of it. */
export function datasetIdOf(orgId: string, { namespace, name }: LineageName): string {
  const key = `${orgId} ${namespace.length} ${namespace}${name}`
  const known = datasetIds.get(key)
  if (known !== undefined) return known
  if (datasetIds.size >= MOST_IDS) datasetIds.clear()
  const id = uuidFrom('dataset', orgId, namespace, name)
  datasetIds.set(key, id)
  return id
}
