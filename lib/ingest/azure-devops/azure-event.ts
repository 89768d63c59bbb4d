import { nativeKey, urlKey } from '@/lib/executions/execution-key'
import type { told } from '@/lib/ingest/events/decoded-event'
import { contextKeys } from '@/lib/ingest/events/handed-context'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import type { ToldIdentity } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'

/** A service hook on its way to being understood; `at` is when Azure DevOps made it, the one clock that all of them share. */
export type AzureEvent = { of: JsonReader; named: Parameters<typeof told>[0]; at: UnixNano }

/**
 * Which execution a run or build is: both have the same id. Of the project only the id is in every hook, and of its
 * organization the address.
 */
export function runIdentity(
  of: JsonReader,
  id: string | undefined,
  pipeline: JsonReader,
): ToldIdentity | null {
  const project =
    of.at('resourceContainers', 'project', 'id').text() ?? of.at('resource', 'project', 'id').text()
  const flow = flowOf(pipeline)
  if (project === undefined || id === undefined || flow === undefined) return null
  const organization = organizationOf(of)
  return toldIdentity(organization === undefined ? project : `${organization}/${project}`, flow, id)
}

/** A pipeline's name within its folder, which is called path in builds. */
function flowOf(pipeline: JsonReader): string | undefined {
  const name = pipeline.at('name').text() ?? pipeline.at('id').text()
  const folder = (pipeline.at('folder').text() ?? pipeline.at('path').text())?.replace(/^\\+|\\+$/g, '')
  return name === undefined || folder === undefined || folder === '' ? name : `${folder}\\${name}`
}

/** `fabrikam` of `https://dev.azure.com/fabrikam/`, or the collection of a server of one's own. */
function organizationOf(of: JsonReader): string | undefined {
  const base = baseOf(of)
  if (base === undefined || !URL.canParse(base)) return undefined
  const { pathname, hostname } = new URL(base)
  const [last] = pathname
    .split('/')
    .filter((part) => part !== '')
    .slice(-1)
  return last ?? hostname.split('.')[0]
}

const baseOf = (of: JsonReader): string | undefined =>
  of.at('resourceContainers', 'project', 'baseUrl').text() ??
  of.at('resourceContainers', 'collection', 'baseUrl').text()

/** The name of a build that another build's hook would call it by. */
export const buildKey = (of: JsonReader, id: string): string =>
  nativeKey('azure-devops', of.at('resourceContainers', 'collection', 'id').text() ?? 'collection', id)

/** Names that others may call a run by. */
export function runKeys(of: JsonReader, id: string, page: string | undefined): string[] {
  const collection = of.at('resourceContainers', 'collection', 'id').text()
  const project = of.at('resourceContainers', 'project', 'id').text()
  const base = baseOf(of)?.replace(/\/+$/, '')
  const pages = [page, base && project ? `${base}/${project}/_build/results?buildId=${id}` : undefined]
  return [
    ...pages.flatMap((each) => (each === undefined ? [] : (urlKey(each) ?? []))),
    buildKey(of, id),
    ...(collection === undefined ? [] : contextKeys(`azure/${collection}/${id}`)),
  ]
}
