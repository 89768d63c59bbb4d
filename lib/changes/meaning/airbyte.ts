import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { byName, isObject, unordered, without, yamlObject } from './yaml-text'

/** What Airbyte writes down about a connection, not what somebody set. */
const OF_TOOL = [
  'connectionId',
  'createdAt',
  'updatedAt',
  'createdBy',
  'statusReason',
  'breakingChange',
  'schemaChange',
  'latestSyncJobCreatedAt',
  'latestSyncJobStatus',
  'isSyncing',
  'workspaceId',
  'sourceCatalogId',
  'catalogId',
  'catalogDiff',
  'workspace',
  'sourceActorDefinitionVersion',
  'destinationActorDefinitionVersion',
]

/** A connection of Airbyte as its API or its provider for Terraform gives it; the order of streams and fields has no meaning. */
export function airbyteParts(text: string): Parts {
  const parts = without(yamlObject(text), ...OF_TOOL)
  for (const key of ['source', 'destination']) {
    if (isObject(parts[key]))
      parts[key] = without(parts[key], 'createdAt', 'updatedAt', 'icon', 'isVersionOverrideApplied')
  }
  for (const key of ['syncCatalog', 'configurations']) {
    const catalog = parts[key]
    if (isObject(catalog)) parts[key] = { ...catalog, streams: streams(catalog.streams) }
  }
  if (Array.isArray(parts.tags)) parts.tags = unordered(parts.tags)
  if (Array.isArray(parts.operationIds)) parts.operationIds = unordered(parts.operationIds)
  return parts
}

function streams(of: Json | undefined): Parts {
  const items = Array.isArray(of) ? of : []
  const named = items.map((item): Json => {
    if (!isObject(item) || !isObject(item.stream)) return item
    const name = [item.stream.namespace, item.stream.name]
      .filter((each) => typeof each === 'string')
      .join('.')
    return { ...without(item), name, stream: without(item.stream, 'jsonSchema') }
  })
  return byName(named, 'name')
}
