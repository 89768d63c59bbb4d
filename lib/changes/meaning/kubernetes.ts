import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { Unreadable } from './unreadable'
import { isNothing, isObject, without, yamlDocuments } from './yaml-text'

/** What the cluster writes into the metadata of an object that somebody applied. */
const OF_CLUSTER = [
  'resourceVersion',
  'managedFields',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]

/** Annotations and labels that say who applied it, not what it is. */
const OF_TOOLS =
  /^(kubectl\.kubernetes\.io\/(last-applied-configuration|restartedAt)|deployment\.kubernetes\.io\/revision|argocd\.argoproj\.io\/(tracking-id|refresh)|workflows\.argoproj\.io\/(last-used-schedule|scheduled-time)|meta\.helm\.sh\/|helm\.sh\/chart$)/

/** Objects of Kubernetes (CronJob, Job, those of Argo): without status and without what the cluster adds. */
export function kubernetesParts(text: string): Parts {
  const objects = yamlDocuments(text)
    .flatMap((value) =>
      isObject(value) && value.kind === 'List' && Array.isArray(value.items) ? value.items : [value],
    )
    .filter((value): value is Parts => isObject(value) && !isNothing(value))
  if (objects.length === 0) throw new Unreadable('no object of Kubernetes')
  const [only] = objects
  if (only !== undefined && objects.length === 1) return objectParts(only)
  return {
    objects: Object.fromEntries(
      objects.map((each, index) => [nameOf(each) ?? `#${index}`, objectParts(each)]),
    ),
  }
}

/** `CronJob/etl/nightly`; null where it has no name. */
export function nameOf(object: Parts): string | null {
  const { metadata } = object
  if (!isObject(metadata) || typeof metadata.name !== 'string') return null
  return [object.kind, metadata.namespace, metadata.name].filter((part) => typeof part === 'string').join('/')
}

function objectParts(object: Parts): Parts {
  const parts = without(object, 'status', 'metadata')
  if (isObject(object.metadata)) {
    const metadata = without(object.metadata, ...OF_CLUSTER)
    for (const key of ['annotations', 'labels']) {
      if (isObject(metadata[key])) metadata[key] = ofPeople(metadata[key])
    }
    parts.metadata = without(metadata)
  }
  return parts
}

const ofPeople = (words: Parts): Json =>
  Object.fromEntries(Object.entries(words).filter(([key]) => !OF_TOOLS.test(key)))
